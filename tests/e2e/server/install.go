package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

//go:embed kubeflow-roles.yaml
var kubeflowRoles []byte

// The definitions that lie beside the program, and which groups of each are installed.
var definitions = map[string]map[string]bool{
	"profile-crd.yaml": {"kubeflow.org": true},
	"istio-crds.yaml":  {"security.istio.io": true},
}

var crds = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
var clusterRoles = schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterroles"}

// install applies the definitions of custom resources, waits until they are served, and applies Kubeflow's roles.
func (p *controlPlane) install(ctx context.Context) error {
	client, err := dynamic.NewForConfig(p.client())
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	var installed []*unstructured.Unstructured
	for name, groups := range definitions {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(program), name))
		if err != nil {
			return err
		}
		objects, err := read(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, object := range objects {
			if group, _, _ := unstructured.NestedString(object.Object, "spec", "group"); groups[group] {
				installed = append(installed, object)
			}
		}
	}
	if err := apply(ctx, client.Resource(crds), installed); err != nil {
		return err
	}
	for _, object := range installed {
		if err := p.waitUntilServed(ctx, object); err != nil {
			return err
		}
	}
	roles, err := read(kubeflowRoles)
	if err != nil {
		return err
	}
	return apply(ctx, client.Resource(clusterRoles), roles)
}

func read(text []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		object := &unstructured.Unstructured{}
		switch err := decoder.Decode(&object.Object); {
		case errors.Is(err, io.EOF):
			return objects, nil
		case err != nil:
			return nil, err
		case len(object.Object) > 0:
			objects = append(objects, object)
		}
	}
}

func apply(ctx context.Context, client dynamic.ResourceInterface, objects []*unstructured.Unstructured) error {
	for _, object := range objects {
		options := metav1.ApplyOptions{FieldManager: "control-plane", Force: true}
		if _, err := client.Apply(ctx, object.GetName(), object, options); err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
	}
	return nil
}

// waitUntilServed asks for a list of every version: discovery alone can name what is not served yet.
func (p *controlPlane) waitUntilServed(ctx context.Context, object *unstructured.Unstructured) error {
	client, err := kubernetes.NewForConfig(p.client())
	if err != nil {
		return err
	}
	var definition struct {
		Spec struct {
			Group    string
			Names    struct{ Plural string }
			Versions []struct{ Name string }
		}
	}
	text, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &definition); err != nil {
		return err
	}
	for _, version := range definition.Spec.Versions {
		path := fmt.Sprintf("/apis/%s/%s/%s", definition.Spec.Group, version.Name, definition.Spec.Names.Plural)
		if err := until(ctx, func() error { return client.RESTClient().Get().AbsPath(path).Do(ctx).Error() }); err != nil {
			return err
		}
	}
	return nil
}

// waitForRoles waits until every aggregated role of Kubeflow holds what it gathers from the others.
func (p *controlPlane) waitForRoles(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(p.client())
	if err != nil {
		return err
	}
	roles, err := read(kubeflowRoles)
	if err != nil {
		return err
	}
	return until(ctx, func() error {
		for _, role := range roles {
			found, err := client.RbacV1().ClusterRoles().Get(ctx, role.GetName(), metav1.GetOptions{})
			if err != nil {
				return err
			}
			if len(found.Rules) == 0 {
				return fmt.Errorf("ClusterRole %s has no rules yet", role.GetName())
			}
		}
		return nil
	})
}
