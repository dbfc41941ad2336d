#!/usr/bin/env python3
"""A release without GitHub: play.py BINARY. Standard library alone.

What is packed stands in for each system's binary by a script that calls BINARY, so that no run packs hundreds of megabytes.
"""

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(TOP, ".github", "scripts", "release.py")
sys.path.insert(0, os.path.dirname(SCRIPT))

from release import COMPLETIONS, TARGETS, archive_name, bill_name, stem, version  # noqa: E402

NAMES = {"CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "THIRD-PARTY-LICENSES.txt", "man/tenantry.1"}
NAMES |= {f"completions/{name}" for name in COMPLETIONS.values()}


class World:
    """A checkout to change, the binary, and a folder for what comes out."""

    def __init__(self, scratch, binary):
        self.scratch = scratch
        self.binary = binary
        self.out = os.path.join(scratch, "out")

    def release(self, *arguments, expect=0, at=TOP):
        done = subprocess.run([sys.executable, "-B", SCRIPT, *arguments], cwd=at, capture_output=True, text=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def write(self, name, data, runs=False):
        path = os.path.join(self.scratch, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        if runs:
            os.chmod(path, 0o755)
        return path

    def stand_in(self):
        return self.write("stand-in", f'#!/bin/sh\nexec "{self.binary}" "$@"\n'.encode(), runs=True)

    def checkout(self, changelog):
        """What the checks of a tag read: cargo's files and the changelog."""
        top = os.path.join(self.scratch, "checkout")
        shutil.rmtree(top, ignore_errors=True)
        for name in ("Cargo.toml", "Cargo.lock", "README.md"):
            with open(os.path.join(TOP, name), "rb") as file:
                self.write(f"checkout/{name}", file.read())
        self.write("checkout/src/lib.rs", b"")
        self.write("checkout/CHANGELOG.md", changelog.encode())
        return top


def a_tag_needs_its_version_and_a_dated_section(world):
    ours = version()
    dated = f"# Changelog\n\n## 9.9.9 (unreleased)\n\n- later\n\n## {ours} (2026-01-31)\n\n- one\n- two\n\n## 0.0.1 (2025-01-01)\n\n- old\n"
    top = world.checkout(dated)
    world.release("check", f"v{ours}", at=top)
    assert world.release("notes", f"v{ours}", at=top) == "- one\n- two\n"
    for tag in (ours, "v9.9.9", "v0.0.1", f"v{ours}-rc.1", f"v{ours} ", "", "--help"):
        assert "is not v" in world.release("check", tag, expect=1, at=top), tag
    for changelog in (dated.replace("2026-01-31", "unreleased"), dated.replace(ours, f"{ours}0"), ""):
        said = world.release("check", f"v{ours}", expect=1, at=world.checkout(changelog))
        assert "no section" in said, said


def every_target_packs_and_two_runs_make_the_same_bytes(world):
    binary = world.stand_in()
    for target in TARGETS:
        # A script is no static binary: its archive is made for another system and moved.
        packed = "x86_64-apple-darwin" if "musl" in target else target
        world.release("pack", packed, binary, world.out)
        for name in (archive_name, bill_name):
            os.replace(os.path.join(world.out, name(packed)), os.path.join(world.out, name(target)))
    again = os.path.join(world.scratch, "again")
    for target in ("aarch64-apple-darwin", "x86_64-pc-windows-msvc"):
        world.release("pack", target, binary, again)
        for name in (archive_name(target), bill_name(target)):
            assert read(os.path.join(world.out, name)) == read(os.path.join(again, name)), name


def an_archive_holds_what_it_should_and_no_trace_of_the_machine(world):
    path = os.path.join(world.out, archive_name("aarch64-apple-darwin"))
    with tarfile.open(path) as tar:
        entries = tar.getmembers()
    folder = stem("aarch64-apple-darwin")
    assert {entry.name for entry in entries} == {f"{folder}/{name}" for name in NAMES | {"tenantry"}}, entries
    assert [entry.name for entry in entries] == sorted(entry.name for entry in entries)
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "", "")}
    assert len({entry.mtime for entry in entries}) == 1 and all(entry.isreg() for entry in entries)
    assert {entry.name for entry in entries if entry.mode & 0o111} == {f"{folder}/tenantry"}
    with zipfile.ZipFile(os.path.join(world.out, archive_name("x86_64-pc-windows-msvc"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
        licenses = archive.read(f"{stem('x86_64-pc-windows-msvc')}/THIRD-PARTY-LICENSES.txt").decode()
    assert names == NAMES | {"tenantry.exe"}, names
    for word in ("LINKING EXCEPTION", "git2 ", "mimalloc ", "zlib ", "windows-sys "):
        assert word in licenses, word
    texts = {bill_name(target): read(os.path.join(world.out, bill_name(target))) for target in TARGETS}
    with tarfile.open(path) as tar:
        texts |= {entry.name: tar.extractfile(entry).read() for entry in tar if not entry.mode & 0o111}
    assert len(texts) == len(TARGETS) + len(NAMES)
    for trace in (TOP, os.path.expanduser("~") + "/", world.scratch):
        assert not [name for name, text in texts.items() if trace.encode() in text], trace


def the_bill_names_what_is_linked_and_nothing_of_the_tests(world):
    for target, only in (("x86_64-pc-windows-msvc", "windows-sys"), ("aarch64-apple-darwin", "libc")):
        bill = json.loads(read(os.path.join(world.out, bill_name(target))))
        linked = {part["name"] for part in bill["components"] if part["scope"] == "required"}
        for name in (only, "git2", "libgit2", "mimalloc", "zlib", "serde"):
            assert name in linked, (target, name)
        everything = {part["name"] for part in bill["components"]}
        for name in ("proptest", "trycmd", "jsonschema", "openssl-sys", "native-tls"):
            assert name not in everything, (target, name)
        assert "serde_derive" in everything - linked and len(linked) > 60, sorted(linked)
        refs = [part["bom-ref"] for part in bill["components"]] + [bill["metadata"]["component"]["bom-ref"]]
        assert len(refs) == len(set(refs))
        edges = {edge["ref"]: edge["dependsOn"] for edge in bill["dependencies"]}
        assert set(edges) == set(refs) and all(set(uses) <= set(refs) for uses in edges.values())
        assert all(part["licenses"][0].get("expression") or part["licenses"][0]["license"]["name"] for part in bill["components"])
        without = {part["name"] for part in bill["components"] if "hashes" not in part}
        assert without == {"libgit2", "mimalloc", "zlib"}, without


def elf(interpreter):
    """The smallest thing with ELF's headers: one of a segment, which is the loader's name or not."""
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    return header + struct.pack("<IIQQQQQQ", 3 if interpreter else 1, 4, 0, 0, 0, 0, 0, 1)


def what_is_not_a_release_is_refused(world):
    musl = "x86_64-unknown-linux-musl"
    for what, binary in (("statically", world.write("dynamic", elf(interpreter=True))), ("ELF", world.stand_in())):
        assert what in world.release("pack", musl, binary, world.out, expect=1)
    if sys.platform == "linux":
        assert "statically" in world.release("pack", musl, world.binary, world.out, expect=1)
    other = world.write("other", b"#!/bin/sh\necho tenantry 0.0.0\n", runs=True)
    assert "is not tenantry" in world.release("pack", "x86_64-apple-darwin", other, world.out, expect=1)
    redistributed = world.write("redistributed", b"MZ...vcruntime140.dll")
    assert "statically" in world.release("pack", "x86_64-pc-windows-msvc", redistributed, world.out, expect=1)
    assert "no target" in world.release("pack", "s390x-unknown-linux-gnu", other, world.out, expect=1)
    world.release("publish", expect=2)


def checksums_are_of_a_whole_release_alone(world):
    said = world.release("sums", world.out)
    lines = read(os.path.join(world.out, "SHA256SUMS")).decode()
    assert said == lines and len(lines.splitlines()) == 2 * len(TARGETS)
    for line in lines.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(read(os.path.join(world.out, name))).hexdigest() == digest
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--strict", "--check", "--quiet", "SHA256SUMS"], cwd=world.out, check=True)
    world.write("out/extra", b"")
    assert "too many" in world.release("sums", world.out, expect=1)
    os.remove(os.path.join(world.out, "extra"))
    os.remove(os.path.join(world.out, bill_name(TARGETS[0])))
    assert "missing" in world.release("sums", world.out, expect=1)


def the_documentation_names_the_files_that_there_are(world):
    with open(os.path.join(TOP, "docs", "install.md"), encoding="utf-8") as file:
        text = file.read()
    for target in TARGETS:
        assert f"`{archive_name(target).replace(version(), 'VERSION')}`" in text, target
    for word in ("SHA256SUMS", ".cdx.json", "gh attestation verify", "sha256sum --check", "ntested until"):
        assert word in text, word


def read(path):
    with open(path, "rb") as file:
        return file.read()


SCENES = [
    a_tag_needs_its_version_and_a_dated_section,
    every_target_packs_and_two_runs_make_the_same_bytes,
    an_archive_holds_what_it_should_and_no_trace_of_the_machine,
    the_bill_names_what_is_linked_and_nothing_of_the_tests,
    what_is_not_a_release_is_refused,
    checksums_are_of_a_whole_release_alone,
    the_documentation_names_the_files_that_there_are,
]


def main():
    os.chdir(TOP)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        world = World(scratch, os.path.abspath(sys.argv[1]))
        for scene in SCENES:
            try:
                scene(world)
                print(f"ok      {scene.__name__}", flush=True)
            except (AssertionError, KeyError, ValueError, OSError, subprocess.CalledProcessError) as error:
                failed += 1
                print(f"FAILED  {scene.__name__} (line {error.__traceback__.tb_next.tb_lineno}): {error}", flush=True)
    print(f"{len(SCENES)} scenes played, {failed} of them failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
