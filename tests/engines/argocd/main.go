// Command argocd syncs rendered trees with the engine of Argo CD (gitops-engine), told by the rendered AppProject and
// ApplicationSet alone. It answers one line of JSON on standard output for each line of JSON on standard input. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// A question: what to do with the tree of a repository.
type request struct {
	// sync: compare, and sync what is out of sync. diff: only compare. objects: only build. forget: a person deletes an Application.
	Do string `json:"do"`
	// The top of the repository.
	Root string `json:"root"`
	// The Application, for forget.
	Name string `json:"name"`
	// Its commit: what was synced to the same one before is healed, not synced as a whole.
	Revision string `json:"revision"`
}

// An answer.
type answer struct {
	Applications []*state                     `json:"applications,omitempty"`
	Objects      []*unstructured.Unstructured `json:"objects,omitempty"`
	Error        string                       `json:"error,omitempty"`
}

// A controller and what it remembers of Applications, as the cluster would.
type controller struct {
	config *rest.Config
	cache  cache.ClusterCache
	ops    kube.Kubectl
	known  map[string]*memory
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "names the cluster")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	config.QPS, config.Burst = 500, 1000
	controller := newController(config)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(controller.answer(lines.Bytes())); err != nil {
			os.Exit(2)
		}
	}
}

func newController(config *rest.Config) *controller {
	log := logr.Discard()
	ops := &kube.KubectlCmd{Log: log, Tracer: tracing.NopTracer{}}
	return &controller{
		config: config,
		ops:    ops,
		known:  map[string]*memory{},
		cache: cache.NewClusterCache(config, cache.SetLogr(log), cache.SetKubectl(ops),
			cache.SetPopulateResourceInfoHandler(resourceInfo)),
	}
}

func (c *controller) answer(line []byte) answer {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Error: err.Error()}
	}
	if asked.Do == "forget" {
		delete(c.known, asked.Name)
		return answer{}
	}
	told, err := readGitOps(asked.Root)
	if err != nil {
		return answer{Error: err.Error()}
	}
	switch asked.Do {
	case "sync", "diff":
		states, err := c.run(told, asked)
		if err != nil {
			return answer{Error: err.Error()}
		}
		return answer{Applications: states}
	case "objects":
		var all []*unstructured.Unstructured
		for _, app := range told.applications {
			objects, err := build(filepath.Join(asked.Root, app.Spec.Source.Path))
			if err != nil {
				return answer{Error: err.Error()}
			}
			all = append(all, objects...)
		}
		return answer{Objects: all}
	default:
		return answer{Error: fmt.Sprintf("what is %q?", asked.Do)}
	}
}
