#!/usr/bin/env python3
"""Time tenantry against `cp -r` of its own output and against the home-made script: run.py [BINARY] [options]

For each size: median of cold renders (no rendered/ before), of `cp -r` of the result, of second renders with nothing
to write, and of the home-made script. The runs of a round follow each other, over all programs and sizes, so that a
machine that slows down slows all of them. Prints a Markdown table; every ratio in it is of this one run.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Three trees of about ten small files a tenant, a page each, and the inputs.
BYTES_PER_TENANT = 150 * 1024


def measured(command, cwd, codes=(0,)):
    """Seconds and peak MiB of one command that must end with one of these codes."""
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            errors.seek(0)
            text = errors.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{text}")
    return seconds, usage.ru_maxrss / 1024


def file_system(folder):
    """The type of the file system that holds the folder, as the kernel names it."""
    best = ("", "unknown")
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, mount, kind = line.split()[:3]
        mount = mount.encode().decode("unicode_escape")
        if Path(folder).resolve().is_relative_to(mount) and len(mount) >= len(best[0]):
            best = (mount, kind)
    return best[1]


def remove(*trees):
    subprocess.run(["rm", "-rf", *map(str, trees)], check=True)


def rounds(sizes, options, base):
    """Every time that was taken, by size and then by name, and the highest peak of a cold render."""
    times = {size: {"render": [], "cp": [], "second": [], "home-made": []} for size in sizes}
    peaks = dict.fromkeys(sizes, 0.0)
    for turn in range(max(options.repeats, options.homemade_repeats)):
        for size in sizes:
            place = base / str(size)
            rendered, copy, homemade = place / "rendered", place / "copy", place / "home-made"
            print(f"round {turn + 1}, {size:,} tenants", file=sys.stderr)
            if turn < options.repeats:
                remove(rendered, copy)
                seconds, peak = measured([options.binary, "render"], place)
                times[size]["render"].append(seconds)
                peaks[size] = max(peaks[size], peak)
                times[size]["cp"].append(measured(["cp", "-r", rendered, copy], place)[0])
                probe = (rendered / "tenants" / "kustomization.yaml").stat().st_mtime_ns
                times[size]["second"].append(measured([options.binary, "render"], place)[0])
                if probe != (rendered / "tenants" / "kustomization.yaml").stat().st_mtime_ns:
                    sys.exit("the second render has written again: its time means nothing")
            if turn < options.homemade_repeats:
                remove(homemade)
                script = [sys.executable, HERE / "homemade" / "render.py", "profiles", homemade]
                times[size]["home-made"].append(measured(script, place)[0])
    return times, peaks


def objects(folder):
    """The objects of one tenant's folder by identity; kustomization files aside."""
    import yaml  # here, so that the measuring process stays small: its own memory is the floor of what it can see

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        for document in yaml.load_all(path.read_bytes(), Loader=loader):
            if path.name == "kustomization.yaml":
                identity = "kustomization.yaml"
            else:
                identity = (document["apiVersion"], document["kind"], document["metadata"]["name"])
            if identity in found:
                sys.exit(f"{path}: {identity} twice")
            found[identity] = document
    return found


