#!/usr/bin/env python3
"""Write the profile files of N believable tenants: generate.py N FOLDER

The same number gives the same bytes on every machine, and the first 1,000 of 10,000 tenants are the 1,000.
Each makes at least nine objects: seven that every tenant has, and two for each of one to five contributors; nine in
ten have a quota, one in three has a cloud identity.
"""

import hashlib
import sys
from pathlib import Path

TEAMS = "vision speech nlp ranking fraud pricing search maps ads risk forecast genomics robotics climate".split()
WORK = "training serving labeling features research batch notebooks evaluation".split()
FIRST = "alice bao carol deepak elif femi greta hiro ines jonas kofi lucia marek nadia oskar priya".split()
LAST = "moreau nguyen jensen rao kaya adeyemi olsen tanaka ferreira weber mensah romano dvorak haddad".split()
# (cpu, memory, GPUs): canonical as they stand
SIZES = [("4", "16Gi", None), ("16", "64Gi", "2"), ("32", "256Gi", "8"), ("2500m", "6Gi", None), ("96", "1Ti", "16")]


def number(tenant, what, below):
    """A number in 0..below that depends on nothing but its arguments."""
    return int.from_bytes(hashlib.sha256(f"{tenant}/{what}".encode()).digest()[:8], "big") % below


def person(tenant, what):
    first, last = FIRST[number(tenant, what + "/first", len(FIRST))], LAST[number(tenant, what + "/last", len(LAST))]
    return f"{first}.{last}{number(tenant, what, 1000)}@example.com"


def quota(tenant):
    if number(tenant, "quota", 10) == 0:
        return ""
    cpu, memory, gpus = SIZES[number(tenant, "size", len(SIZES))]
    text = f'  resourceQuotaSpec:\n    hard:\n      cpu: "{cpu}"\n      memory: {memory}\n'
    return text + (f'      requests.nvidia.com/gpu: "{gpus}"\n' if gpus else "")


def plugins(tenant, name):
    match number(tenant, "plugin", 6):
        case 0:
            spec = f"gcpServiceAccount: nb-{tenant:05}@example-ml-prod.iam.gserviceaccount.com\n      annotateOnly: true"
            return f"  plugins:\n  - kind: WorkloadIdentity\n    spec:\n      {spec}\n"
        case 1:
            spec = f"awsIamRole: arn:aws:iam::111122223333:role/ml/{name}\n      annotateOnly: true"
            return f"  plugins:\n  - kind: AwsIamForServiceAccount\n    spec:\n      {spec}\n"
    return ""


def contributors(tenant):
    lines = {}
    for place in range(1 + number(tenant, "contributors", 5)):
        role = ("edit", "edit", "view", "admin")[number(tenant, f"role{place}", 4)]
        lines[person(tenant, f"contributor{place}")] = role
    return "".join(f"  - {{name: {name}, role: {role}}}\n" for name, role in lines.items())


def profile(tenant):
    """The name and the text of one tenant's file."""
    name = f"{TEAMS[number(tenant, 'team', len(TEAMS))]}-{WORK[number(tenant, 'work', len(WORK))]}-{tenant:05}"
    text = (
        f"apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec:\n"
        f"  owner:\n    kind: User\n    name: {person(tenant, 'owner')}\n{quota(tenant)}{plugins(tenant, name)}"
        f"---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n"
        f"  contributors:\n{contributors(tenant)}"
    )
    return name, text


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for tenant in range(int(sys.argv[1])):
        name, text = profile(tenant)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
