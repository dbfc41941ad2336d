package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
)

// servePlain takes requests without TLS on loopback and hands them on as they are, so that a client needs no TLS of its own. It adds
// no rights: a request still has to carry the token.
func (p *controlPlane) servePlain() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.plain = "http://" + listener.Addr().String()
	target, err := url.Parse(p.https)
	if err != nil {
		return err
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(p.authority) {
		return errors.New("the authority's certificate cannot be read")
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(request *httputil.ProxyRequest) { request.SetURL(target) },
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}, ForceAttemptHTTP2: true},
		FlushInterval: -1,
		// A client that leaves in the middle of a watch is no news.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	go func() { p.failed(http.Serve(listener, proxy)) }()
	return nil
}
