"""The example from nothing, and the life of a tenant step by step, synced by an engine."""

import os

from engine import differences

# A role's mark: what it may do, and no lesser role.
MARKS = {
    "kubeflow-view": [("get", "", "pods")],
    "kubeflow-edit": [("get", "", "pods"), ("create", "", "pods")],
    "kubeflow-admin": [("get", "", "pods"), ("create", "", "pods"), ("create", "rbac.authorization.k8s.io", "rolebindings")],
}
ALL_MARKS = MARKS["kubeflow-admin"]
WORK = "somebodys-work"


def access(tree):
    """Who may do what where, by the RoleBindings of a tree: (user, groups, namespace) to marks."""
    found = {}
    for (kind, namespace, _), thing in tree.items():
        if kind != "RoleBinding":
            continue
        for subject in thing["subjects"]:
            if subject["kind"] == "User":
                who = (subject["name"], ())
            elif subject["kind"] == "Group":
                who = ("somebody@example.com", (subject["name"],))
            else:
                who = (f"system:serviceaccount:{subject['namespace']}:{subject['name']}", ())
            found.setdefault((*who, namespace), set()).update(MARKS[thing["roleRef"]["name"]])
    return found


class Life:
    """What is counted while an engine syncs one tree after the other, and what must hold after each."""

    def __init__(self, cluster, engine):
        self.cluster, self.engine = cluster, engine
        self.ever, self.before, self.works = set(), {}, {}
        self.problems = []
        self.tally = dict(syncs=0, objects=0, changes=0, questions=0, revoked=0, looks=0, namespaces=0)

    def sync(self, step):
        """Syncs, and looks at everything afterwards."""
        outcome, tree = self.engine.sync(), self.engine.tree()
        for unit, (phase, message) in outcome.failures().items():
            # The Application of a tenant that has left stays until a person deletes it, and touches nothing.
            if phase == "ComparisonError" and unit in self.gone(tree):
                continue
            self.problems.append(f"{step}: {unit}: {phase}: {message}")
        namespaces = {key[2] for key in tree if key[0] == "Namespace"} | set(self.works)
        self.problems += [f"{step}: {one}" for one in differences(self.cluster, tree, namespaces) if not self.left(one, tree)]
        self.no_drift(step)
        self.everybody_may(step, access(tree))
        self.no_namespace_is_lost(step, tree)
        self.tally["syncs"] += 1
        self.tally["objects"] += len(tree)
        self.tally["changes"] += len(outcome.changes)
        return outcome

    @staticmethod
    def left(difference, tree):
        """A Namespace that has left the tree stays until a person deletes it, with what the tenant's last tree had."""
        names = {key[2] for key in tree if key[0] == "Namespace"}
        return difference.endswith(": not in the tree") and not any(f"'{name}'" in difference for name in names)

    def no_drift(self, step):
        """A second look, and for Flux, which looks while it applies, a second sync."""
        self.problems += [f"{step}: drift: {one}" for one in self.engine.diff().drifted]
        again = self.engine.sync()
        self.problems += [f"{step}: changed again: {one}" for one in again.changes]
        self.tally["looks"] += 2

    def gone(self, tree):
        return {f"tenants-{name}" for name in self.works if ("Namespace", "", name) not in tree}

    def everybody_may(self, step, now):
        """Everybody who ever had a way in is asked for everywhere that anybody had."""
        self.ever |= set(now)
        for who in sorted(self.ever):
            user, groups, namespace = who
            if self.cluster.get("Namespace", None, namespace) is None:
                continue
            may = {mark for mark in ALL_MARKS if self.cluster.may(user, list(groups), namespace, *mark)}
            self.tally["questions"] += len(ALL_MARKS)
            wanted = now.get(who, set())
            if may != wanted:
                self.problems.append(f"{step}: {who} may {sorted(may)}, not {sorted(wanted)}")
            elif self.before.get(who, set()) - may:
                self.tally["revoked"] += 1
        self.before = now

    def no_namespace_is_lost(self, step, tree):
        for kind, _, namespace in tree:
            if kind == "Namespace" and namespace not in self.works:
                work = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": WORK, "namespace": namespace}}
                self.works[namespace] = self.cluster.create(work, "somebody")["metadata"]["uid"]
        for namespace, uid in self.works.items():
            found = self.cluster.get("ConfigMap", namespace, WORK)
            if found is None or found["metadata"]["uid"] != uid:
                self.problems.append(f"{step}: {namespace} is lost, or was")
        self.tally["namespaces"] = max(self.tally["namespaces"], len(self.works))

    def person_deletes(self, namespace):
        """What docs/sync-engines.md says: only a Namespace that was retired and has left the tree."""
        live = self.cluster.get("Namespace", None, namespace)
        assert live["metadata"]["annotations"]["tenantry.dev/lifecycle"] == "Retired", namespace
        self.engine.forget(namespace)
        self.cluster.delete("Namespace", None, namespace)
        self.cluster.wait_until_gone("Namespace", None, namespace)
        del self.works[namespace]
        self.ever = {who for who in self.ever if who[2] != namespace}
        self.before = {who: marks for who, marks in self.before.items() if who[2] != namespace}


def example(cluster, engine, repository):
    """The example of this repository, from nothing."""
    life = Life(cluster, engine)
    engine.take(repository)
    engine.render("The example")
    life.sync("the example")
    # Somebody changes and deletes by hand; the next look sees it, and the next sync mends it.
    cluster.edit("somebody", "RoleBinding", "team-vision", "default-viewer", {"subjects": [
        {"kind": "User", "name": "mallory@example.com", "apiGroup": "rbac.authorization.k8s.io"}]})
    cluster.delete("AuthorizationPolicy", "team-nlp", "ns-owner-access-istio")
    seen = len(engine.diff().drifted)
    if seen != 2:
        life.problems.append(f"the example: {seen} of 2 edits by hand are seen")
    life.sync("the example, healed")
    return life


def whole(cluster, engine, steps):
    """The life of a tenant."""
    life = Life(cluster, engine)
    for step in sorted(os.listdir(steps)):
        tree = set(life.works)
        inputs = os.path.join(steps, step)
        if not os.path.isdir(inputs):
            continue
        engine.take(inputs)
        names = {name.removesuffix(".yaml") for name in os.listdir(os.path.join(engine.top, "profiles"))}
        for gone in sorted(tree - getattr(life, "names", names)):
            life.person_deletes(gone)
        life.names = names
        engine.render(step)
        life.sync(step)
        life.tally["steps"] = life.tally.get("steps", 0) + 1
    return life
