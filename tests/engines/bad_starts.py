"""Objects that are not as an engine would have made them: what becomes of them on sync, and of a revoke.

Each scene is a function; it has a tenant of its own, and all of an engine share a cluster and a repository. A scene puts the
cluster into a state, changes Git, syncs, and returns what is wrong: a revoke that did not happen, or one that did and is said
in docs/sync-engines.md not to.
"""

from engine import differences

CONFIG = """apiVersion: tenantry.dev/v1alpha1
kind: Config
cloud: {allow: {aws: ["arn:aws:iam::111122223333:role/{tenant}"]}}
guards: {maxChangedShare: 100}
"""
# An object of somebody's own template that cannot change, nor be replaced; it follows a contributor.
FIXED = """{% for contributor in tenant.contributors if contributor.name in ["before@example.com", "after@example.com"] %}
apiVersion: v1
kind: ConfigMap
metadata: {name: fixed, namespace: {{ tenant.name }}}
immutable: true
data: {who: {{ contributor.name }}}
{% endfor %}
"""
PROFILE = """apiVersion: kubeflow.org/v1
kind: Profile
metadata: {{name: {name}}}
spec:
  owner: {{kind: User, name: owner@{name}.org}}{more}
---
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: {{name: {name}}}
spec:
  lifecycle: {lifecycle}
  contributors: {people}
"""
CLOUD = """
  plugins:
  - kind: AwsIamForServiceAccount
    spec: {{awsIamRole: "arn:aws:iam::111122223333:role/{name}", annotateOnly: true}}"""
ROLE = "eks.amazonaws.com/role-arn"
GATEWAY = "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account"
RBAC = "rbac.authorization.k8s.io"


def user(name):
    return {"kind": "User", "apiGroup": RBAC, "name": name}


def pair(name, person, role):
    """The name of the objects of a contributor."""
    return f"user-{person.replace('@', '-').replace('.', '-')}-clusterrole-{role}"


class Scene:
    """A tenant that a scene is about."""

    def __init__(self, stage, name):
        self.stage, self.cluster, self.engine, self.name = stage, stage.cluster, stage.engine, name
        self.owner = f"owner@{name}.org"
        self.problems = []

    def write(self, people=(), lifecycle="Active", cloud=False, quota=None):
        """Its file; `people` are pairs of a name and a role."""
        more = CLOUD.format(name=self.name) if cloud else ""
        if quota:
            more += f"\n  resourceQuotaSpec: {{hard: {{{quota}}}}}"
        people = "[" + ", ".join(f"{{name: {who}, role: {role}}}" for who, role in people) + "]"
        text = PROFILE.format(name=self.name, more=more, lifecycle=lifecycle, people=people)
        self.engine.write({f"profiles/{self.name}.yaml": text})

    def get(self, kind, name):
        return self.cluster.get(kind, self.name, name)

    def edit(self, manager, kind, name, patch):
        return self.cluster.edit(manager, kind, self.name, name, patch)

    def expect(self, holds, what):
        if not holds:
            self.problems.append(what)

    def may(self, who, verb="get"):
        return self.cluster.may(who, [], self.name, verb, "", "pods")

    def synced(self, outcome):
        """What the engine said of this tenant: how it ended, and with which words."""
        for unit, said in outcome.units.items():
            if unit.endswith(f"-{self.name}"):
                return said
        raise AssertionError(f"{self.name} was not synced: {sorted(outcome.units)}")

    def fails(self, outcome):
        """Whether the engine says of this tenant that something went wrong."""
        return self.synced(outcome)[0] not in ("Succeeded", "Synced", "Ready")

    def known(self, what, stays, said):
        """A revoke that does not happen, as the docs say; and whether the engine tells anybody."""
        self.stage.known[what] = "stays, and it is said" if stays and said else "stays, silently" if stays else "goes"

    def unprunable(self):
        if self.engine.name == "argocd":
            return {"argocd.argoproj.io/sync-options": "Prune=false"}
        return {"kustomize.toolkit.fluxcd.io/prune": "disabled"}

    def unmarked(self):
        if self.engine.name == "argocd":
            return {"annotations": {"argocd.argoproj.io/tracking-id": None}}
        return {"labels": {"kustomize.toolkit.fluxcd.io/name": None}}

    def seen(self, outcome):
        return [one for one in outcome.drifted if f"-{self.name}: " in one]

    def equals_the_tree(self, why):
        tree = {key: thing for key, thing in self.engine.tree().items() if self.name in (key[1], key[2])}
        self.problems += [f"{why}: {one}" for one in differences(self.cluster, tree, [self.name])]


