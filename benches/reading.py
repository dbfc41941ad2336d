#!/usr/bin/env python3
"""Time how inputs are read and checked: reading.py [BINARY] [--tenants N] [--repeats N]

First, `tenantry check FILE...` of N good files beside `cat` of the same files, in turn, so that a machine that slows down
slows both. Second, one file of 1 MiB of each shape that could hold up a reader, with `limits.fileBytes` raised to it: time and
peak memory of a check. Prints two Markdown tables.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import HERE, measured

MEBIBYTE = 1 << 20
HEAD = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: a\n"
OWNER = "spec:\n  owner: {kind: User, name: a@example.com}\n"


def filled(head, part, tail=""):
    """Parts, each made of its number, until the text has the size."""
    text, size, number = [head], len(head) + len(tail), 0
    while True:
        piece = part(number)
        if size + len(piece.encode()) > MEBIBYTE:
            return "".join(text) + tail
        text.append(piece)
        size += len(piece.encode())
        number += 1


def shapes():
    """Every shape by name, made when it is asked for: a child's peak memory counts from its parent's."""
    annotations = HEAD + "  annotations:\n"
    tenant = HEAD + OWNER + "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {name: a}\nspec:\n  contributors:\n"
    quota = HEAD + OWNER + "  resourceQuotaSpec:\n    hard:\n"
    return {
        "many keys": lambda: filled(annotations, lambda n: f"    k{n}: v\n", OWNER),
        "many equal keys": lambda: filled(annotations, lambda n: "    k: v\n", OWNER),
        "many documents": lambda: filled("", lambda n: f"---\n{HEAD.replace('name: a', f'name: a{n}')}{OWNER}"),
        "many empty documents": lambda: filled(HEAD + OWNER, lambda n: "---\n"),
        "deep flow lists": lambda: filled("a: ", lambda n: "["),
        "deep flow mappings": lambda: filled("a: ", lambda n: "{a: "),
        "flow lists side by side": lambda: filled("a: [", lambda n: "[],", "]"),
        "dashes in a line": lambda: filled("a:\n", lambda n: "- "),
        "question marks": lambda: filled("", lambda n: "? "),
        "many anchors": lambda: filled(annotations, lambda n: f"    k{n}: &a{n} v\n", OWNER),
        "many aliases": lambda: filled("a: &a b\nb:\n", lambda n: "- *a\n"),
        "pairs of anchor and alias": lambda: filled("a:\n", lambda n: f"- &a{n} b\n- *a{n}\n"),
        "many documents without a kind": lambda: filled("", lambda n: f"---\na: {n}\n"),
        "one long role": lambda: filled(tenant + "  - {name: p@example.com, role: ", lambda n: "e", "}\n"),
        "tokens in one line": lambda: filled(HEAD + OWNER + "#", lambda n: f" glpat-{n:020}", "\n"),
        "one long plain text": lambda: filled(HEAD + OWNER + "a: ", lambda n: "word "),
        "one long quoted text": lambda: filled(HEAD + OWNER + 'a: "', lambda n: "\\u0041", '"\n'),
        "an open quote": lambda: filled(HEAD + OWNER + 'a: "', lambda n: "line\n"),
        "one long comment": lambda: filled(HEAD + OWNER + "#", lambda n: "comment "),
        "many comments": lambda: filled(HEAD + OWNER, lambda n: "# c\n"),
        "many bad characters": lambda: filled(HEAD + OWNER, lambda n: "# \t\u202e\n"),
        "many ambiguous words": lambda: filled(annotations, lambda n: f"    k{n}: yes\n", OWNER),
        "many unknown keys": lambda: filled(HEAD + OWNER, lambda n: f"  k{n}: v\n"),
        "many contributors": lambda: filled(tenant, lambda n: f"  - {{name: p{n}@example.com, role: edit}}\n"),
        "many equal contributors": lambda: filled(tenant, lambda n: "  - {name: p@example.com, role: edit}\n"),
        "many look-alikes": lambda: filled(tenant, lambda n: "  - {name: " + format(n, "b").replace("0", "l") + "x@y, role: edit}\n"),
        "many wrong roles": lambda: filled(tenant, lambda n: f"  - {{name: p{n}@example.com, role: editor}}\n"),
        "many limits": lambda: filled(quota, lambda n: f"      count/r{n}.example.com: {n}\n"),
        "many wrong limits": lambda: filled(quota, lambda n: f"      r{n}: 1Kb\n"),
        "one long quantity": lambda: filled(quota + '      cpu: "1', lambda n: "0", '"\n'),
        "one long fraction": lambda: filled(quota + '      cpu: "0.', lambda n: "7", '"\n'),
        "many placeholders": lambda: filled(annotations.replace("annotations", "labels"), lambda n: f"    k{n}: ${{EMAIL}}\n", OWNER),
        "many tokens": lambda: filled(HEAD + OWNER, lambda n: f"# glpat-{n:020}\n"),
        "a block of text": lambda: filled(annotations + "    a: |\n", lambda n: "      line\n", OWNER),
    }


def reading(binary, options, base):
    profiles = base / "good" / "profiles"
    subprocess.run([sys.executable, HERE / "generate.py", str(options.tenants), str(profiles)], check=True)
    files = [str(path.relative_to(base / "good")) for path in sorted(profiles.rglob("*.yaml"))]
    check, cat = [], []
    for _ in range(options.repeats + 1):
        check.append(measured([binary, "check", "-q", *files], base / "good")[0])
        cat.append(measured(["cat", *files], base / "good")[0])
    check, cat = statistics.median(check[1:]), statistics.median(cat[1:])
    print("| files | read and checked | `cat` of them | ratio |\n|--:|--:|--:|--:|")
    print(f"| {len(files):,} | {check:.3f} s | {cat:.3f} s | {check / cat:.2f} |\n")


def worst(binary, options, base):
    rows = []
    for name, make in shapes().items():
        project = base / "worst"
        (project / "profiles").mkdir(parents=True, exist_ok=True)
        (project / "tenantry.yaml").write_text(
            f"apiVersion: tenantry.dev/v1alpha1\nkind: Config\nlimits: {{fileBytes: {MEBIBYTE}}}\n"
        )
        (project / "profiles" / "a.yaml").write_text(make())
        # Refused or not: a reader must be done with it.
        command = ["sh", "-c", f'"{binary}" check profiles/a.yaml >/dev/null 2>&1; [ $? -le 2 ]']
        taken = [measured(command, project) for _ in range(options.repeats)]
        rows.append((statistics.median(seconds for seconds, _ in taken), max(peak for _, peak in taken), name))
    print("| one file of 1 MiB | time | peak |\n|---|--:|--:|")
    for seconds, peak, name in sorted(rows, reverse=True):
        print(f"| {name} | {seconds * 1000:.0f} ms | {peak:.0f} MiB |")
    print(f"\nThe worst: {max(rows)[0] * 1000:.0f} ms, and {max(peak for _, peak, _ in rows):.0f} MiB.")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?", default=HERE.parent / "target/release/tenantry", type=Path)
    parser.add_argument("--tenants", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    binary = str(options.binary.resolve())
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        reading(binary, options, Path(folder))
        worst(binary, options, Path(folder))


if __name__ == "__main__":
    main()
