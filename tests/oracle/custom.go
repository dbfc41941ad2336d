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

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/storage/names"
	kjson "sigs.k8s.io/json"
)

//go:embed profile-crd.yaml
var profileCRD []byte

// One version of a custom resource.
type customResource struct {
	schema     *structural.Structural
	validator  validation.SchemaValidator
	cel        *cel.Validator
	namespaced bool
	hasStatus  bool
}

// customResources are Profile, by a definition of our own, and Istio's policies, where their definitions are named.
func customResources(istio string) (map[schema.GroupVersionKind]*customResource, error) {
	kinds := map[schema.GroupVersionKind]*customResource{}
	if err := addAll(kinds, profileCRD); err != nil {
		return nil, err
	}
	if istio == "" {
		return kinds, nil
	}
	definitions, err := os.ReadFile(istio)
	if err != nil {
		return nil, err
	}
	return kinds, addAll(kinds, definitions)
}

func addAll(kinds map[schema.GroupVersionKind]*customResource, definitions []byte) error {
	reader := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(definitions), 1<<16)
	for {
		var definition apiextensionsv1.CustomResourceDefinition
		if err := reader.Decode(&definition); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if definition.Spec.Group != "kubeflow.org" && definition.Spec.Group != "security.istio.io" {
			continue
		}
		apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&definition.Spec)
		for _, version := range definition.Spec.Versions {
			resource, err := newCustomResource(&definition, version)
			if err != nil {
				return fmt.Errorf("%s/%s: %w", definition.Name, version.Name, err)
			}
			kinds[schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}] = resource
		}
	}
}

func newCustomResource(definition *apiextensionsv1.CustomResourceDefinition, version apiextensionsv1.CustomResourceDefinitionVersion) (*customResource, error) {
	var internal apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil); err != nil {
		return nil, err
	}
	structure, err := structural.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &customResource{
		schema:     structure,
		validator:  validator,
		cel:        cel.NewValidator(structure, true, celconfig.PerCallLimit),
		namespaced: definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
		hasStatus:  version.Subresources != nil && version.Subresources.Status != nil,
	}, nil
}

// create does what the handler of custom resources does with field validation set to strict.
func (c *customResource) create(object json.RawMessage, namespace string) (map[string]any, error) {
	value, err := c.decode(object)
	if err != nil {
		return nil, err
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(value, c.schema)
	content := &unstructured.Unstructured{Object: value}
	fill(content, names.SimpleNameGenerator)
	if c.hasStatus {
		delete(value, "status")
	}
	if problems := c.validate(content, namespace); len(problems) > 0 {
		return nil, problems.ToAggregate()
	}
	written, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return shown(written)
}

func (c *customResource) decode(object json.RawMessage) (map[string]any, error) {
	value := map[string]any{}
	strict, err := kjson.UnmarshalStrict(object, &value)
	if err != nil {
		return nil, err
	}
	if len(strict) > 0 {
		return nil, errors.Join(strict...)
	}
	metadata, present, unknown, err := objectmeta.GetObjectMetaWithOptions(value, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("unknown field %q", unknown[0])
	}
	pruned := pruning.PruneWithOptions(value, c.schema, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	if len(pruned) > 0 {
		return nil, fmt.Errorf("unknown field %q", pruned[0])
	}
	if err, unknown := objectmeta.CoerceWithOptions(nil, value, c.schema, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true}); err != nil {
		return nil, err
	} else if len(unknown) > 0 {
		return nil, fmt.Errorf("unknown field %q", unknown[0])
	}
	if present {
		if err := objectmeta.SetObjectMeta(value, metadata); err != nil {
			return nil, err
		}
	}
	return value, nil
}

func (c *customResource) validate(content *unstructured.Unstructured, request string) field.ErrorList {
	namespace := content.GetNamespace()
	if c.namespaced && namespace == "" {
		namespace = request
		content.SetNamespace(namespace)
	}
	problems := field.ErrorList{}
	if c.namespaced && namespace != request {
		problems = append(problems, field.Invalid(field.NewPath("metadata", "namespace"), namespace, "not that of the request"))
	}
	if !c.namespaced {
		content.SetNamespace("")
	}
	problems = append(problems, metavalidation.ValidateObjectMetaAccessor(content, c.namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))...)
	problems = append(problems, validation.ValidateCustomResource(nil, content.Object, c.validator)...)
	problems = append(problems, objectmeta.Validate(nil, content.Object, c.schema, false)...)
	problems = append(problems, listtype.ValidateListSetsAndMaps(nil, c.schema, content.Object)...)
	if c.cel != nil && len(problems) == 0 {
		violated, _ := c.cel.Validate(context.Background(), nil, c.schema, content.Object, nil, celconfig.RuntimeCELCostBudget)
		problems = append(problems, violated...)
	}
	return problems
}
