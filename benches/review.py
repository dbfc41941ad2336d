#!/usr/bin/env python3
"""Time a review beside what it is held against: review.py [BINARY] [--tenants N] [--repeats N] [--dir FOLDER]

In one Git repository of N tenants, all in turn, so that a machine that slows down slows all of them: `git status`, `check` without
a change, `diff` with one tenant in a hundred changed, `diff --only` of one changed tenant beside the reading of all inputs
(`check FILE...`), a render from nothing, and `diff` of a template that changes every tenant. Prints a Markdown table of ratios,
and stops where a report is not what it must be.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import HERE, measured

CONFIG = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\ngitOps: {engine: none}\nrules: {layout-limit: allow, cloud-allow: allow}\n"
TEMPLATE = "templates/tenant/namespace.yaml.j2"
# What each is held against, and how many times as long it may take (seconds more where that is what is promised).
LIMITS = [
    ("check, nothing changed", "check", "git status", "at most 15 times", lambda a, b: a <= 15 * b),
    ("diff, 1 % changed", "diff", "check", "at most 0.3 s more", lambda a, b: a <= b + 0.3),
    ("diff --only, one changed", "only", "reading", "at most 50 ms more", lambda a, b: a <= b + 0.05),
    ("diff, a template changed", "template", "cold", "at most 2 times", lambda a, b: a <= 2 * b),
]


def git(folder, *arguments):
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def repository(binary, tenants, folder):
    """A repository of rendered and committed tenants, packed as a clone is."""
    subprocess.run([sys.executable, HERE / "generate.py", str(tenants), str(folder / "profiles")], check=True, stdout=subprocess.DEVNULL)
    (folder / "tenantry.yaml").write_text(CONFIG)
    subprocess.run([binary, "render", "--quiet"], cwd=folder, check=True)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    git(folder, "repack", "-adq")
    git(folder, "status", "--short")
    return sorted((folder / "profiles").rglob("*.yaml"))


class Changed:
    """Files with other people, put back at the end."""

    def __init__(self, files):
        self.texts = {file: file.read_text() for file in files}

    def __enter__(self):
        for file, text in self.texts.items():
            file.write_text(text.replace("@example.com", "@example.org", 1))
        return self

    def __exit__(self, *_):
        for file, text in self.texts.items():
            file.write_text(text)


def reviewed(binary, folder, *arguments):
    run = subprocess.run([binary, "diff", "--format", "json", *arguments], cwd=folder, capture_output=True)
    return json.loads(run.stdout)["plan"]["trees"][0]["review"]


def template(folder):
    path = folder / TEMPLATE
    path.parent.mkdir(parents=True, exist_ok=True)
    shipped = (HERE.parent / TEMPLATE).read_text()
    path.write_text(shipped.replace("  annotations:\n", "  annotations:\n    example.com/added: here\n", 1))


def time_all(binary, folder, files, repeats):
    """Seconds by name, each measured once a round."""
    times = {}
    changed = files[:: 100]
    one = files[len(files) // 2]
    name = one.stem
    names = [str(file.relative_to(folder)) for file in files]
    seconds = lambda command: measured(command, folder, codes=(0, 1))[0]
    add = lambda key, value: times.setdefault(key, []).append(value)
    for _ in range(repeats):
        add("git status", seconds(["git", "status", "--short"]))
        add("check", seconds([binary, "check", "--quiet"]))
        with Changed(changed):
            add("diff", seconds([binary, "diff", "--quiet", "--allow", "access-changes"]))
        with Changed([one]):
            add("only", seconds([binary, "diff", "--quiet", "--only", name]))
            add("reading", seconds([binary, "check", "--quiet", *names]))
        shutil.move(folder / "rendered", folder / ".rendered")
        add("cold", seconds([binary, "render", "--quiet", "--base-worktree"]))
        shutil.rmtree(folder / "rendered")
        shutil.move(folder / ".rendered", folder / "rendered")
        template(folder)
        add("template", seconds([binary, "diff", "--quiet"]))
        shutil.rmtree(folder / "templates")
    return {key: statistics.median(values) for key, values in times.items()}


def hold(binary, folder, files):
    """The reports are what they must be."""
    with Changed(files[:: 100]):
        assert len(reviewed(binary, folder)["tenants"]) == len(files[:: 100]), "not every changed tenant is reported"
    template(folder)
    assert len(reviewed(binary, folder)["tenants"]) == len(files), "not every tenant is reported"
    text = subprocess.run([binary, "diff"], cwd=folder, capture_output=True, text=True).stdout
    shutil.rmtree(folder / "templates")
    lines = len(text.splitlines())
    assert lines < 200, f"{lines} lines for one equal change"
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?", default="target/release/tenantry")
    parser.add_argument("--tenants", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--dir", default="/dev/shm")
    options = parser.parse_args()
    binary = Path(options.binary).resolve()
    with tempfile.TemporaryDirectory(dir=options.dir) as base:
        folder = Path(base)
        files = repository(binary, options.tenants, folder)
        lines = hold(binary, folder, files)
        times = time_all(binary, folder, files, options.repeats)
    print(f"{options.tenants:,} tenants, medians of {options.repeats}; a template that changes all of them: {lines} lines\n")
    print("| what | time | beside | time | ratio | promised |")
    print("|---|--:|---|--:|--:|---|")
    kept = True
    for what, key, beside, promise, holds in LIMITS:
        a, b = times[key], times[beside]
        verdict = "" if holds(a, b) else " (not kept)"
        kept = kept and not verdict
        print(f"| {what} | {a:.3f} s | {beside} | {b:.3f} s | {a / b:.2f} | {promise}{verdict} |")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
