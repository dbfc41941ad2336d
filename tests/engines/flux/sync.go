package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/fluxcd/cli-utils/pkg/object"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/fluxcd/pkg/ssa/utils"
)

// What kustomize-controller v1.9 does in `reconcile`: build, label, apply in stages, inventory, prune.

const (
	group = "kustomize.toolkit.fluxcd.io"
	owner = "kustomize-controller"
	// How long an object that is replaced may take to go.
	patience = 30 * time.Second
)

// What became of a Kustomization.
type state struct {
	Name    string            `json:"name"`
	Phase   string            `json:"phase"`
	Message string            `json:"message,omitempty"`
	Changes map[string]string `json:"changes,omitempty"`
}

// All Kustomizations side by side. One that is rendered no more is deleted, and takes nothing with it (`Orphan`).
func (c *controller) run(told []*kustomization, asked request) []*state {
	known := map[string]*memory{}
	for _, one := range told {
		key := one.Metadata.Namespace + "/" + one.Metadata.Name
		if known[key] = c.known[key]; known[key] == nil {
			known[key] = &memory{}
		}
		known[key].told = one
	}
	c.known = known
	var states []*state
	var all sync.WaitGroup
	for name, memory := range known {
		state := &state{Name: name, Phase: "Ready", Changes: map[string]string{}}
		states = append(states, state)
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			reconcile := c.reconcile
			if asked.Do == "diff" {
				reconcile = c.look
			}
			if err := reconcile(ctx, state, memory, asked.Root); err != nil {
				state.Message = err.Error()
			}
		})
	}
	all.Wait()
	sort.Slice(states, func(a, b int) bool { return states[a].Name < states[b].Name })
	return states
}

func (c *controller) reconcile(ctx context.Context, state *state, memory *memory, root string) error {
	manager, objects, err := c.objects(memory.told, root)
	if err != nil {
		state.Phase = "BuildFailed"
		return err
	}
	changes, err := manager.ApplyAllStaged(ctx, objects, c.options(memory.told))
	state.add(changes)
	if err != nil {
		state.Phase = "ReconciliationFailed"
		return err
	}
	before := memory.inventory
	memory.inventory = map[object.ObjMetadata]string{}
	for _, entry := range changes.Entries {
		memory.inventory[entry.ObjMetadata] = entry.GroupVersion
	}
	if !memory.told.Spec.Prune {
		return nil
	}
	stale := without(before, memory.inventory)
	changes, err = manager.DeleteAll(ctx, stale, deletion(manager, memory.told))
	state.add(changes)
	if err != nil {
		// What was not deleted stays in the inventory, to be tried again.
		for _, entry := range changes.Entries {
			if entry.Action == ssa.UnknownAction {
				memory.inventory[entry.ObjMetadata] = before[entry.ObjMetadata]
			}
		}
		state.Phase = "PruneFailed"
	}
	return err
}

// What a sync would change, object by object.
func (c *controller) look(ctx context.Context, state *state, memory *memory, root string) error {
	manager, objects, err := c.objects(memory.told, root)
	if err != nil {
		state.Phase = "BuildFailed"
		return err
	}
	options := c.options(memory.told)
	inventory := map[object.ObjMetadata]string{}
	changes := ssa.NewChangeSet()
	for _, one := range objects {
		entry, _, _, err := manager.Diff(ctx, one, ssa.DiffOptions{
			Exclusions:           options.ExclusionSelector,
			IfNotPresentSelector: options.IfNotPresentSelector,
			Force:                options.Force,
			ForceSelector:        options.ForceSelector,
		})
		if err != nil {
			state.Phase = "ReconciliationFailed"
			return err
		}
		changes.Add(*entry)
		inventory[object.UnstructuredToObjMetadata(one)] = one.GroupVersionKind().Version
	}
	state.add(changes)
	for _, one := range without(memory.inventory, inventory) {
		state.Changes[utils.FmtUnstructured(one)] = "stale"
	}
	return nil
}

