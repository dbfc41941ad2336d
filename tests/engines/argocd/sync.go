package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// How long a sync may take, and how long it may wait for an object to go: Argo CD would wait on where a finalizer holds it.
const (
	patience         = 2 * time.Minute
	patienceDeletion = 5 * time.Second
)

// What of an Application outlives a request.
type memory struct {
	app application
	// The revision that was synced last, and how that ended.
	revision string
	phase    common.OperationPhase
}

// What became of an Application.
type state struct {
	Name    string   `json:"name"`
	Phase   string   `json:"phase"`
	Message string   `json:"message,omitempty"`
	Results []result `json:"results,omitempty"`
	// What was out of sync when the request came.
	OutOfSync []string `json:"outOfSync,omitempty"`

	running   bool
	operation []common.ResourceSyncResult
	only      map[kube.ResourceKey]bool
	began     time.Time
	moved     time.Time
	memory    *memory
}

type result struct {
	Object  string `json:"object"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// All Applications side by side, each with as many looks at the cluster as it takes. One that the ApplicationSet makes no
// more stays (`applicationsSync: create-update`).
func (c *controller) run(told *told, asked request) ([]*state, error) {
	for _, app := range told.applications {
		if c.known[app.Metadata.Name] == nil {
			c.known[app.Metadata.Name] = &memory{}
		}
		c.known[app.Metadata.Name].app = app
	}
	var states []*state
	for name, memory := range c.known {
		states = append(states, &state{Name: name, memory: memory, running: true, began: time.Now()})
	}
	sort.Slice(states, func(a, b int) bool { return states[a].Name < states[b].Name })
	for busy := true; busy; {
		c.cache.Invalidate()
		if err := c.cache.EnsureSynced(); err != nil {
			return nil, err
		}
		busy = false
		for _, state := range states {
			if state.running {
				c.step(state, told, asked)
				busy = busy || state.running
			}
		}
	}
	return states, nil
}

func (c *controller) step(state *state, told *told, asked request) {
	app := &state.memory.app
	compared, err := c.compare(app, told, asked.Root)
	if err != nil {
		state.end("ComparisonError", err.Error())
		return
	}
	if state.Phase == "" {
		state.OutOfSync = compared.names()
		if !c.begins(state, compared, asked) {
			return
		}
	}
	c.sync(state, told, compared, asked)
	if !strings.HasPrefix(state.Message, "waiting for deletion") {
		state.moved = time.Now()
	}
	if state.running && (time.Since(state.began) > patience || time.Since(state.moved) > patienceDeletion) {
		state.end("TimedOut", state.Message)
	}
}

// After controller/appcontroller.go: when a sync begins by itself, and of what.
func (c *controller) begins(state *state, compared *comparison, asked request) bool {
	if asked.Do == "diff" || len(compared.outOfSync) == 0 {
		state.end("Synced", "")
		if len(compared.outOfSync) > 0 {
			state.Phase = "OutOfSync"
		}
		return false
	}
	if state.memory.revision == asked.Revision {
		if !state.memory.phase.Successful() {
			state.end("Refused", "failed last sync attempt to this revision")
			return false
		}
		state.only = map[kube.ResourceKey]bool{}
		for key := range compared.outOfSync {
			state.only[key] = true
		}
	}
	if compared.allNeedPrune {
		state.end("Refused", "auto-sync will wipe out all resources")
		return false
	}
	state.Phase = string(common.OperationRunning)
	return true
}

// After controller/sync.go: one step of gitops-engine with the options of the Application.
func (c *controller) sync(state *state, told *told, compared *comparison, asked request) {
	app := &state.memory.app
	if app.has("FailOnSharedResource=true") && len(compared.shared) > 0 {
		state.end(string(common.OperationFailed), "Shared resource found: "+strings.Join(compared.shared, ", "))
		return
	}
	options, err := c.options(app, told, compared)
	if err != nil {
		state.end(string(common.OperationError), err.Error())
		return
	}
	options = append(options,
		sync.WithOperationSettings(false, app.Spec.SyncPolicy.Automated.Prune, false, state.only != nil),
		sync.WithInitialState(common.OperationPhase(state.Phase), state.Message, state.operation, metav1.NewTime(state.began)),
		sync.WithResourcesFilter(func(key kube.ResourceKey, target, live *unstructured.Unstructured) bool {
			return (state.only == nil || state.only[key]) && selfReferenced(live, target, app.Metadata.Name)
		}))
	operation, cleanup, err := sync.NewSyncContext(asked.Revision, compared.reconciled, c.config, c.config, c.ops,
		app.Spec.Destination.Namespace, options...)
	if err != nil {
		state.end(string(common.OperationError), err.Error())
		return
	}
	defer cleanup()
	operation.Sync()
	phase, message, results := operation.GetState()
	for index := range results {
		results[index].Order = index + 1
	}
	state.Phase, state.Message, state.operation = string(phase), message, results
	if phase.Completed() {
		state.memory.revision, state.memory.phase = asked.Revision, phase
		state.end(string(phase), message)
	}
}

// The options of an Application, each translated or refused.
func (c *controller) options(app *application, told *told, compared *comparison) ([]sync.SyncOpt, error) {
	policy := metav1.DeletePropagationForeground
	for _, option := range app.Spec.SyncPolicy.SyncOptions {
		switch option {
		case "ServerSideApply=true", "ApplyOutOfSyncOnly=true", "FailOnSharedResource=true":
		default:
			return nil, fmt.Errorf("the sync option %s is not translated", option)
		}
	}
	migrated := common.DefaultClientSideApplyMigrationManager
	for key, value := range app.Metadata.Annotations {
		switch key {
		case "argocd.argoproj.io/client-side-apply-migration-manager":
			migrated = value
		case "argocd.argoproj.io/manifest-generate-paths":
		default:
			return nil, fmt.Errorf("the annotation %s is not translated", key)
		}
	}
	return []sync.SyncOpt{
		sync.WithLogr(logr.Discard()),
		sync.WithPermissionValidator(func(object *unstructured.Unstructured, kind *metav1.APIResource) error {
			gvk := object.GroupVersionKind()
			if !told.project.permits(metav1.GroupKind{Group: gvk.Group, Kind: gvk.Kind}, kind.Namespaced) {
				return fmt.Errorf("resource %s:%s is not permitted in project %s", gvk.Group, gvk.Kind, app.Spec.Project)
			}
			if kind.Namespaced && !told.project.reaches(object.GetNamespace()) {
				return fmt.Errorf("namespace %s is not permitted in project %s", object.GetNamespace(), app.Spec.Project)
			}
			return nil
		}),
		sync.WithManifestValidation(true),
		sync.WithResourceModificationChecker(app.has("ApplyOutOfSyncOnly=true"), compared.diffs),
		sync.WithPrunePropagationPolicy(&policy),
		sync.WithServerSideApply(app.has("ServerSideApply=true")),
		sync.WithServerSideApplyManager(manager),
		sync.WithClientSideApplyMigration(true, migrated),
	}, nil
}

func (s *state) end(phase, message string) {
	s.Phase, s.Message, s.running = phase, message, false
	for _, one := range s.operation {
		s.Results = append(s.Results, result{name(one.ResourceKey), string(one.Status), one.Message})
	}
}
