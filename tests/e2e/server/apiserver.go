package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// startAPIServer begins to serve on a free port of loopback, configured by flags as anywhere else.
func (p *controlPlane) startAPIServer(ctx context.Context, etcd string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.https = "https://" + listener.Addr().String()
	if err := p.writeCredentials(); err != nil {
		return err
	}
	server := options.NewServerRunOptions()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range server.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	server.SecureServing.Listener = listener
	server.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	if err := flags.Parse([]string{
		"--authorization-mode=RBAC",
		"--bind-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--etcd-servers=" + etcd,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + p.path("service-accounts.key"),
		"--service-account-signing-key-file=" + p.path("service-accounts.key"),
		"--service-cluster-ip-range=10.0.0.0/24",
		"--tls-cert-file=" + p.path("server.crt"),
		"--tls-private-key-file=" + p.path("server.key"),
		"--token-auth-file=" + p.path("tokens.csv"),
	}); err != nil {
		return err
	}
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	completed, err := server.Complete(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(completed.Validate()...); err != nil {
		return err
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	go func() { p.failed(fmt.Errorf("kube-apiserver ended: %w", app.Run(ctx, completed))) }()
	return nil
}

func (p *controlPlane) path(name string) string { return filepath.Join(p.folder, name) }

// writeCredentials makes a certificate for loopback, the token of an administrator, and the key that signs ServiceAccounts' tokens.
func (p *controlPlane) writeCredentials() error {
	certificate, key, err := cert.GenerateSelfSignedCertKey("127.0.0.1", nil, nil)
	if err != nil {
		return err
	}
	// The authority's certificate follows the server's own.
	_, p.authority = pem.Decode(certificate)
	signing, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	signingKey, err := keyutil.MarshalPrivateKeyToPEM(signing)
	if err != nil {
		return err
	}
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	p.token = hex.EncodeToString(secret)
	for name, bytes := range map[string][]byte{
		"server.crt":           certificate,
		"server.key":           key,
		"service-accounts.key": signingKey,
		"tokens.csv":           []byte(p.token + ",administrator,administrator,system:masters\n"),
	} {
		if err := os.WriteFile(p.path(name), bytes, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// client is the administrator's, as fast as the server is.
func (p *controlPlane) client() *rest.Config {
	return &rest.Config{
		Host:            p.https,
		BearerToken:     p.token,
		TLSClientConfig: rest.TLSClientConfig{CAData: p.authority},
		QPS:             -1,
	}
}

func (p *controlPlane) waitUntilReady(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(p.client())
	if err != nil {
		return err
	}
	return until(ctx, func() error {
		return client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
	})
}

// until tries again until it succeeds; the last failure tells why it did not.
func until(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// writeKubeconfig writes two contexts of one server: `control-plane`, the current one, and `plain`, the same without TLS.
func (p *controlPlane) writeKubeconfig(path string) error {
	config := clientcmdapi.NewConfig()
	config.AuthInfos["administrator"] = &clientcmdapi.AuthInfo{Token: p.token}
	config.Clusters["control-plane"] = &clientcmdapi.Cluster{Server: p.https, CertificateAuthorityData: p.authority}
	config.Clusters["plain"] = &clientcmdapi.Cluster{Server: p.plain}
	for name := range config.Clusters {
		config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: "administrator"}
	}
	config.CurrentContext = "control-plane"
	return clientcmd.WriteToFile(*config, path)
}
