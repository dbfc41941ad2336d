package main

import (
	"context"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/restmapper"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
	"k8s.io/kubernetes/pkg/controller/namespace"
)

const (
	resync = 5 * time.Minute
	// How soon the garbage collector learns of new kinds.
	discovery = 5 * time.Second
)

// startControllers runs the three of the controller manager that tell on tenants: what deletes a Namespace with all that is in it,
// what deletes objects whose owners are gone, and what gathers the rules of aggregated ClusterRoles.
func (p *controlPlane) startControllers(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(p.client())
	if err != nil {
		return err
	}
	metadataClient, err := metadata.NewForConfig(p.client())
	if err != nil {
		return err
	}
	shared := informers.NewSharedInformerFactory(client, resync)
	namespaces := namespace.NewNamespaceController(ctx, client, metadataClient,
		client.Discovery().ServerPreferredNamespacedResources, shared.Core().V1().Namespaces(), resync, core.FinalizerKubernetes)
	roles := clusterroleaggregation.NewClusterRoleAggregation(shared.Rbac().V1().ClusterRoles(), client.RbacV1())
	started := make(chan struct{})
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery()))
	metadataInformers := metadatainformer.NewSharedInformerFactory(metadataClient, resync)
	factory := informerfactory.NewInformerFactory(shared, metadataInformers)
	garbage, err := garbagecollector.NewGarbageCollector(ctx, client, metadataClient, mapper,
		garbagecollector.DefaultIgnoredResources(), factory, started)
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	close(started)
	go namespaces.Run(ctx, 5)
	go roles.Run(ctx, 5)
	go garbage.Run(ctx, 5, 30*time.Second)
	go garbage.Sync(ctx, client.Discovery(), discovery)
	return nil
}
