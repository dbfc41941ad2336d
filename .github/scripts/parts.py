"""What a binary is made of: the crates that cargo links for a target, the C libraries that some of them carry, and their licenses."""

import json
import os
import re
import subprocess
from dataclasses import dataclass

from repository import Stop


@dataclass(frozen=True)
class Part:
    """One crate, or one C library in a crate."""

    name: str
    version: str
    license: str
    purl: str
    folder: str  # where its license texts lie
    digest: str = ""  # SHA-256 of the crate's archive, as Cargo.lock has it
    linked: bool = True  # false: only runs while the binary is built
    uses: tuple = ()  # purls
    texts: tuple = ()  # files with its license; without any, those of the folder that look like it


# C that is compiled from a crate and linked: cargo knows of none of it. Name, license, text, and where its version stands.
CARRIED = {
    "libgit2-sys": ("libgit2", "GPL-2.0 with linking exception", "libgit2/COPYING", "libgit2/include/git2/version.h", "LIBGIT2_VERSION "),
    "libmimalloc-sys": ("mimalloc", "MIT", "c_src/mimalloc/v3/LICENSE", "c_src/mimalloc/v3/include/mimalloc.h", "MI_MALLOC_VERSION "),
    "libz-sys": ("zlib", "Zlib", "src/zlib/LICENSE", "src/zlib/zlib.h", "ZLIB_VERSION "),
}  # fmt: skip
LICENSE_FILE = re.compile(r"(?i)(LICEN[CS]E|COPYING|NOTICE|UNLICENSE).*")


def cargo(*arguments):
    done = subprocess.run(["cargo", *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise Stop(f"cargo {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def tree(target, edges):
    """Name and version of every crate along some edges; what dev-dependencies switch on is not among it."""
    text = cargo("tree", "--locked", "--target", target, "--edges", edges, "--prefix", "none", "--format", "{p}")
    return {tuple(line.split()[:2]) for line in text.splitlines() if line.strip()}


def parts(target):
    """The program first, then everything in it or used to build it, sorted by name and version."""
    metadata = json.loads(cargo("metadata", "--locked", "--format-version", "1", "--filter-platform", target))
    linked, built = tree(target, "normal,no-proc-macro"), tree(target, "normal,build")
    packages = {package["id"]: package for package in metadata["packages"] if key(package) in built}
    edges = {node["id"]: [name for name in node["dependencies"] if name in packages] for node in metadata["resolve"]["nodes"]}
    root, digests = metadata["resolve"]["root"], locked_digests(metadata["workspace_root"])
    found = []
    for name, package in packages.items():
        part = Part(
            package["name"], package["version"], (package["license"] or "").replace("/", " OR "), purl(package),
            os.path.dirname(package["manifest_path"]), digests.get((package["name"], package["version"]), ""),
            key(package) in linked, tuple(sorted(purl(packages[other]) for other in edges[name])),
        )  # fmt: skip
        inner = carried(part)
        found += [with_use(part, inner), inner] if inner else [part]
    program = purl(packages[root])
    return sorted(found, key=lambda part: (part.purl != program, part.name, part.version))


def key(package):
    return package["name"], f"v{package['version']}"


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version'].replace('+', '%2B')}"


def with_use(part, inner):
    return Part(**(part.__dict__ | {"uses": tuple(sorted((*part.uses, inner.purl)))}))


def carried(part):
    """The C library in a crate; a crate that binds to one (`*-sys`) and is not known here stops the release."""
    if part.name not in CARRIED:
        if part.name.endswith("-sys") and part.name not in ("windows-sys", "linux-raw-sys"):
            raise Stop(f"{part.name} may carry a C library: say in parts.py which")
        return None
    name, license_, text, header, word = CARRIED[part.name]
    with open(os.path.join(part.folder, header), encoding="utf-8") as file:
        found = re.search(rf'#define\s+{word}\s*"?([0-9.]+)', file.read())
    if not found:
        raise Stop(f"{part.name}: no version in {header}")
    version = found[1]
    if version.isdigit():  # 30302 is 3.3.2
        version = ".".join(str(int(version) // 10**power % 100) for power in (4, 2, 0))
    return Part(name, version, license_, f"pkg:generic/{name}@{version}", part.folder, texts=(text,))


def locked_digests(root):
    with open(os.path.join(root, "Cargo.lock"), encoding="utf-8") as file:
        found = re.findall(r'name = "(.*)"\nversion = "(.*)"\nsource = ".*"\nchecksum = "(.*)"', file.read())
    return {(name, version): digest for name, version, digest in found}


def bill(everything, when):
    """CycloneDX 1.6 as JSON; `when` is the commit's time, so that one commit has one bill."""
    program, *others = [component(part) for part in everything]
    program["type"] = "application"
    edges = [{"ref": part.purl, "dependsOn": list(part.uses)} for part in everything]
    return json.dumps({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": program},
        "components": others,
        "dependencies": edges,
    }, indent=1, ensure_ascii=False) + "\n"  # fmt: skip


def component(part):
    free = "with" in part.license.split()  # no expression of SPDX
    made = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "scope": "required" if part.linked else "excluded",
        "licenses": [{"license": {"name": part.license}} if free else {"expression": part.license}],
        "purl": part.purl,
    }
    return made | ({"hashes": [{"alg": "SHA-256", "content": part.digest}]} if part.digest else {})


def notices(everything):
    """The license texts of all that is linked, each text once with those who come under it."""
    under = {}
    for part in everything[1:]:
        names = part.texts or sorted(name for name in os.listdir(part.folder) if LICENSE_FILE.fullmatch(name))
        title = f"{part.name} {part.version} ({part.license})"
        if part.linked and not names:
            under.setdefault("The crate carries no text of its license.\n", []).append(title)
        for name in names if part.linked else ():
            path = os.path.join(part.folder, name)
            if os.path.isfile(path):
                with open(path, encoding="utf-8", errors="replace", newline=None) as file:
                    under.setdefault(file.read().strip() + "\n", []).append(title)
    return "\n".join(f"{'=' * 80}\n" + "\n".join(titles) + f"\n{'-' * 80}\n{text}" for text, titles in under.items())
