"""Repositories one version behind their inputs, a command for each, and what must hold of them whatever happens to a run.

A scene knows two states of what its command may write (`old`, `new`), and that nothing else may change: not the rest of the
repository, and not the canaries beside it. The checks stand here and nowhere else.
"""

import os
import re
import shutil
import subprocess

import inputs
import trees

# The tenants of the older version; run.py takes fewer for its short form.
TENANTS = 6
# Seconds after which a run hangs; one takes some hundredths, but the machine may have much else to do.
LONGEST = 300
# What no run may touch; the second looks as if it were ours, so that only its place can be the reason to leave it alone.
CANARIES = {"canary/file.yaml": "nobody writes here\n", "canary/folder/namespace.yaml": inputs.OWNERSHIP + "kind: Namespace\n"}
GIT = {
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "1700000000 +0000",
    "GIT_COMMITTER_DATE": "1700000000 +0000", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
}
# As in CI: nothing of the environment shows in what is said.
ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": "/nonexistent", **GIT}


# Of what lies around the repository or has no name any path will do, or that Git or standard output is meant.
NAMES_A_PATH = re.compile(r"[\w.-]/[\w.-]|/\.git|open \.:|\.yaml|rendered|profiles|plan\.json|standard output|error\[git")


class Broken(Exception):
    """Something that must hold does not."""


class Run:
    """How a run ended, and what it said."""

    def __init__(self, code, stdout, stderr):
        self.code, self.stdout, self.stderr = code, stdout, stderr

    def __str__(self):
        return f"exit {self.code}\n{self.stdout}{self.stderr}"


