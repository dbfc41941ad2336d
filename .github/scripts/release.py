#!/usr/bin/env python3
"""What a release is made of, step by step, as release.yml runs it and anybody can by hand, in a checkout of the tag.

    release.py check TAG                  the tag is v and the version of Cargo.toml, and the changelog has its dated section
    release.py notes TAG                  prints that section
    release.py pack TARGET BINARY FOLDER  an archive with all that goes with a binary, and its bill of materials beside it
    release.py sums FOLDER                SHA256SUMS of what lies there, which must be a whole release

Python 3.9, git and cargo, nothing else.
"""

import datetime
import hashlib
import json
import os
import re
import struct
import subprocess
import sys

from archive import pack
from parts import bill, cargo, notices, parts
from repository import Stop, fail

# Each is built on a machine of its own kind; release.yml has the same list.
TARGETS = (
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
COMPLETIONS = {
    "bash": "tenantry.bash",
    "elvish": "tenantry.elv",
    "fish": "tenantry.fish",
    "powershell": "_tenantry.ps1",
    "zsh": "_tenantry",
}
DATED = re.compile(r"## (\S+) \(\d{4}-\d{2}-\d{2}\)")
PT_INTERP = 3


def version():
    return json.loads(cargo("metadata", "--locked", "--no-deps", "--format-version", "1"))["packages"][0]["version"]


def stem(target):
    """What an archive is called, and the folder in it; docs/install.md names these files."""
    return f"tenantry-{version()}-{target}"


def archive_name(target):
    return stem(target) + (".zip" if "windows" in target else ".tar.gz")


def bill_name(target):
    return f"{stem(target)}.cdx.json"


def section(tag):
    """The lines of the changelog for a tag."""
    if tag != f"v{version()}":
        raise Stop(f"the tag {tag} is not v{version()}, the version of Cargo.toml")
    with open("CHANGELOG.md", encoding="utf-8") as file:
        parts_ = re.split(r"^(## .*)\n", file.read(), flags=re.MULTILINE)
    for title, text in zip(parts_[1::2], parts_[2::2]):
        found = DATED.fullmatch(title)
        if found and found[1] == tag[1:]:
            return text.strip() + "\n"
    raise Stop(f"CHANGELOG.md has no section `## {tag[1:]} (YYYY-MM-DD)`")


def commit_time():
    """The time of everything in an archive."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Stop(f"git log failed: {done.stderr.strip()}")
    return datetime.datetime.fromtimestamp(int(done.stdout), datetime.timezone.utc)


def said(binary, *arguments):
    done = subprocess.run([os.path.abspath(binary), *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise Stop(f"{binary} {' '.join(arguments)} ended with {done.returncode}")
    return done.stdout.replace(b"\r\n", b"\n")


def held(path):
    with open(path, "rb") as file:
        return file.read()


def stands_alone(target, data):
    """Whether a binary needs no library of the machine; of macOS nobody can ask that much."""
    if "musl" in target:
        if data[:6] != b"\x7fELF\x02\x01":
            raise Stop("the binary is no ELF file of 64 bits")
        (start,), (size, count) = struct.unpack_from("<Q", data, 32), struct.unpack_from("<HH", data, 54)
        return all(struct.unpack_from("<I", data, start + size * at)[0] != PT_INTERP for at in range(count))
    return "windows" not in target or b"VCRUNTIME140" not in data.upper()


def pack_release(target, binary, folder):
    if target not in TARGETS:
        raise Stop(f"{target} is no target of a release")
    data = held(binary)
    if not stands_alone(target, data):
        raise Stop(f"{binary} is not linked statically")
    if said(binary, "--version").decode().strip() != f"tenantry {version()}":
        raise Stop(f"{binary} is not tenantry {version()}")
    everything, when = parts(target), commit_time()
    files = {"tenantry.exe" if "windows" in target else "tenantry": (data, True)}
    files |= {name: (held(name), False) for name in ("CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md")}
    files |= {"THIRD-PARTY-LICENSES.txt": (notices(everything).encode(), False)}
    files |= {f"completions/{name}": (said(binary, "completions", shell), False) for shell, name in COMPLETIONS.items()}
    files |= {"man/tenantry.1": (said(binary, "man"), False)}
    os.makedirs(folder, exist_ok=True)
    pack(os.path.join(folder, archive_name(target)), {f"{stem(target)}/{name}": file for name, file in files.items()}, when)
    with open(os.path.join(folder, bill_name(target)), "w", encoding="utf-8", newline="\n") as file:
        file.write(bill(everything, when))
    print(f"{archive_name(target)}: {len(files)} files; {bill_name(target)}: {len(everything)} parts")


def sums(folder):
    """SHA256SUMS for `sha256sum -c`, sorted; a file missing or too many stops the release."""
    expected = sorted(name(target) for target in TARGETS for name in (archive_name, bill_name))
    found = sorted(set(os.listdir(folder)) - {"SHA256SUMS"})
    if found != expected:
        raise Stop(f"not a whole release: {sorted(set(expected) ^ set(found))} missing or too many")
    lines = [f"{hashlib.sha256(held(os.path.join(folder, name))).hexdigest()}  {name}\n" for name in found]
    with open(os.path.join(folder, "SHA256SUMS"), "w", encoding="ascii", newline="\n") as file:
        file.writelines(lines)
    print("".join(lines), end="")


VERBS = {
    "check": lambda tag: section(tag) and print(f"{tag} is a release"),
    "notes": lambda tag: print(section(tag), end=""),
    "pack": pack_release,
    "sums": sums,
}


def main():
    verb, *arguments = sys.argv[1:] or ["help"]
    if verb not in VERBS:
        print(__doc__)
        return 2
    try:
        VERBS[verb](*arguments)
    except (Stop, OSError) as error:
        fail(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
