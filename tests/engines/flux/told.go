package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// A Kustomization as it is rendered, with every field that this program translates; a field more is an error, so that nothing
// of it is passed over.
type kustomization struct {
	v1.TypeMeta `json:",inline"`
	Metadata    struct {
		Name      string            `json:"name"`
		Namespace string            `json:"namespace"`
		Labels    map[string]string `json:"labels,omitempty"`
	} `json:"metadata"`
	Spec struct {
		Interval       string `json:"interval"`
		Path           string `json:"path"`
		Prune          bool   `json:"prune"`
		Force          bool   `json:"force,omitempty"`
		DeletionPolicy string `json:"deletionPolicy"`
		SourceRef      struct {
			Kind      string `json:"kind"`
			Name      string `json:"name"`
			Namespace string `json:"namespace,omitempty"`
		} `json:"sourceRef"`
	} `json:"spec"`
}

func readGitOps(root string) ([]*kustomization, error) {
	path := filepath.Join(root, "rendered", "gitops", "kustomizations.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var found []*kustomization
	documents := utilyaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(text)))
	defer documents.Close()
	for {
		buffer := make([]byte, len(text)+1)
		length, err := documents.Read(buffer)
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		var one kustomization
		if err := yaml.UnmarshalStrict(buffer[:length], &one); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if one.Kind == "" {
			continue
		}
		if one.Spec.DeletionPolicy != "Orphan" {
			return nil, errors.New("a Kustomization that takes something with it: not translated")
		}
		found = append(found, &one)
	}
}