class Scene:
    """A repository, a command, and its two states."""

    def __init__(self, base, binary, name):
        self.base, self.binary, self.name = base, binary, name
        self.folder = os.path.join(base, "repository")
        # The command, what it may write, how the next run is called, and by which rules the state between is judged.
        self.args, self.watched, self.next_args, self.is_tree = ["render"], "rendered", None, True
        self.settled = None
        for path, text in CANARIES.items():
            self.write(path, text, base)
        self.write("canary.txt", "nobody writes here\n")
        self.write("rendered-not/tenants/team-000/namespace.yaml", inputs.OWNERSHIP)
        PREPARE[name](self)
        self.old = trees.read(self.folder, self.watched)
        self.outside = self.traces()
        self.expected = self.run(self.args)
        self.new = trees.read(self.folder, self.watched)
        self.next_args = self.next_args or self.args
        self.settled = self.run(self.next_args)
        self.require(trees.read(self.folder, self.watched) == self.new, "a second run changes something")
        self.require(not self.temporaries(), "temporaries are left by a run that nothing hindered")
        self.assert_outside("a run that nothing hindered")
        self.reset()

    def write(self, path, text, folder=None):
        full = os.path.join(folder or self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def write_all(self, files):
        for path, text in files.items():
            self.write(path, text)

    def git(self, *args):
        subprocess.run(["git", *args], cwd=self.folder, env={**os.environ, **GIT}, check=True, stdout=subprocess.DEVNULL)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def command(self, args, before=()):
        return [*before, self.binary, *args]

    def run(self, args, before=(), env=None, threads=1, timeout=None, **more):
        """Runs it to its end; `before` stands before the binary. The number of threads is part of no state."""
        environment = {**ENVIRONMENT, "RAYON_NUM_THREADS": str(threads), **(env or {})}
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        done = subprocess.run(
            self.command(args, before), cwd=self.folder, env=environment, timeout=timeout or LONGEST, stdin=subprocess.DEVNULL,
            check=False, **more,
        )
        text = [(stream or b"").decode(errors="replace") for stream in (done.stdout, done.stderr)]
        return Run(done.returncode, *text)

    def expect(self, args, code):
        run = self.run(args)
        self.require(run.code == code, f"{args} should end with {code}: {run}")
        return run

    def reset(self):
        trees.bring(self.folder, self.watched, self.old)

    def present(self):
        return trees.read(self.folder, self.watched)

    def traces(self):
        return {
            path: trace
            for path, trace in trees.traces(self.base).items()
            if not self.may_write(path.removeprefix("repository/"))
        }

    def may_write(self, path):
        """Whether it is what the command may write, or a temporary of it."""
        if path == self.watched or path.startswith(self.watched + "/"):
            return True
        folder, _, name = path.rpartition("/")
        beside = os.path.dirname(self.watched)
        return folder == beside and name.startswith(trees.TEMPORARY) and not os.path.isdir(
            os.path.join(self.folder, self.watched))

    def temporaries(self):
        found = []
        for folder, folders, names in os.walk(self.base):
            found += [os.path.join(folder, name) for name in folders + names if name.startswith(trees.TEMPORARY)]
        return found

    def require(self, holds, what):
        if not holds:
            raise Broken(f"{self.name}: {what}")

    # What must hold.

    def assert_outside(self, when):
        """Nothing but what the command may write was touched."""
        present = self.traces()
        self.require(present == self.outside, f"{when}: touched: {trees.differences(self.outside, present)[:5]}")

    def assert_whole(self, present, when):
        """Every file is whole, older or newer, and none that both versions have is gone."""
        old, new = trees.files(self.old), trees.files(self.new)
        actual = {path: entry for path, entry in trees.files(present).items() if not trees.is_temporary(path)}
        for path, entry in actual.items():
            self.require(entry in (old.get(path), new.get(path)), f"{when}: {path} is neither old nor new: {entry}")
        gone = [path for path in old if path in new and path not in actual]
        self.require(not gone, f"{when}: {gone} were there before and are gone")
        # What is only in the new version comes before anything goes, so that at each moment all of one version is there.
        if not self.is_tree:
            return
        self.assert_folders(old, new, actual, when)
        assert_lists(actual, lambda what: self.require(False, f"{when}: {what}"))

    def assert_folders(self, old, new, actual, when):
        """A tenant that is new appears as a whole."""
        before, after, then = by_folder(old), by_folder(actual), by_folder(new)
        for folder, names in then.items():
            if folder not in before and folder.count("/") == 2:
                self.require(after.get(folder, set()) in (set(), names), f"{when}: half of {folder} is there")

    def assert_done(self, when):
        """The newer version, all of it, and nothing else."""
        present = trees.files(self.present())
        self.require(present == trees.files(self.new), f"{when}: {trees.differences(trees.files(self.new), present)[:5]}")

    def assert_next(self, when):
        """The next run finishes the work, and leaves no temporary."""
        run = self.run(self.next_args)
        codes = {self.expected.code, self.settled.code}
        self.require(run.code in codes, f"{when}: the next run should end with one of {codes}: {run}")
        self.assert_done(f"{when}: after the next run")
        left = self.temporaries()
        self.require(not left, f"{when}: temporaries are left after the next run: {left}")

    def judge_killed(self, when):
        """All that must hold after a run was killed; says whether it had begun to write."""
        present = self.present()
        self.assert_whole(present, when)
        self.assert_outside(when)
        began = present != self.old or bool(self.temporaries())
        self.assert_next(when)
        self.assert_outside(f"{when}: after the next run")
        return began

    def judge_failed(self, run, names, when, mend=lambda: None, is_mute=False):
        """All that must hold after a run in which something failed: as if nothing had, or an error that names the file.
        `names` are names of files of which one must be told, none if any will do; `mend` ends what made it fail; who is mute
        could write no error. Says which of the two it was."""
        present = self.present()
        self.assert_whole(present, f"{when}: {run}")
        self.assert_outside(when)
        as_ever = run.code == self.expected.code and run.stdout == self.expected.stdout
        if as_ever:
            self.assert_done(when)
            left = self.temporaries()
            self.require(not left, f"{when}: it says that all is done, and leaves {left}")
        else:
            self.require(run.code == 2, f"{when}: neither as ever nor an error: {run}")
            self.require(is_mute or "error[" in run.stderr or "error:" in run.stderr, f"{when}: no error is told: {run}")
            told = any(name in run.stderr for name in names) if names else NAMES_A_PATH.search(run.stderr)
            self.require(told or is_mute, f"{when}: no file of {names or 'any name'} is named: {run}")
            claims_nothing = "nothing was written" in run.stderr
            same = {path: e for path, e in trees.files(present).items() if not trees.is_temporary(path)}
            self.require(not claims_nothing or same == trees.files(self.old), f"{when}: something was written: {run}")
        mend()
        self.assert_next(when)
        self.assert_outside(f"{when}: after the next run")
        return "unseen" if as_ever else "told"


def by_folder(tree):
    """The names of the files of each folder."""
    folders = {}
    for path in tree:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, set()).add(name)
    return folders


def assert_lists(tree, broken):
    """A list for kustomize names nothing that is not there: else no part of the tree could be built."""
    for path, entry in tree.items():
        if not path.endswith("/kustomization.yaml"):
            continue
        if entry[0] != "file":
            broken(f"{path} is a link")
        folder = os.path.dirname(path)
        for line in entry[2].decode().splitlines():
            resource = os.path.join(folder, line[2:]) if line.startswith("- ") else None
            if resource and resource not in tree and f"{resource}/kustomization.yaml" not in tree:
                broken(f"{path} names {line[2:]}, which is not there")