// The objects of the folder, labelled, and what applies them.
func (c *controller) objects(told *kustomization, root string) (*ssa.ResourceManager, []*unstructured.Unstructured, error) {
	folder := filepath.Join(root, told.Spec.Path)
	if _, err := os.Stat(folder); err != nil {
		return nil, nil, fmt.Errorf("kustomization path not found: %s", told.Spec.Path)
	}
	objects, err := build(folder)
	if err != nil {
		return nil, nil, err
	}
	manager := ssa.NewResourceManager(c.client, c.poller, ssa.Owner{Field: owner, Group: group})
	manager.SetOwnerLabels(objects, told.Metadata.Name, told.Metadata.Namespace)
	manager.SetConcurrency(4)
	return manager, objects, normalize.UnstructuredList(objects)
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
	return utils.ReadObjects(bytes.NewReader(text))
}

// After `apply` of kustomize-controller; only the waiting is shorter.
func (c *controller) options(told *kustomization) ssa.ApplyOptions {
	options := ssa.DefaultApplyOptions()
	options.WaitInterval = 100 * time.Millisecond
	options.WaitTimeout = patience
	options.Force = told.Spec.Force
	options.ExclusionSelector = map[string]string{group + "/reconcile": "disabled", group + "/ssa": "Ignore"}
	options.IfNotPresentSelector = map[string]string{group + "/ssa": "IfNotPresent"}
	options.ForceSelector = map[string]string{group + "/force": "enabled"}
	managers := []ssa.FieldManager{
		{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationApply},
		{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationUpdate},
		{Name: "before-first-apply", OperationType: metav1.ManagedFieldsOperationUpdate},
		{Name: owner, OperationType: metav1.ManagedFieldsOperationUpdate},
	}
	for _, name := range c.overrides {
		managers = append(managers,
			ssa.FieldManager{Name: name, OperationType: metav1.ManagedFieldsOperationApply},
			ssa.FieldManager{Name: name, OperationType: metav1.ManagedFieldsOperationUpdate})
	}
	options.Cleanup = ssa.ApplyCleanupOptions{
		Annotations:   []string{corev1.LastAppliedConfigAnnotation, group + "/checksum", "fluxcd.io/sync-checksum"},
		Labels:        []string{"fluxcd.io/sync-gc-mark"},
		FieldManagers: managers,
		Exclusions:    map[string]string{group + "/ssa": "Merge"},
	}
	return options
}

// After `deleteObjects` of kustomize-controller.
func deletion(manager *ssa.ResourceManager, told *kustomization) ssa.DeleteOptions {
	return ssa.DeleteOptions{
		PropagationPolicy: metav1.DeletePropagationBackground,
		Inclusions:        manager.GetOwnerLabels(told.Metadata.Name, told.Metadata.Namespace),
		Exclusions:        map[string]string{group + "/prune": "disabled", group + "/reconcile": "disabled", group + "/ssa": "Ignore"},
	}
}

// What the inventory before has and the one after has not, in the order of the library.
func without(before, after map[object.ObjMetadata]string) []*unstructured.Unstructured {
	var stale []*unstructured.Unstructured
	for entry, version := range before {
		if _, stays := after[entry]; stays {
			continue
		}
		one := &unstructured.Unstructured{}
		one.SetGroupVersionKind(schema.GroupVersionKind{Group: entry.GroupKind.Group, Kind: entry.GroupKind.Kind, Version: version})
		one.SetName(entry.Name)
		one.SetNamespace(entry.Namespace)
		stale = append(stale, one)
	}
	sort.Sort(ssa.SortableUnstructureds(stale))
	return stale
}

func (s *state) add(changes *ssa.ChangeSet) {
	if changes == nil {
		return
	}
	for _, entry := range changes.Entries {
		s.Changes[entry.Subject] = entry.Action.String()
	}
}
