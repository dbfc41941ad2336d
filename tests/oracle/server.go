package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	podsecurity "k8s.io/pod-security-admission/api"
)

// What decides on the objects of one kind.
type strategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

// A kind that is built into the server.
type builtIn struct {
	external schema.GroupVersion
	internal schema.GroupVersion
	strategy strategy
}

type server struct {
	builtIn map[schema.GroupVersionKind]builtIn
	custom  map[schema.GroupVersionKind]*customResource
}

func newServer(istio string) (*server, error) {
	v1 := schema.GroupVersion{Version: "v1"}
	rbac := schema.GroupVersion{Group: "rbac.authorization.k8s.io", Version: "v1"}
	internal := func(version schema.GroupVersion) schema.GroupVersion {
		return schema.GroupVersion{Group: version.Group, Version: runtime.APIVersionInternal}
	}
	kinds := map[schema.GroupVersionKind]builtIn{}
	add := func(version schema.GroupVersion, kind string, strategy strategy) {
		kinds[version.WithKind(kind)] = builtIn{version, internal(version), strategy}
	}
	add(v1, "Namespace", namespace.Strategy)
	add(v1, "ResourceQuota", resourcequota.Strategy)
	add(v1, "ServiceAccount", serviceaccount.Strategy)
	add(rbac, "RoleBinding", rolebinding.Strategy)
	add(rbac, "Role", role.Strategy)
	custom, err := customResources(istio)
	return &server{kinds, custom}, err
}

func (s *server) answerLine(line []byte) answer {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Message: "no question: " + err.Error()}
	}
	return s.answer(asked)
}

func (s *server) answer(asked question) answer {
	canonical, err := s.put(asked)
	if err != nil {
		return answer{Message: err.Error()}
	}
	return answer{Accepted: true, Canonical: canonical}
}

// put creates the object, or replaces the old one by it.
func (s *server) put(asked question) (map[string]any, error) {
	kind, err := kindOf(asked.Object)
	if err != nil {
		return nil, err
	}
	if custom, ok := s.custom[kind]; ok {
		return custom.create(asked.Object, asked.Namespace)
	}
	known, ok := s.builtIn[kind]
	if !ok {
		return nil, fmt.Errorf("no kind %q is registered for version %q", kind.Kind, kind.GroupVersion())
	}
	created, err := known.create(first(asked.Old, asked.Object), asked.Namespace)
	if err != nil {
		return nil, err
	}
	if asked.Old != nil {
		created, err = known.update(created, asked.Object, asked.Namespace)
		if err != nil {
			return nil, err
		}
	}
	return known.stored(created)
}

func first(old, object json.RawMessage) json.RawMessage {
	if old != nil {
		return old
	}
	return object
}

func kindOf(object json.RawMessage) (schema.GroupVersionKind, error) {
	var meta metav1.TypeMeta
	if err := json.Unmarshal(object, &meta); err != nil {
		return schema.GroupVersionKind{}, err
	}
	return schema.FromAPIVersionAndKind(meta.APIVersion, meta.Kind), nil
}

func (b builtIn) create(object json.RawMessage, namespace string) (runtime.Object, error) {
	decoded, err := b.decode(object)
	if err != nil {
		return nil, err
	}
	metadata, err := meta.Accessor(decoded)
	if err != nil {
		return nil, err
	}
	fill(metadata, b.strategy)
	if err := rest.BeforeCreate(b.strategy, b.context(namespace), decoded); err != nil {
		return nil, err
	}
	return decoded, admit(decoded)
}

// fill does what every creation begins with: system fields, and a name where only its beginning is given.
func fill(metadata metav1.Object, names names.NameGenerator) {
	rest.FillObjectMetaSystemFields(metadata)
	if metadata.GetGenerateName() != "" && metadata.GetName() == "" {
		metadata.SetName(names.GenerateName(metadata.GetGenerateName()))
	}
}

func (b builtIn) update(old runtime.Object, object json.RawMessage, namespace string) (runtime.Object, error) {
	decoded, err := b.decode(object)
	if err != nil {
		return nil, err
	}
	if err := rest.BeforeUpdate(b.strategy, b.context(namespace), decoded, old); err != nil {
		return nil, err
	}
	return decoded, admit(decoded)
}

func (b builtIn) context(namespace string) context.Context {
	if !b.strategy.NamespaceScoped() {
		namespace = metav1.NamespaceNone
	}
	asked := &request.RequestInfo{APIGroup: b.external.Group, APIVersion: b.external.Version, Namespace: namespace}
	return request.WithRequestInfo(request.WithNamespace(request.NewContext(), namespace), asked)
}

// decode reads strictly, with defaults, into the server's internal form.
func (b builtIn) decode(object json.RawMessage) (runtime.Object, error) {
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	decoded, _, err := legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, b.internal).Decode(object, nil, nil)
	return decoded, err
}

// stored is the object after a trip through storage, without what the server makes up.
func (b builtIn) stored(object runtime.Object) (map[string]any, error) {
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	encoder := legacyscheme.Codecs.EncoderForVersion(info.Serializer, b.external)
	for range 2 {
		var written bytes.Buffer
		if err := encoder.Encode(object, &written); err != nil {
			return nil, err
		}
		decoder := legacyscheme.Codecs.DecoderToVersion(info.Serializer, b.internal)
		read, _, err := decoder.Decode(written.Bytes(), nil, nil)
		if err != nil {
			return nil, err
		}
		object = read
	}
	var written bytes.Buffer
	if err := encoder.Encode(object, &written); err != nil {
		return nil, err
	}
	return shown(written.Bytes())
}

// shown leaves out what differs from one creation to the next.
func shown(object []byte) (map[string]any, error) {
	var value map[string]any
	if err := json.Unmarshal(object, &value); err != nil {
		return nil, err
	}
	if metadata, ok := value["metadata"].(map[string]any); ok {
		for _, key := range []string{"uid", "creationTimestamp", "managedFields", "resourceVersion", "generation"} {
			delete(metadata, key)
		}
	}
	return value, nil
}

// admit is what the admission plugin PodSecurity says of a Namespace.
func admit(object runtime.Object) error {
	namespace, ok := object.(*core.Namespace)
	if !ok {
		return nil
	}
	_, problems := podsecurity.PolicyToEvaluate(namespace.Labels, podsecurity.Policy{})
	return problems.ToAggregate()
}
