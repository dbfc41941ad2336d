"""Git and tenantry as children of the review: what they are given, and what is believed of what they say.

Nothing of a pull request is ever run: git is called without anybody's configuration, hooks or filters, arguments are
lists and never text for a shell, and no child of ours gets the token but the ones that talk to the remote.
"""

import base64
import os
import re
import secrets
import subprocess
import sys

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What a child needs of the environment; the token is not among it.
KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "RUNNER_TEMP", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
# The pull request as objects, out of the way of every branch.
HEAD_REF = "refs/tenantry/head"


class Stop(Exception):
    """What ends the run: a sentence for the log, and for the status."""


def checked_sha(text, what):
    """A full object name; anything else might be an option, a range or another ref."""
    if not SHA.fullmatch(text):
        raise Stop(f"{what} is not a full commit name")
    return text


def environment(top, extra=()):
    """Git's own settings and no others: neither the machine's, nor the user's, and nothing that the tree could switch on."""
    settings = [("safe.directory", os.path.abspath(top)), ("core.hooksPath", os.devnull), ("core.fsmonitor", "false"), *extra]
    values = {name: os.environ[name] for name in KEPT if name in os.environ}
    values |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    values |= {"GIT_CONFIG_COUNT": str(len(settings))}
    for index, (key, value) in enumerate(settings):
        values |= {f"GIT_CONFIG_KEY_{index}": key, f"GIT_CONFIG_VALUE_{index}": value}
    return values


def say(text):
    """Prints text of others to the log, where no line of it can be a command of the workflow."""
    if not text:
        return
    if os.environ.get("GITHUB_ACTIONS") != "true":
        print(text, flush=True)
        return
    word = secrets.token_hex(16)
    print(f"::stop-commands::{word}\n{text.rstrip()}\n::{word}::", flush=True)


class Repository:
    """The checkout of the base, and its remote."""

    def __init__(self, top, token="", server=""):
        self.top = top
        # Handed over by the environment, where no list of processes shows it.
        word = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        self.login = [(f"http.{server}/.extraheader", f"AUTHORIZATION: basic {word}")] if token and server else []

    def run(self, *arguments, login=False, add=None):
        """What git ended with; `login` is for commands that talk to the remote."""
        values = environment(self.top, self.login if login else ()) | (add or {})
        return subprocess.run(["git", *arguments], cwd=self.top, env=values, capture_output=True, check=False)

    def git(self, *arguments, login=False, add=None):
        """What git printed; raises `Stop` where it failed."""
        done = self.run(*arguments, login=login, add=add)
        if done.returncode != 0:
            say(done.stderr.decode(errors="replace"))
            raise Stop(f"git {arguments[0]} failed with exit {done.returncode}")
        return done.stdout.decode(errors="surrogateescape")

    def has(self, sha):
        return self.run("cat-file", "-e", f"{sha}^{{commit}}").returncode == 0

    def fetch(self, sha, *refs):
        """Brings a commit's objects, from the first ref that has it, else by its name; checks nothing out."""
        for source in (*refs, sha):
            if self.has(sha):
                return
            done = self.run(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
                "origin", f"+{source}:{HEAD_REF}", login=True,
            )  # fmt: skip
            if done.returncode != 0:
                say(done.stderr.decode(errors="replace"))
        if not self.has(sha):
            raise Stop("the commit to report on cannot be had; a newer push has its own run")

    def is_ancestor(self, older, newer):
        return self.has(older) and self.run("merge-base", "--is-ancestor", older, newer).returncode == 0

    def merge_base(self, base, head):
        done = self.run("merge-base", base, head)
        if done.returncode != 0:
            raise Stop("base and head have no commit in common")
        return checked_sha(done.stdout.decode().strip(), "the merge base")

    def changed(self, base, head, paths):
        """Changed files below some paths, as git has them; no rename hides one."""
        names = self.git("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, head, "--", *literal(paths))
        return [name for name in names.split("\0") if name]


def literal(paths):
    return [f":(top,literal){path}" for path in paths]


def tenantry(binary, top, *arguments):
    """One run of the binary: its exit code, standard output and standard error."""
    done = subprocess.run([binary, *arguments], cwd=top, env=environment(top), capture_output=True, check=False)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def fail(text):
    print(f"error: {text}", file=sys.stderr, flush=True)