def controllers_made(scene, people, cloud=False, quota=None):
    """What the profile controller (`manager`) and KFAM (`access-management`) made, after tests/conformance/adoption."""
    cluster, name = scene.cluster, scene.name
    spec = {"owner": {"kind": "User", "name": scene.owner}}
    profile = cluster.create({"apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": {"name": name}, "spec": spec}, "kubectl-create")
    owner = [{"apiVersion": "kubeflow.org/v1", "kind": "Profile", "name": name, "uid": profile["metadata"]["uid"],
              "controller": True, "blockOwnerDeletion": True}]

    def make(kind, thing, body, manager="manager", **meta):
        version = {"RoleBinding": f"{RBAC}/v1", "AuthorizationPolicy": "security.istio.io/v1beta1"}.get(kind, "v1")
        meta = {"name": thing, **meta}
        if kind != "Namespace":
            meta["namespace"] = name
        if manager == "manager":
            meta["ownerReferences"] = owner
        cluster.create({"apiVersion": version, "kind": kind, "metadata": meta, **body}, manager)

    make("Namespace", name, {}, annotations={"owner": scene.owner}, labels={"istio-injection": "enabled", "old": "label"})
    annotations = {ROLE: f"arn:aws:iam::111122223333:role/{name}"} if cloud else {}
    for account, role in (("default-editor", "edit"), ("default-viewer", "view")):
        make("ServiceAccount", account, {}, annotations=annotations if role == "edit" else {})
        subject = {"kind": "ServiceAccount", "name": account, "namespace": name}
        make("RoleBinding", account, binding(f"kubeflow-{role}", subject))
    if quota:
        make("ResourceQuota", "kf-resource-quota", {"spec": {"hard": quota}})
    told = {"role": "admin", "user": scene.owner}
    make("RoleBinding", "namespaceAdmin", binding("kubeflow-admin", user(scene.owner)), annotations=told)
    make("AuthorizationPolicy", "ns-owner-access-istio", policy(scene.owner), annotations=told)
    for who, role in people:
        told = {"role": role, "user": who}
        thing = pair(name, who, role)
        make("RoleBinding", thing, binding(f"kubeflow-{role}", user(who)), "access-management", annotations=told)
        make("AuthorizationPolicy", thing, policy(who), "access-management", annotations=told)


def binding(role, *subjects):
    return {"roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role}, "subjects": list(subjects)}


def rule(who):
    return {"from": [{"source": {"principals": [GATEWAY]}}], "when": [{"key": "request.headers[kubeflow-userid]", "values": [who]}]}


def policy(who):
    return {"spec": {"rules": [rule(who)]}}


class Stage:
    """All scenes at once: each goes on to where it wants a sync, then Git is rendered and synced once for all."""

    def __init__(self, cluster, engine, scenes):
        self.cluster, self.engine = cluster, engine
        self.known, self.syncs = {}, 0
        engine.write({"tenantry.yaml": engine.config(CONFIG), "templates/tenant/fixed.yaml.j2": FIXED})
        self.scenes = {}
        for index, scene in enumerate(scenes):
            self.scenes[scene.__name__] = Scene(self, f"scene-{index}")
        self.running = {scene.__name__: scene(self.scenes[scene.__name__]) for scene in scenes}

    def play(self):
        outcome = None
        while self.running:
            for name, scene in list(self.running.items()):
                try:
                    scene.send(outcome)
                except StopIteration:
                    del self.running[name]
            if self.running:
                self.engine.render(f"sync {self.syncs}")
                outcome = self.engine.sync()
                self.syncs += 1
        return [f"{name}: {one}" for name, scene in self.scenes.items() for one in scene.problems]
