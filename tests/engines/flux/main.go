// Command flux syncs rendered trees with Flux's library for server-side apply (github.com/fluxcd/pkg/ssa), told by the rendered
// Kustomizations alone. It answers one line of JSON on standard output for each line of JSON on standard input. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/cli-utils/pkg/object"
	"github.com/go-logr/logr"
)

// A question: what to do with the tree of a repository.
type request struct {
	// sync: apply and prune. diff: only look what that would do. objects: only build.
	Do string `json:"do"`
	// The top of the repository.
	Root string `json:"root"`
}

// An answer.
type answer struct {
	Kustomizations []*state                     `json:"kustomizations,omitempty"`
	Objects        []*unstructured.Unstructured `json:"objects,omitempty"`
	Error          string                       `json:"error,omitempty"`
}

// A controller, its flags, and what it remembers of Kustomizations, as the cluster would.
type controller struct {
	client    client.Client
	poller    *polling.StatusPoller
	overrides []string
	known     map[string]*memory
}

// The inventory of a Kustomization: what it applied last, with the version of each.
type memory struct {
	told      *kustomization
	inventory map[object.ObjMetadata]string
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "names the cluster")
	var overrides list
	flag.Var(&overrides, "override-manager", "as kustomize-controller's: a field manager whose fields are taken over")
	flag.Parse()
	log.SetLogger(logr.Discard())
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err == nil {
		var made *controller
		if made, err = newController(config, overrides); err == nil {
			made.serve()
			return
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

type list []string

func (l *list) String() string { return fmt.Sprint(*l) }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func newController(config *rest.Config, overrides []string) (*controller, error) {
	config.QPS, config.Burst = 500, 1000
	transport, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, err
	}
	mapper, err := apiutil.NewDynamicRESTMapper(config, transport)
	if err != nil {
		return nil, err
	}
	cluster, err := client.New(config, client.Options{HTTPClient: transport, Mapper: mapper})
	if err != nil {
		return nil, err
	}
	return &controller{
		client:    cluster,
		poller:    polling.NewStatusPoller(cluster, mapper, polling.Options{}),
		overrides: overrides,
		known:     map[string]*memory{},
	}, nil
}

func (c *controller) serve() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(c.answer(lines.Bytes())); err != nil {
			os.Exit(2)
		}
	}
}

func (c *controller) answer(line []byte) answer {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Error: err.Error()}
	}
	told, err := readGitOps(asked.Root)
	if err != nil {
		return answer{Error: err.Error()}
	}
	switch asked.Do {
	case "sync", "diff":
		return answer{Kustomizations: c.run(told, asked)}
	case "objects":
		var all []*unstructured.Unstructured
		for _, one := range told {
			objects, err := build(filepath.Join(asked.Root, one.Spec.Path))
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
