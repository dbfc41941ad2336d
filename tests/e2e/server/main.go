// Program server is a control plane for tests: kube-apiserver with RBAC and etcd in one process, on loopback, with the controllers
// that take part in the life of a tenant. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// How long it may take to begin; a busy machine with two cores takes a third.
const patience = 3 * time.Minute

func main() {
	kubeconfig := flag.String("kubeconfig", "", "where to write the kubeconfig (required)")
	flag.Parse()
	if *kubeconfig == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := serve(*kubeconfig); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// serve returns when it is told to end: by a signal, by the end of standard input, and so when its parent dies.
func serve(kubeconfig string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		end(errors.Join(context.Canceled, err))
	}()
	folder, err := os.MkdirTemp("", "tenantry-control-plane-")
	if err != nil {
		return err
	}
	defer remove(folder)
	plane := &controlPlane{folder: folder, failed: end}
	if err := plane.start(ctx); err != nil {
		return err
	}
	if err := plane.writeKubeconfig(kubeconfig); err != nil {
		return err
	}
	fmt.Println("ready")
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// remove deletes the folder while etcd still writes into it: nothing of it is to outlive the process, so nothing is shut down.
func remove(folder string) {
	for range 100 {
		if os.RemoveAll(folder) == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Fprintln(os.Stderr, "could not remove", folder)
}

// controlPlane is what runs, and what a client needs to know of it.
type controlPlane struct {
	folder string
	// Told when a part ends that should not.
	failed    context.CancelCauseFunc
	authority []byte
	token     string
	https     string
	plain     string
}

// start returns once everything is installed and answers.
func (p *controlPlane) start(ctx context.Context) error {
	beginning, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	etcd, err := startEtcd(beginning, filepath.Join(p.folder, "etcd"))
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	if err := p.startAPIServer(ctx, etcd); err != nil {
		return fmt.Errorf("kube-apiserver: %w", err)
	}
	if err := p.waitUntilReady(beginning); err != nil {
		return fmt.Errorf("kube-apiserver: %w", err)
	}
	if err := p.servePlain(); err != nil {
		return err
	}
	if err := p.install(beginning); err != nil {
		return fmt.Errorf("installing definitions and roles: %w", err)
	}
	if err := p.startControllers(ctx); err != nil {
		return fmt.Errorf("controllers: %w", err)
	}
	return p.waitForRoles(beginning)
}
