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
)

// A question: an object to create, or one to put in the place of another.
type question struct {
	Old    json.RawMessage `json:"old,omitempty"`
	Object json.RawMessage `json:"object"`
}

// An answer. Canonical is what the server holds afterwards.
type answer struct {
	Accepted  bool           `json:"accepted"`
	Canonical map[string]any `json:"canonical,omitempty"`
	Message   string         `json:"message,omitempty"`
}

func main() {
	istio := flag.String("istio", "", "customresourcedefinitions.gen.yaml of istio.io/api")
	flag.Parse()
	if err := run(*istio); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
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
