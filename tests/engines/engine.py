"""A repository that an engine syncs: trees by the binary, Argo CD's or Flux's code as a program, and the same words for both."""

import json
import os
import re
import shutil
import subprocess
import tempfile

from cluster import TENANTS_KINDS

REPOSITORY = "https://github.com/example/tenants.git"
GITOPS = {
    "argocd": f"gitOps: {{engine: argocd, bootstrap: {{repository: {REPOSITORY}, kinds: [{{group: '', kind: ConfigMap}}]}}}}",
    "flux": "gitOps: {engine: flux, bootstrap: {}}",
}
# What engines write into objects to know them again.
MARKS = {
    "annotations": ("argocd.argoproj.io/tracking-id",),
    "labels": ("kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"),
}


def objects_key(thing):
    meta = thing["metadata"]
    return thing["kind"], meta.get("namespace", ""), meta["name"]


class Outcome:
    """What a look or a sync came to, in one form for both engines."""

    def __init__(self, answer):
        if answer.get("error"):
            raise SystemExit(f"error: {answer['error']}")
        self.units, self.drifted = {}, []
        # (unit, what, object)
        self.changes = []
        for app in answer.get("applications") or []:
            self.units[app["name"]] = (app["phase"], app.get("message", ""))
            self.drift(app["name"], app.get("outOfSync") or [])
            self.changes += [(app["name"], r["status"], r["object"], r["message"]) for r in app.get("results") or []]
        for one in answer.get("kustomizations") or []:
            self.units[one["name"]] = (one["phase"], one.get("message", ""))
            changed = {thing: what for thing, what in (one.get("changes") or {}).items() if what != "unchanged"}
            self.drift(one["name"], [f"{what} {thing}" for thing, what in changed.items()])
            self.changes += [(one["name"], what, thing, "") for thing, what in changed.items()]

    def drift(self, unit, things):
        self.drifted += [f"{unit}: {thing}" for thing in things]

    def failures(self):
        fine = ("Succeeded", "Synced", "OutOfSync", "Ready")
        return {unit: said for unit, said in self.units.items() if said[0] not in fine}


class Engine:
    """One of the two, with a repository of its own."""

    def __init__(self, name, program, cluster, binary, *arguments):
        self.name, self.binary = name, binary
        self.folder = tempfile.TemporaryDirectory()
        self.top = os.path.realpath(self.folder.name)
        command = [program, "--kubeconfig", cluster.kubeconfig, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.revision = 0
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Nothing yet")

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.folder.cleanup()

    def git(self, *arguments):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=self.top, check=True)

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        self.revision += 1

    def config(self, text):
        """A config with this engine in the place of another."""
        return re.sub(r"(?ms)^gitOps:.*?(?=^\S|\Z)", "", text).rstrip() + "\n" + GITOPS[self.name] + "\n"

    def take(self, inputs):
        """The inputs of a folder in the place of those that are here."""
        for part in ("profiles", "templates"):
            shutil.rmtree(os.path.join(self.top, part), ignore_errors=True)
            if os.path.isdir(os.path.join(inputs, part)):
                shutil.copytree(os.path.join(inputs, part), os.path.join(self.top, part))
        with open(os.path.join(inputs, "tenantry.yaml"), encoding="utf-8") as file:
            self.write({"tenantry.yaml": self.config(file.read())})

    def write(self, files):
        """Texts by path; none removes."""
        for path, text in files.items():
            full = os.path.join(self.top, path)
            if text is None:
                os.remove(full)
                continue
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)

    def render(self, message, *arguments):
        run = subprocess.run([self.binary, "render", "--quiet", *arguments], cwd=self.top, capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(f"error: {message}: render ends with {run.returncode}\n{run.stdout}{run.stderr}")
        self.commit(message)

    def ask(self, verb, **more):
        asked = {"do": verb, "root": self.top, **more}
        if self.name == "argocd":
            asked["revision"] = str(self.revision)
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def sync(self):
        return Outcome(self.ask("sync"))

    def diff(self):
        return Outcome(self.ask("diff"))

    def tree(self):
        """What kustomize builds of all tenants' folders, by kind, namespace and name."""
        answer = self.ask("objects")
        if answer.get("error"):
            raise SystemExit(f"error: {answer['error']}")
        return {objects_key(thing): thing for thing in answer.get("objects") or []}

    def forget(self, tenant):
        """A person deletes what told the engine of a tenant that is gone."""
        if self.name == "argocd":
            self.ask("forget", name=f"tenants-{tenant}")


def stored(thing):
    """A live object without what the server and engines put into every one."""
    thing = json.loads(json.dumps(thing))
    meta = thing["metadata"]
    for key in ("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation"):
        meta.pop(key, None)
    for part, keys in MARKS.items():
        for key in keys:
            meta.get(part, {}).pop(key, None)
        if not meta.get(part, True):
            del meta[part]
    thing.pop("status", None)
    if thing["kind"] == "Namespace":
        thing.pop("spec", None)
        meta["labels"].pop("kubernetes.io/metadata.name")
    if thing["kind"] == "AuthorizationPolicy":
        thing["apiVersion"] = "security.istio.io/v1"
    return thing


def wanted(thing):
    """An object of the tree as the server gives it back."""
    if thing["kind"] == "AuthorizationPolicy":
        thing = dict(thing, apiVersion="security.istio.io/v1")
    return thing


def differences(cluster, tree, namespaces):
    """How the server differs from the tree, both ways."""
    live = {}
    for namespace in namespaces:
        if (found := cluster.get("Namespace", None, namespace)) is not None:
            live[objects_key(found)] = found
        for kind in TENANTS_KINDS:
            live |= {objects_key(thing): thing for thing in cluster.list(kind, namespace)}
    found = []
    for key, thing in tree.items():
        got = stored(live.pop(key)) if key in live else None
        if got != wanted(thing):
            found.append(f"{key}: the tree has\n    {json.dumps(wanted(thing))}\n  the server\n    {json.dumps(got)}")
    return found + [f"{key}: not in the tree" for key in live]
