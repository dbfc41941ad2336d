"""A control plane for the tests of engines, and what is asked of it over plain HTTP on loopback. Python's standard library alone."""

import http.client
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.parse

SERVED = {
    "Namespace": ("v1", "namespaces"),
    "ServiceAccount": ("v1", "serviceaccounts"),
    "ResourceQuota": ("v1", "resourcequotas"),
    "ConfigMap": ("v1", "configmaps"),
    "LimitRange": ("v1", "limitranges"),
    "Role": ("rbac.authorization.k8s.io/v1", "roles"),
    "RoleBinding": ("rbac.authorization.k8s.io/v1", "rolebindings"),
    "AuthorizationPolicy": ("security.istio.io/v1", "authorizationpolicies"),
    "Profile": ("kubeflow.org/v1", "profiles"),
}
CLUSTER_SCOPED = ("Namespace", "Profile")
# Kinds that a tenant's objects are of.
TENANTS_KINDS = ("ServiceAccount", "ResourceQuota", "LimitRange", "Role", "RoleBinding", "AuthorizationPolicy")


class Refused(Exception):
    """What the server would not do."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body.get('message')}")
        self.status = status


class Cluster:
    """A control plane that ends with this object."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        self.kubeconfig = os.path.join(self.folder.name, "kubeconfig")
        command = [program, "-kubeconfig", self.kubeconfig]
        log = os.path.join(self.folder.name, "log")
        with open(log, "w", encoding="utf-8") as file:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file, text=True)
        if self.process.stdout.readline() != "ready\n":
            with open(log, encoding="utf-8") as file:
                raise SystemExit(f"error: the control plane did not begin:\n{file.read()[-4000:]}")
        with open(self.kubeconfig, encoding="utf-8") as file:
            text = file.read()
        self.token = re.search(r"token: (\S+)", text)[1]
        self.address = urllib.parse.urlparse(re.search(r"server: (http://\S+)", text)[1]).netloc
        self.connection = http.client.HTTPConnection(self.address, timeout=60)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.folder.cleanup()

    def ask(self, method, path, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        text = None if body is None else json.dumps(body)
        try:
            self.connection.request(method, path, text, headers)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, text, headers)
            answer = self.connection.getresponse()
        found = json.loads(answer.read())
        if answer.status >= 300:
            raise Refused(answer.status, found)
        return found

    @staticmethod
    def path(kind, namespace, name=None, version=None):
        served, plural = SERVED[kind]
        version = version or served
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        inside = f"/namespaces/{namespace}" if namespace and kind not in CLUSTER_SCOPED else ""
        return root + inside + "/" + plural + (f"/{urllib.parse.quote(name)}" if name else "")

    def get(self, kind, namespace, name):
        try:
            return self.ask("GET", self.path(kind, namespace, name))
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def list(self, kind, namespace):
        return [dict(item, kind=kind, apiVersion=SERVED[kind][0]) for item in self.ask("GET", self.path(kind, namespace))["items"]]

    def create(self, thing, manager):
        """As a program of that name makes it."""
        meta = thing["metadata"]
        path = self.path(thing["kind"], meta.get("namespace"), version=thing["apiVersion"])
        return self.ask("POST", f"{path}?fieldManager={manager}", thing)

    def edit(self, manager, kind, namespace, name, patch):
        """As a program of that name changes it: a merge patch, lists as wholes."""
        path = self.path(kind, namespace, name) + f"?fieldManager={manager}"
        return self.ask("PATCH", path, patch, "application/merge-patch+json")

    def delete(self, kind, namespace, name):
        return self.ask("DELETE", self.path(kind, namespace, name))

    def wait_until_gone(self, kind, namespace, name):
        end = time.monotonic() + 60
        while self.get(kind, namespace, name) is not None:
            if time.monotonic() > end:
                raise SystemExit(f"error: {kind} {namespace}/{name} does not go")
            time.sleep(0.05)

    def may(self, user, groups, namespace, verb, group, resource):
        attributes = {"namespace": namespace, "verb": verb, "group": group, "resource": resource}
        spec = {"user": user, "groups": groups, "resourceAttributes": attributes}
        review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec}
        return self.ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)["status"]["allowed"]
