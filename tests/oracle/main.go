// Answers what a Kubernetes API server would: whether it takes an object, and what it then holds.
//
// One question a line on standard input, one answer a line on standard output, in order. The answers are those of the
// server's own code (strict decoding, defaulting, registry strategies, PodSecurity admission, a trip through storage); no
// server runs.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// A question: an object to create, or one to put in the place of another.
type question struct {
	// The namespace of the request.
	Namespace string          `json:"namespace"`
	Old       json.RawMessage `json:"old,omitempty"`
	Object    json.RawMessage `json:"object"`
}

// An answer. Canonical is what the server holds afterwards.
type answer struct {
	Accepted  bool           `json:"accepted"`
	Canonical map[string]any `json:"canonical,omitempty"`
	Message   string         `json:"message,omitempty"`
}

func main() {
	istio := flag.String("istio", beside("istio-crds.yaml"), "customresourcedefinitions.gen.yaml of istio.io/api")
	flag.Parse()
	if err := run(*istio); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// beside is the path of a file beside this program, or nothing where there is none.
func beside(name string) string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	path := filepath.Join(filepath.Dir(program), name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

func run(istio string) error {
	server, err := newServer(istio)
	if err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for in.Scan() {
		if err := encoder.Encode(server.answerLine(in.Bytes())); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}
