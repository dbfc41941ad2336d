#!/usr/bin/env python3
"""What a platform team writes for itself: Profile and Tenant files in, a kustomize tree out.

    render.py PROFILES RENDERED

Templates by Jinja2, YAML by PyYAML (with libyaml where it is there). It makes the objects of the Kubeflow
controllers at the default settings; it checks little, and has no notion of stale files or of quantities' spelling.
"""

import re
import sys
from pathlib import Path

import jinja2
import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = ["namespace", "service-accounts", "role-bindings", "authorization-policies", "resource-quota"]
SETTINGS = {
    "header": "kubeflow-userid",
    "prefix": "",
    "gateway": "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
    "pipelines_ui": "cluster.local/ns/kubeflow/sa/ml-pipeline-ui",
    "notebook_controller": "cluster.local/ns/kubeflow/sa/notebook-controller-service-account",
    "namespace_labels": {
        "app.kubernetes.io/part-of": "kubeflow-profile",
        "istio-injection": "enabled",
        "katib.kubeflow.org/metrics-collector-injection": "enabled",
        "pipelines.kubeflow.org/enabled": "true",
        "serving.kubeflow.org/inferenceservice": "enabled",
    },
}
ANNOTATIONS = {
    "WorkloadIdentity": ("iam.gke.io/gcp-service-account", "gcpServiceAccount"),
    "AwsIamForServiceAccount": ("eks.amazonaws.com/role-arn", "awsIamRole"),
}


def collapse(text):
    return re.sub(r"[^a-zA-Z0-9]+", "-", text)


def kfam_name(user, role):
    return collapse(f"user-{collapse(user)}-clusterrole-{role}".lower())


def load(folder):
    """All Profiles by name, and the contributors of those that have some."""
    profiles, contributors = {}, {}
    for path in sorted(folder.rglob("*.y*ml")):
        for document in yaml.load_all(path.read_bytes(), Loader=Loader):
            if document is None:
                continue
            name, kind = document["metadata"]["name"], document["kind"]
            if kind == "Profile":
                if name in profiles:
                    sys.exit(f"{path}: a second Profile {name}")
                profiles[name] = document["spec"]
            elif kind == "Tenant":
                contributors[name] = document["spec"].get("contributors") or []
            else:
                sys.exit(f"{path}: unknown kind {kind}")
    if orphans := contributors.keys() - profiles.keys():
        sys.exit(f"Tenant without a Profile: {', '.join(sorted(orphans))}")
    return profiles, contributors


def context(name, spec, people):
    """What the templates of one tenant see."""
    owner = dict(spec["owner"])
    if owner["kind"] in ("User", "Group"):
        owner["apiGroup"] = "rbac.authorization.k8s.io"
    quota = dict(spec.get("resourceQuotaSpec") or {})
    hard = quota.get("hard") or {}
    quota["hard"] = {key: str(value) for key, value in hard.items() if value is not None}
    annotations = {}
    for plugin in spec.get("plugins") or []:
        key, field = ANNOTATIONS[plugin["kind"]]
        annotations[key] = plugin["spec"][field]
    people = sorted(({**p, "object": kfam_name(p["name"], p["role"])} for p in people), key=lambda p: p["object"])
    return {"name": name, "owner": owner, "quota": quota, "annotations": annotations, "contributors": people}


def write_list(folder, resources):
    head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
    (folder / "kustomization.yaml").write_text(head + "".join(f"- {name}\n" for name in sorted(resources)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    blocks = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    engine = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, **blocks)
    engine.globals.update(SETTINGS)
    templates = {f"{name}.yaml": engine.get_template(f"{name}.yaml.j2") for name in FILES}

    profiles, contributors = load(Path(sys.argv[1]))
    tenants = Path(sys.argv[2]) / "tenants"
    tenants.mkdir(parents=True, exist_ok=True)
    for name, spec in profiles.items():
        folder = tenants / name
        folder.mkdir(exist_ok=True)
        seen = context(name, spec, contributors.get(name, []))
        written = []
        for file, template in templates.items():
            text = template.render(seen)
            if text.strip():
                (folder / file).write_text(text, encoding="utf-8")
                written.append(file)
        write_list(folder, written)
    write_list(tenants, profiles)


if __name__ == "__main__":
    main()
