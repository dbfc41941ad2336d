"""The inputs of the scenes: tenants in an older and a newer version, as tests/it/survival/profiles.rs has them."""

OWNERSHIP = '# Rendered by tenantry. Do not edit: change the input or the template, then run "tenantry render".\n'
CONFIG = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nguards: {maxChangedShare: 100}\n"
ARGO_CD = CONFIG + "gitOps: {engine: argocd, bootstrap: {repository: https://github.com/example/tenants.git}}\n"
FLUX = CONFIG + "gitOps: {engine: flux, bootstrap: {}}\n"
ROLES = ("edit", "view", "admin")


def profile(name, owner, contributors, cpu, more=""):
    """A Profile, and in a second document what it cannot say itself."""
    text = (
        f"apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec:\n  owner:\n    kind: User\n"
        f"    name: {owner}@example.com\n"
    )
    if cpu is not None:
        text += f"  resourceQuotaSpec:\n    hard:\n      cpu: {cpu}\n"
    if contributors or more:
        text += f"---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n{more}"
    if contributors:
        text += "  contributors:\n"
        for index in range(contributors):
            text += f"  - {{name: person-{index}@example.com, role: {ROLES[index % 3]}}}\n"
    return text


def old(count):
    """So many tenants, each with a quota."""
    return {f"profiles/team-{index:03}.yaml": profile(f"team-{index:03}", "first-owner", 2, 8) for index in range(count)}


def new(count):
    """What differs in the newer version: every second tenant has another owner and one contributor more, every fourth of them
    lost its quota and with it a file, and there is a new tenant for every fifth."""
    files = {}
    for index in range(0, count, 2):
        name = f"team-{index:03}"
        files[f"profiles/{name}.yaml"] = profile(name, "second-owner", 3, 9 if index % 4 else None)
    for index in range(0, count, 5):
        name = f"newcomer-{index:03}"
        files[f"profiles/{name}.yaml"] = profile(name, "third-owner", 1, 1)
    return files
