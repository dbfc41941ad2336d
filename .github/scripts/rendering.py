"""Rendered files for those who have no binary: a commit upon their branch, or a pull request after a fork's was merged."""

import os
import shutil
import tempfile

from repository import Repository, checked_sha, literal, say, tenantry
from settings import api, base_of, number, output, repository, setting

AUTHOR = {"NAME": "github-actions[bot]", "EMAIL": "41898282+github-actions[bot]@users.noreply.github.com"}


def render():
    """Commits the rendered files to a pull request's branch, for those who have no binary; prints nothing else to it."""
    repo, head = repository(), checked_sha(setting("TENANTRY_HEAD"), "the head")
    base = base_of(repo)
    repo.fetch(head, f"refs/pull/{number()}/head")
    output("head", head)
    code, _, errors = tenantry(setting("TENANTRY_BINARY"), repo.top, "check", "--base", base, "--head", head)
    if code != 1:
        print(f"nothing to render: tenantry check ended with {code}", flush=True)
        say(errors)
        return 0
    made = rendered(repo, base, head)
    if made is None:
        return 0
    done = repo.run("push", "--quiet", "origin", f"{made}:refs/heads/{setting('TENANTRY_BRANCH')}", login=True)
    if done.returncode != 0:
        say(done.stderr.decode(errors="replace"))
        print("not pushed: the branch has moved on, or takes no commit from here", flush=True)
        return 0
    print(f"pushed {made}", flush=True)
    output("head", made)
    return 0


# The branch and the words of the pull request with what forks have left to the merge.
BRANCH = "tenantry/rendered"
TITLE = "Render what has been merged without its rendered files"
BODY = "The inputs of the main branch have moved on from its rendered tree. This is `tenantry render`; nothing is edited by hand."


def merged():
    """The number and the commit of the pull request that brings the main branch's tree up to date; None where it is."""
    repo = repository()
    base = base_of(repo)
    code, _, errors = tenantry(setting("TENANTRY_BINARY"), repo.top, "check", "--base", base, "--head", base)
    if code != 1:
        print(f"nothing to render: tenantry check ended with {code}", flush=True)
        say(errors)
        return None
    made = rendered(repo, base, base)
    if made is None:
        return None
    repo.git("push", "--quiet", "--force", "origin", f"{made}:refs/heads/{BRANCH}", login=True)
    return api().pull_request(BRANCH, setting("TENANTRY_BRANCH"), TITLE, BODY), made


def rendered(repo, base, head):
    """A commit upon the head with what tenantry makes of its inputs; None where it makes none.

    The head's files are laid out as data: links as plain files, no filter, no hook. Only the binary reads them, and only
    what lies in the rendered folder goes into the commit.
    """
    scratch = tempfile.mkdtemp()
    tree = os.path.join(scratch, "head")
    try:
        repo.git("-c", "core.symlinks=false", "worktree", "add", "--quiet", "--detach", tree, head)
        code, text, errors = tenantry(setting("TENANTRY_BINARY"), tree, "render", "--base", base)
        say(text + errors)
        if code != 0:
            print(f"not rendered: tenantry render ended with {code}", flush=True)
            return None
        return committed(Repository(tree), head)
    finally:
        repo.run("worktree", "remove", "--force", tree)
        shutil.rmtree(scratch, ignore_errors=True)


def committed(work, head):
    """The commit, made of git's parts, so that nothing of the tree has a say in it."""
    work.git("add", "--all", "--force", "--", *literal([setting("TENANTRY_RENDERED")]))
    tree = work.git("write-tree").strip()
    if tree == work.git("rev-parse", f"{head}^{{tree}}").strip():
        print("nothing to commit", flush=True)
        return None
    names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in AUTHOR.items()}
    return checked_sha(work.git("commit-tree", "-p", head, "-m", "tenantry render", tree, add=names).strip(), "the commit")
