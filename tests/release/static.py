#!/usr/bin/env python3
"""The Containerfile's commands on this machine, and its last stage as an empty root in which nobody runs the binary.

Needs root, rustup, git and musl-gcc (Debian: musl-tools). Standard library alone.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, ".github", "scripts"))

from release import held, stands_alone  # noqa: E402

NOBODY = 65534
TARGET = f"{platform.machine()}-unknown-linux-musl"
EXAMPLE = ("profiles", "rendered", "templates", "tenantry.yaml")
checked = []


def check(what, holds, detail=""):
    print(f"{'ok     ' if holds else 'FAILED '} {what}{'' if holds else f': {detail}'}", flush=True)
    checked.append(bool(holds))


def build(scratch):
    """From what .containerignore lets through, and nothing else."""
    source = os.path.join(scratch, "source")
    with open(os.path.join(TOP, ".containerignore"), encoding="utf-8") as file:
        kept = [line[1:].strip() for line in file if line.startswith("!")]
    for name in kept:
        copy(os.path.join(TOP, name), os.path.join(source, name))
    subprocess.run(["rustup", "target", "add", TARGET], cwd=TOP, check=True)
    command = ["cargo", "build", "--locked", "--release", "--bin", "tenantry", "--target", TARGET]
    values = os.environ | {"TARGET_CC": "musl-gcc", "CARGO_TARGET_DIR": os.path.join(TOP, "target")}
    subprocess.run(command, cwd=source, env=values, check=True)
    return os.path.join(TOP, "target", TARGET, "release", "tenantry")


def copy(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(source):
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copyfile(source, target)


def image(scratch, binary):
    """The last stage: the binary, the license and an empty /work."""
    root = os.path.join(scratch, "image")
    os.chmod(scratch, 0o755)
    copy(binary, os.path.join(root, "usr", "bin", "tenantry"))
    os.chmod(os.path.join(root, "usr", "bin", "tenantry"), 0o755)
    copy(os.path.join(TOP, "LICENSE"), os.path.join(root, "LICENSE"))
    os.makedirs(os.path.join(root, "work"))
    return root


def mount(root, owner, commit=False, object_format="sha1"):
    """Lays the example out as /work, as a volume would be, for an owner."""
    work = os.path.join(root, "work")
    shutil.rmtree(work)
    for name in EXAMPLE:
        copy(os.path.join(TOP, name), os.path.join(work, name))
    if commit:
        who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
        init = ["init", "--quiet", f"--object-format={object_format}"]
        for arguments in (init, ["add", "--all"], [*who, "commit", "--quiet", "--message", "The example"]):
            subprocess.run(["git", *arguments], cwd=work, check=True)
    for folder, _, files in os.walk(work):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.lchown(path, owner, owner)
    return work


def tenantry(root, *arguments, env=None):
    def enter():
        os.chroot(root)
        os.chdir("/work")
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    done = subprocess.run(["/usr/bin/tenantry", *arguments], env=env or {}, preexec_fn=enter, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def tree(folder):
    paths = [os.path.join(top, name) for top, _, files in os.walk(folder) for name in files]
    return {os.path.relpath(path, folder): held(path) for path in paths}


def append(path, text):
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def play(binary, scratch):
    check("the binary needs no loader and no library", stands_alone(TARGET, held(binary)))
    root = image(scratch, binary)
    code, said = tenantry(root, "--version")
    check("it starts as nobody in a root without anything else", code == 0 and said.startswith("tenantry "), said)

    work = mount(root, NOBODY)
    shutil.rmtree(os.path.join(work, "rendered"))
    code, said = tenantry(root, "render")
    made, committed = tree(os.path.join(work, "rendered")), tree(os.path.join(TOP, "rendered"))
    check(f"the example renders to the {len(committed)} committed files", code == 0 and made == committed and len(made) > 50, said)

    work = mount(root, 0)
    code, said = tenantry(root, "check")
    check("a tree that nobody may write is checked", code == 0, said)
    append(os.path.join(work, "profiles", "team-vision.yaml"), "# changed\n")
    os.remove(os.path.join(work, "rendered", "tenants", "team-vision", "namespace.yaml"))
    before = tree(work)
    code, said = tenantry(root, "render")
    check("and not rendered: an error, and nothing changed", code == 2 and tree(work) == before, f"exit {code}: {said}")

    mount(root, NOBODY, commit=True)
    code, said = tenantry(root, "diff", "--base", "HEAD")
    check("commits are read without a git", code == 0, said)
    mount(root, 0, commit=True)
    code, said = tenantry(root, "diff", "--base", "HEAD")
    check("a repository of somebody else is refused, with the way out", code == 2 and "safe.directory" in said, f"exit {code}: {said}")
    mount(root, NOBODY, commit=True, object_format="sha256")
    code, said = tenantry(root, "diff", "--base", "HEAD")
    check("what only git reads is refused, and git named", code == 2 and "git" in said, f"exit {code}: {said}")
    print(said, end="")


def main():
    if os.geteuid() != 0:
        print("error: only root may enter another root")
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        binary = sys.argv[1] if len(sys.argv) > 1 else build(scratch)
        print(f"{binary}: {os.path.getsize(binary)} bytes", flush=True)
        play(binary, scratch)
    failed = checked.count(False)
    print(f"{len(checked)} checks, {failed} of them failed")
    return 1 if failed or len(checked) < 8 else 0


if __name__ == "__main__":
    sys.exit(main())