def compare(ours, theirs, sample=20):
    """Stop unless both trees have the same tenants, and the same objects for a sample; print how many objects."""
    ours, theirs = Path(ours) / "tenants", Path(theirs) / "tenants"
    if objects(ours) != objects(theirs):
        sys.exit("not comparable: the lists of tenants differ")
    names = [sorted(path.name for path in tree.iterdir() if path.is_dir()) for tree in (ours, theirs)]
    if names[0] != names[1]:
        sys.exit("not comparable: the folders differ")
    for name in names[0][:: max(1, len(names[0]) // sample)][:sample]:
        one, other = objects(ours / name), objects(theirs / name)
        for identity in one.keys() | other.keys():
            if one.get(identity) != other.get(identity):
                sys.exit(f"not comparable: {name}: {identity}\n{one.get(identity)}\n{other.get(identity)}")
    files = (path for path in ours.glob("*/*.yaml") if path.name != "kustomization.yaml")
    print(sum(f"\n{path.read_text()}".count("\nkind: ") for path in files))


def table(sizes, times, peaks, counts, floor):
    seconds = {size: {name: statistics.median(runs) for name, runs in times[size].items() if runs} for size in sizes}
    heads = "tenants,objects,render,`cp -r`,render / cp,second render,home-made,home-made / render,peak".split(",")
    print(f"| {' | '.join(heads)} |\n|{'--:|' * len(heads)}")
    for size in sizes:
        s = seconds[size]
        peak = f"{peaks[size]:.0f} MiB" if peaks[size] > floor else f"under {floor:.0f} MiB"
        print(
            f"| {size:,} | {counts[size]:,} | {s['render']:.3f} s | {s['cp']:.3f} s | {s['render'] / s['cp']:.2f} "
            f"| {s['second']:.3f} s | {s['home-made']:.2f} s | {s['home-made'] / s['render']:.1f} | {peak} |"
        )
    small, large = sizes[0], sizes[-1]
    if small != large:
        growth = seconds[large]["render"] / seconds[small]["render"]
        memory = f", and peaks at {peaks[large] / peaks[small]:.2f} times the memory" if peaks[small] > floor else ""
        print(f"\nFrom {small:,} to {large:,} tenants ({large / small:g} times as many)", end=" ")
        print(f"render takes {growth:.1f} times as long{memory}.")


def main():
    if sys.argv[1:2] == ["--compare"]:
        return compare(*sys.argv[2:4])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?", default=HERE.parent / "target" / "release" / "tenantry", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10000], metavar="N")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--homemade-repeats", type=int, default=3)
    parser.add_argument("--dir", default="/dev/shm", help="where to work; a tmpfs, else the disk is measured too")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    if not os.access(options.binary, os.X_OK):
        parser.error(f"{options.binary} is not there; cargo build --release --locked makes it")
    if min(*options.sizes, options.repeats, options.homemade_repeats) < 1:
        parser.error("sizes and repeats begin at 1")
    needed = sum(options.sizes) * BYTES_PER_TENANT
    if shutil.disk_usage(options.dir).free < needed:
        parser.error(f"{options.dir} has less than {needed >> 20} MiB free; name another folder with --dir")
    kind = file_system(options.dir)
    if kind != "tmpfs":
        print(f"warning: {options.dir} is {kind}, not tmpfs: these times include the disk", file=sys.stderr)

    base = Path(tempfile.mkdtemp(prefix="tenantry-bench-", dir=options.dir))
    try:
        sizes = sorted(set(options.sizes))
        for size in sizes:
            place = base / str(size)
            subprocess.run([sys.executable, HERE / "generate.py", str(size), place / "profiles"], check=True)
            (place / "tenantry.yaml").write_text("apiVersion: tenantry.dev/v1alpha1\nkind: Config\n")
        times, peaks = rounds(sizes, options, base)
        floor = measured(["true"], base)[1]
        counts = {}
        for size in sizes:
            trees = [base / str(size) / "rendered", base / str(size) / "home-made"]
            checked = subprocess.run([sys.executable, __file__, "--compare", *trees], stdout=subprocess.PIPE, text=True)
            if checked.returncode != 0:
                sys.exit(checked.returncode)
            counts[size] = int(checked.stdout)
    finally:
        remove(base)
    machine = f"{len(os.sched_getaffinity(0))} cores ({platform.machine()}), {kind}, Python {platform.python_version()}"
    print(f"{machine}; medians of {options.repeats} runs, of the home-made script of {options.homemade_repeats};")
    print("both trees hold the same objects.\n")
    table(sizes, times, peaks, counts, floor)


if __name__ == "__main__":
    main()
