package main

import (
	"context"
	"net/url"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd serves etcd on a Unix socket in the folder, and returns its address.
func startEtcd(ctx context.Context, folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	address := func(name string) []url.URL {
		return []url.URL{{Scheme: "unix", Path: filepath.Join(folder, name)}}
	}
	config := embed.NewConfig()
	config.Dir = filepath.Join(folder, "data")
	config.LogLevel = "error"
	// Nothing here has to survive a power cut.
	config.UnsafeNoFsync = true
	config.ListenClientUrls, config.ListenPeerUrls = address("client"), address("peer")
	// There is no other member to tell; what it would be told has to have a port.
	nobody := []url.URL{{Scheme: "http", Host: "localhost:0"}}
	config.AdvertiseClientUrls, config.AdvertisePeerUrls = nobody, nobody
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return config.ListenClientUrls[0].String(), nil
	case err := <-etcd.Err():
		return "", err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
