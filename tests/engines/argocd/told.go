package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// What is rendered for Argo CD, with every field that this program translates; a field more is an error, so that nothing of
// it is passed over.

type meta struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type destination struct {
	Server    string `json:"server,omitempty"`
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace"`
}

type appProject struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        meta `json:"metadata"`
	Spec            struct {
		Description       string             `json:"description"`
		SourceRepos       []string           `json:"sourceRepos"`
		Destinations      []destination      `json:"destinations"`
		ClusterKinds      []metav1.GroupKind `json:"clusterResourceWhitelist"`
		NamespacedKinds   []metav1.GroupKind `json:"namespaceResourceWhitelist"`
		OrphanedResources struct {
			Warn bool `json:"warn"`
		} `json:"orphanedResources"`
	} `json:"spec"`
}

type application struct {
	Metadata meta `json:"metadata"`
	Spec     struct {
		Project string `json:"project"`
		Source  struct {
			RepoURL        string `json:"repoURL"`
			TargetRevision string `json:"targetRevision"`
			Path           string `json:"path"`
		} `json:"source"`
		Destination destination `json:"destination"`
		SyncPolicy  struct {
			Automated struct {
				Prune    bool `json:"prune"`
				SelfHeal bool `json:"selfHeal"`
			} `json:"automated"`
			SyncOptions []string `json:"syncOptions"`
		} `json:"syncPolicy"`
	} `json:"spec"`
}

type applicationSet struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        meta `json:"metadata"`
	Spec            struct {
		GoTemplate        bool     `json:"goTemplate"`
		GoTemplateOptions []string `json:"goTemplateOptions"`
		Generators        []struct {
			Git struct {
				RepoURL     string `json:"repoURL"`
				Revision    string `json:"revision"`
				Directories []struct {
					Path string `json:"path"`
				} `json:"directories"`
			} `json:"git"`
		} `json:"generators"`
		SyncPolicy struct {
			ApplicationsSync            string `json:"applicationsSync"`
			PreserveResourcesOnDeletion bool   `json:"preserveResourcesOnDeletion"`
		} `json:"syncPolicy"`
		Template json.RawMessage `json:"template"`
	} `json:"spec"`
}

// What a tree tells the engine.
type told struct {
	project      appProject
	applications []application
}

func readGitOps(root string) (*told, error) {
	var found told
	var set applicationSet
	folder := filepath.Join(root, "rendered", "gitops")
	if err := read(filepath.Join(folder, "app-project.yaml"), &found.project); err != nil {
		return nil, err
	}
	if err := read(filepath.Join(folder, "application-set.yaml"), &set); err != nil {
		return nil, err
	}
	if set.Spec.SyncPolicy.ApplicationsSync != "create-update" || !set.Spec.SyncPolicy.PreserveResourcesOnDeletion {
		return nil, errors.New("Applications that go: not translated") //nolint:staticcheck // a name
	}
	var err error
	found.applications, err = set.applications(root)
	return &found, err
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// The git generator: an Application for each folder.
func (s *applicationSet) applications(root string) ([]application, error) {
	var made []application
	for _, generator := range s.Spec.Generators {
		for _, directory := range generator.Git.Directories {
			folders, err := filepath.Glob(filepath.Join(root, directory.Path))
			if err != nil {
				return nil, err
			}
			sort.Strings(folders)
			for _, folder := range folders {
				if info, err := os.Stat(folder); err != nil || !info.IsDir() {
					continue
				}
				one, err := s.application(strings.TrimPrefix(folder, root+"/"))
				if err != nil {
					return nil, err
				}
				made = append(made, *one)
			}
		}
	}
	return made, nil
}

func (s *applicationSet) application(path string) (*application, error) {
	var tree any
	if err := json.Unmarshal(s.Spec.Template, &tree); err != nil {
		return nil, err
	}
	parameters := map[string]any{"path": map[string]any{"path": path, "basename": filepath.Base(path)}}
	tree, err := s.expanded(tree, parameters)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	var made application
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return &made, decoder.Decode(&made)
}

// Every string of the template, expanded.
func (s *applicationSet) expanded(value any, parameters map[string]any) (any, error) {
	var err error
	switch value := value.(type) {
	case string:
		parsed, err := template.New("").Option(s.Spec.GoTemplateOptions...).Parse(value)
		if err != nil {
			return nil, err
		}
		var out strings.Builder
		err = parsed.Execute(&out, parameters)
		return out.String(), err
	case map[string]any:
		for key := range value {
			if value[key], err = s.expanded(value[key], parameters); err != nil {
				return nil, err
			}
		}
	case []any:
		for index := range value {
			if value[index], err = s.expanded(value[index], parameters); err != nil {
				return nil, err
			}
		}
	}
	return value, nil
}

// Whether the project allows a kind: without a list, every namespaced one and no other.
func (p *appProject) permits(kind metav1.GroupKind, namespaced bool) bool {
	list := p.Spec.ClusterKinds
	if namespaced {
		list = p.Spec.NamespacedKinds
	}
	for _, entry := range list {
		kindFits, _ := filepath.Match(entry.Kind, kind.Kind)
		groupFits, _ := filepath.Match(entry.Group, kind.Group)
		if kindFits && groupFits {
			return true
		}
	}
	return namespaced && list == nil
}

// Whether the project allows a namespace; an entry with `!` takes away.
func (p *appProject) reaches(namespace string) bool {
	reached := false
	for _, entry := range p.Spec.Destinations {
		pattern, isExcepted := strings.CutPrefix(entry.Namespace, "!")
		fits, _ := filepath.Match(pattern, namespace)
		if fits && isExcepted {
			return false
		}
		reached = reached || fits
	}
	return reached
}