# The scenes, by name: each brings a repository into its older state and says which command is to be run.


def older(scene, with_git):
    """One version behind: what tells one engine of the tenants goes, what tells the other comes; an orphan lies about."""
    scene.write_all({"tenantry.yaml": inputs.ARGO_CD, **inputs.old(TENANTS)})
    if with_git:
        scene.git("init", "-q", "-b", "main")
    scene.expect(["render"], 0)
    scene.write("rendered/tenants/team-001/former/config-map.yaml", inputs.OWNERSHIP + "kind: ConfigMap\n")
    if with_git:
        scene.commit("older")


def plain(scene):
    older(scene, with_git=False)
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.new(TENANTS)})


def git(scene):
    older(scene, with_git=True)
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.new(TENANTS)})


def first(scene):
    """Nothing was ever rendered."""
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.old(TENANTS)})


def only(scene):
    git(scene)
    scene.args = ["render", "--only", "newcomer-000"]


def refused(scene):
    """A tenant's file is gone although it was never retired: whatever fails, its Namespace stays."""
    git(scene)
    os.remove(os.path.join(scene.folder, f"profiles/team-{TENANTS - 1:03}.yaml"))


def removed(scene):
    """A tenant that was retired goes, with its Namespace, and another comes."""
    leaving = f"team-{TENANTS - 1:03}"
    retired = inputs.profile(leaving, "first-owner", 0, 8, "  lifecycle: Retired\n")
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.old(TENANTS), f"profiles/{leaving}.yaml": retired})
    scene.git("init", "-q", "-b", "main")
    scene.expect(["render"], 0)
    scene.commit("older")
    os.remove(os.path.join(scene.folder, f"profiles/{leaving}.yaml"))
    scene.write("profiles/newcomer-000.yaml", inputs.profile("newcomer-000", "third-owner", 1, 1))


def planned(scene):
    """A plan that was saved is carried out; one that was carried out halfway no longer fits, and a plain render goes on."""
    git(scene)
    scene.expect(["diff", "--out", "plan.json"], 1)
    scene.args, scene.next_args = ["render", "--plan", "plan.json"], ["render"]


def saving(scene):
    """A plan is saved over an older one."""
    git(scene)
    scene.expect(["diff", "--base", "HEAD", "--out", "plan.json"], 1)
    text = open(os.path.join(scene.folder, "plan.json"), encoding="utf-8").read()
    scene.write("plan.json", text.replace("  ", " "))
    scene.args, scene.watched, scene.is_tree = ["diff", "--out", "plan.json"], "plan.json", False


def restore(scene):
    """The inputs of the commit before come back; what was born since is retired, what went comes back."""
    older(scene, with_git=True)
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.new(TENANTS)})
    gone, moved = f"team-{TENANTS - 1:03}", f"team-{TENANTS - 2:03}"
    os.remove(os.path.join(scene.folder, f"profiles/{gone}.yaml"))
    os.remove(os.path.join(scene.folder, f"profiles/{moved}.yaml"))
    scene.write("profiles/more/newcomer-100.yaml", inputs.profile("newcomer-100", "third-owner", 1, 1))
    scene.write(f"profiles/more/{moved}.yaml", inputs.profile(moved, "fourth-owner", 1, 1))
    scene.git("rm", "-qr", "--cached", f"rendered/tenants/{gone}")
    scene.commit("newer")
    scene.args, scene.watched, scene.is_tree = ["restore", "--from", "HEAD~1"], "profiles", False


def fix(scene):
    """Certain cures are carried out in the inputs."""
    scene.write_all({"tenantry.yaml": inputs.FLUX, **inputs.old(TENANTS)})
    scene.expect(["render"], 0)
    for index in range(0, TENANTS, 2):
        path = f"profiles/team-{index:03}.yaml"
        with open(os.path.join(scene.folder, path), encoding="utf-8") as file:
            text = file.read()
        scene.write(path, text.replace("    kind: User", "    kind: user"))
    scene.args, scene.watched, scene.is_tree = ["check", "--fix"], "profiles", False


def check(scene):
    """Reads, and writes nothing; what it says is all there is to it."""
    git(scene)
    scene.args, scene.is_tree = ["check"], False


def diff(scene):
    git(scene)
    scene.args, scene.is_tree = ["diff"], False


PREPARE = {
    one.__name__: one for one in (plain, git, first, only, removed, refused, planned, saving, restore, fix, check, diff)
}


def make(folder, binary, name):
    """A scene in a folder of its own, made anew."""
    base = os.path.join(folder, name)
    shutil.rmtree(base, ignore_errors=True)
    return Scene(base, binary, name)
