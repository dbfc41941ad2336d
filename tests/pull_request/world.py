"""Throw-away repositories: the remote with its main branch, a fork, people's clones, and the runner's checkouts."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from github import GitHub

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))

PROFILE = """apiVersion: kubeflow.org/v1
kind: Profile
metadata:
  name: {name}
spec:
  owner:
    kind: User
    name: {owner}
"""
TENANT = """---
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata:
  name: {name}
spec:
"""

# A runner on which a `.gitattributes` can start a program, as git-lfs is on GitHub's, and every checkout does.
RUNNER = """[core]
	hooksPath = ~/hooks
[filter "evil"]
	smudge = touch pwned; cat
	clean = touch pwned; cat
"""

# Between these two a runner takes no line for a command.
COMMANDS_STOPPED = re.compile(r"(?ms)^::stop-commands::(\w+)$.*?^::\1::$")


def profile(name, owner="alice@example.com", people=(), more=""):
    """A tenant's file: its Profile, and its people and other lines of `spec` in the second document."""
    lines = "".join(f"  - {{name: {who}, role: {role}}}\n" for who, role in people)
    spec = (f"  contributors:\n{lines}" if lines else "") + more
    return PROFILE.format(name=name, owner=owner) + (TENANT.format(name=name) + spec if spec else "")


class World:
    """Everything below one folder of the system's own, gone at the end."""

    def __init__(self, binary):
        self.root = tempfile.mkdtemp(prefix="tenantry-life-")
        self.binary = binary
        self.github = GitHub()
        self.origin = self.path("origin.git")
        self.count = 0
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        dora = {"NAME": "Dora", "EMAIL": "dora@example.com"}
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in dora.items()}
        self.write(self.root, {"home/.gitconfig": RUNNER, "home/hooks/post-checkout": "#!/bin/sh\ntouch pwned\n"})
        os.chmod(self.path("home/hooks/post-checkout"), 0o755)
        self.environment = kept | who | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def fresh(self, name):
        self.count += 1
        return self.path(f"{self.count:02}-{name}")

    def git(self, top, *arguments):
        done = subprocess.run(["git", *arguments], cwd=top, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"git {arguments}: {done.stderr}"
        return done.stdout.strip()

    def begin(self, files):
        """The remote, with the repository's own scripts and some tenants, rendered."""
        self.github.branch = lambda name: self.git(self.origin, "rev-parse", f"refs/heads/{name}")
        self.git(self.root, "init", "--quiet", "--bare", "--initial-branch=main", self.origin)
        # As GitHub's remotes do: any commit of a pull request can be had by its name.
        self.git(self.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
        seed = self.path("seed")
        self.git(self.root, "clone", "--quiet", self.origin, seed)
        for folder in (".github/scripts", ".github/workflows"):
            shutil.copytree(os.path.join(TOP, folder), os.path.join(seed, folder), ignore=shutil.ignore_patterns("__pycache__"))
        self.write(seed, files)
        self.tenantry(seed, "render")
        self.commit(seed, "Begin")
        self.git(seed, "push", "--quiet", "origin", "HEAD:main")

    def write(self, top, files):
        """Writes files; a None removes one."""
        for name, text in files.items():
            path = os.path.join(top, name)
            if text is None:
                os.remove(path)
                continue
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

    def commit(self, top, message):
        self.git(top, "add", "--all")
        self.git(top, "commit", "--quiet", "--allow-empty", "-m", message)
        return self.git(top, "rev-parse", "HEAD")

    def tenantry(self, top, *arguments, expect=0):
        done = subprocess.run([self.binary, *arguments], cwd=top, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == expect, f"tenantry {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"

    def clone(self, name, remote=None, branch="main"):
        top = self.fresh(name)
        self.git(self.root, "clone", "--quiet", "--branch", branch, remote or self.origin, top)
        return top

    def propose(self, number, top, branch, remote=None):
        """Pushes a clone's commit as a branch, and opens or moves the pull request."""
        self.git(top, "push", "--quiet", "--force", remote or self.origin, f"HEAD:refs/heads/{branch}")
        sha = self.git(top, "rev-parse", "HEAD")
        self.git(top, "push", "--quiet", "--force", self.origin, f"{sha}:refs/pull/{number}/head")
        self.github.heads[number] = sha
        return sha

    def moved(self, number, branch):
        """What GitHub does when somebody pushes: the pull request follows its branch."""
        sha = self.git(self.origin, "rev-parse", f"refs/heads/{branch}")
        self.git(self.origin, "update-ref", f"refs/pull/{number}/head", sha)
        self.github.heads[number] = sha
        return sha

    def run(self, command, at="main", expect=0, binary=None, **settings):
        """One run of the action in a new checkout of the base, by the checkout's own scripts: its outputs and its log."""
        top = self.fresh("runner")
        self.git(self.root, "clone", "--quiet", "--no-checkout", self.origin, top)
        self.git(top, "checkout", "--quiet", "--detach", at if len(at) == 40 else f"origin/{at}")
        before = self.git(top, "rev-parse", "HEAD")
        outputs = f"{top}.outputs"
        environment = {name: value for name, value in self.environment.items() if not name.startswith("GIT_")} | {
            "HOME": self.path("home"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "owner/tenants",
            "GITHUB_RUN_ID": "7",
            "GITHUB_OUTPUT": outputs,
            "TENANTRY_BINARY": binary or self.binary,
            "TENANTRY_TOKEN": "a-token",
            **{f"TENANTRY_{name.upper()}": str(value) for name, value in settings.items()},
        }
        script = [sys.executable, "-B", os.path.join(top, ".github", "scripts", "review.py"), command]
        done = subprocess.run(script, cwd=top, env=environment, capture_output=True, text=True, check=False)
        log = done.stdout + done.stderr
        assert done.returncode == expect, f"{command}: exit {done.returncode}, not {expect}\n{log}"
        assert "a-token" not in log, log
        assert not re.search(r"(?m)^::", COMMANDS_STOPPED.sub("", done.stdout) + done.stderr), log
        # The checkout is the base's, to the end: nothing of the head has been laid out in it.
        assert self.git(top, "status", "--porcelain") == "" and self.git(top, "rev-parse", "HEAD") == before
        return self.outputs(outputs), log

    def outputs(self, path):
        if not os.path.exists(path):
            return {}
        with open(path, encoding="utf-8") as file:
            return dict(line.rstrip("\n").split("=", 1) for line in file)

    def nothing_ran(self):
        """No hostile text has been run: each of them would have left a file of this name."""
        for folder, _, names in os.walk(self.root):
            assert "pwned" not in names, f"{folder}/pwned exists"

    def end(self):
        self.github.server.shutdown()
        shutil.rmtree(self.root, ignore_errors=True)
