package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/resource"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// What Argo CD's application controller does between Git and gitops-engine, after controller/state.go of argo-cd v3.5:
// build, track, find what is live, compare.

const (
	tracking = "argocd.argoproj.io/tracking-id"
	manager  = "argocd-controller"
)

// What the cache remembers of an object: the Application that it says to be of. One with an owner is of none.
func resourceInfo(un *unstructured.Unstructured, isRoot bool) (any, bool) {
	owner := ""
	if isRoot {
		owner = applicationOf(un)
	}
	return owner, owner != ""
}

func applicationOf(un *unstructured.Unstructured) string {
	name, _, _ := strings.Cut(un.GetAnnotations()[tracking], ":")
	return name
}

// An Application against the cluster.
type comparison struct {
	reconciled sync.ReconciliationResult
	diffs      *diff.DiffResultList
	// Keys of what is out of sync, and why.
	outOfSync map[kube.ResourceKey]string
	// Whether nothing would be left.
	allNeedPrune bool
	// Objects that another Application says to have, too.
	shared []string
}

func (c *controller) compare(app *application, told *told, root string) (*comparison, error) {
	targets, err := c.targets(app, root)
	if err != nil {
		return nil, err
	}
	live, err := c.cache.GetManagedLiveObjs(targets, func(r *cache.Resource) bool { return r.Info == app.Metadata.Name })
	if err != nil {
		return nil, err
	}
	made := &comparison{outOfSync: map[kube.ResourceKey]string{}, allNeedPrune: true}
	for key, object := range live {
		if !c.permitted(told, object) {
			delete(live, key)
			continue
		}
		if other := applicationOf(object); other != "" && other != app.Metadata.Name {
			made.shared = append(made.shared, fmt.Sprintf("%s is part of %s, too", key, other))
		}
	}
	made.reconciled = sync.Reconcile(targets, live, app.Spec.Destination.Namespace, c.cache)
	made.diffs, err = diff.DiffArray(made.reconciled.Target, made.reconciled.Live,
		diff.WithStructuredMergeDiff(app.has("ServerSideApply=true")),
		diff.WithGVKParser(c.cache.GetGVKParser()),
		diff.WithManager(manager))
	if err != nil {
		return nil, err
	}
	made.judge(app.Metadata.Name)
	return made, nil
}

// The objects of the folder, built and tracked.
func (c *controller) targets(app *application, root string) ([]*unstructured.Unstructured, error) {
	folder := filepath.Join(root, app.Spec.Source.Path)
	if _, err := os.Stat(folder); err != nil {
		return nil, fmt.Errorf("app path does not exist: %s", app.Spec.Source.Path)
	}
	targets, err := build(folder)
	if err != nil {
		return nil, err
	}
	for _, target := range targets {
		namespace := app.Spec.Destination.Namespace
		if kube.IsNamespacedOrUnknown(c.cache, target.GroupVersionKind().GroupKind()) {
			if target.GetNamespace() == "" {
				target.SetNamespace(namespace)
			}
			namespace = target.GetNamespace()
		}
		gvk := target.GroupVersionKind()
		annotations := target.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[tracking] = fmt.Sprintf("%s:%s/%s:%s/%s", app.Metadata.Name, gvk.Group, gvk.Kind, namespace, target.GetName())
		target.SetAnnotations(annotations)
	}
	return targets, nil
}

func build(folder string) ([]*unstructured.Unstructured, error) {
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, err
	}
	text, err := built.AsYaml()
	if err != nil {
		return nil, err
	}
	return kube.SplitYAML(text)
}

// Objects that the project does not allow are not seen, so that they are not pruned either.
func (c *controller) permitted(told *told, object *unstructured.Unstructured) bool {
	kind := object.GroupVersionKind().GroupKind()
	namespaced := kube.IsNamespacedOrUnknown(c.cache, kind)
	return told.project.permits(metav1.GroupKind{Group: kind.Group, Kind: kind.Kind}, namespaced) &&
		(!namespaced || told.project.reaches(object.GetNamespace()))
}

func (m *comparison) judge(app string) {
	for index, target := range m.reconciled.Target {
		live := m.reconciled.Live[index]
		if !selfReferenced(live, target, app) {
			continue
		}
		m.allNeedPrune = m.allNeedPrune && target == nil
		switch {
		case live == nil:
			m.outOfSync[kube.GetResourceKey(target)] = "missing"
		case target == nil:
			if !resource.HasAnnotationOption(live, "argocd.argoproj.io/compare-options", "IgnoreExtraneous") {
				m.outOfSync[kube.GetResourceKey(live)] = "extra"
			}
		case m.diffs.Diffs[index].Modified:
			m.outOfSync[kube.GetResourceKey(target)] = "differs"
		}
	}
}

// An object that only carries a copy of another one's tracking is not of the Application.
func selfReferenced(live, target *unstructured.Unstructured, app string) bool {
	if live == nil || target != nil {
		return true
	}
	_, id, _ := strings.Cut(live.GetAnnotations()[tracking], ":")
	kind, name, _ := strings.Cut(id, ":")
	gvk := live.GroupVersionKind()
	namespace, name, _ := strings.Cut(name, "/")
	return applicationOf(live) == app && kind == gvk.Group+"/"+gvk.Kind && name == live.GetName() &&
		(live.GetNamespace() == "" || live.GetNamespace() == namespace)
}

// The names of what is out of sync, in order.
func (m *comparison) names() []string {
	names := make([]string, 0, len(m.outOfSync))
	for key, why := range m.outOfSync {
		names = append(names, fmt.Sprintf("%s %s", why, name(key)))
	}
	slices.Sort(names)
	return names
}

func name(key kube.ResourceKey) string {
	return fmt.Sprintf("%s/%s/%s/%s", key.Group, key.Kind, key.Namespace, key.Name)
}

func (a *application) has(option string) bool {
	return slices.Contains(a.Spec.SyncPolicy.SyncOptions, option)
}
