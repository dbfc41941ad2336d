#!/usr/bin/env python3
"""Faults of every kind, and what must hold of a run that meets them: `run.py [--short | --long] [--only KIND] BINARY`.

Prints its seed and its counts, and fails when something does not hold or a count falls below its floor. Python, git and
strace only; what a machine does not allow is told as SKIPPED.
"""

import argparse
import collections
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import disk  # noqa: E402
import errors  # noqa: E402
import kill  # noqa: E402
import links  # noqa: E402
import matrix  # noqa: E402
import moving  # noqa: E402
import output  # noqa: E402
import pairs  # noqa: E402
import power  # noqa: E402
import scene as scenes  # noqa: E402
import trace  # noqa: E402

# By name: the module, how it plans, and the scenes.
KINDS = {
    "kill": (kill, kill.plan, kill.SCENES),
    "random-kill": (kill, kill.plan_random, kill.SCENES),
    "errors": (errors, errors.plan, errors.SCENES),
    "disk": (disk, disk.plan, disk.SCENES),
    "pairs": (pairs, pairs.plan, pairs.SCENES),
    "output": (output, output.plan, output.SCENES),
    "moving": (moving, moving.plan, moving.SCENES),
    "links": (links, links.plan, links.SCENES),
    "matrix": (matrix, matrix.plan, matrix.SCENES),
    "power": (power, power.plan, power.SCENES),
}
# What takes strace, and what takes a mount namespace.
TRACED, MOUNTED = ("kill", "errors", "links"), ("disk", "power")
# How much of each kind; the least of each count that must come together.
SHORT = {
    "tenants": 3, "sample": {"kill": 80, "errors": 60, "links": 50, "output": 24}, "random": 2, "disks": 3, "pairs": 1,
    "matrix": 1, "moving": 1, "swaps": 4, "races": 1, "static": 6, "power": 1,
}
LONG = {
    "tenants": 6, "sample": {"errors": 5500}, "random": 320, "disks": 30, "pairs": 30, "matrix": 40, "moving": 40,
    "swaps": 200, "races": 10, "static": 60, "power": 20,
}
FLOORS = {
    "short": {
        "kill": {"crash points": 60}, "random-kill": {"crash points": 4}, "errors": {"injected errors": 50},
        "disk": {"disks": 15}, "pairs": {"runs at once": 14}, "moving": {"runs under change": 6},
        "links": {"path escapes": 30, "of these exchanged at a call": 5}, "output": {"outputs": 20},
        "matrix": {"equal runs": 25},
    },
    "long": {
        "kill": {"crash points": 7500}, "random-kill": {"crash points": 2000}, "errors": {"injected errors": 5000},
        "disk": {"disks": 150}, "pairs": {"runs at once": 400}, "moving": {"runs under change": 200},
        "links": {"path escapes": 2000, "of these exchanged at a call": 1000}, "output": {"outputs": 250},
        "matrix": {"equal runs": 200},
    },
}


class Worker:
    """One process: the scenes that it made, in a folder of its own."""

    def __init__(self, folder, binary, tenants):
        self.folder = os.path.join(folder, str(os.getpid()))
        self.binary, self.made = binary, {}
        scenes.TENANTS = tenants

    def scene(self, name):
        if name not in self.made:
            self.made[name] = scenes.make(self.folder, self.binary, name)
        return self.made[name]

    def attempt(self, kind, name, task):
        """Carries out one task; what it counted, and what did not hold."""
        tally, broken = collections.Counter(), None
        try:
            KINDS[kind][0].carry_out(self.scene(name), task, tally)
        except scenes.Broken as error:
            broken = f"{task}: {error}"
        except Exception:
            broken = f"{task}: {name}: {traceback.format_exc()}"
        if broken:
            # Whatever it left behind is of no use to the next.
            self.made.pop(name, None)
        tally["runs"] += 1
        return kind, tally, broken


def start(*arguments):
    global WORKER
    WORKER = Worker(*arguments)


def attempt(one):
    return WORKER.attempt(*one)


def plan(kind, limits, seed, worker, only):
    """The tasks of a kind, over all of its scenes."""
    _, planned, names = KINDS[kind]
    tasks = []
    for name in names if only is None else [name for name in names if name in only]:
        scene = worker.scene(name) if name else None
        tasks += [(kind, name, task) for task in planned(scene, random.Random(f"{seed} {kind} {name}"), limits)]
    chosen = random.Random(f"{seed} {kind}")
    most = limits["sample"].get(kind)
    return chosen.sample(tasks, most) if most and most < len(tasks) else tasks


def below(counted, floors):
    return [f"{what}: {counted[what]} of at least {least}" for what, least in floors.items() if counted[what] < least]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--short", dest="form", action="store_const", const="short", default="short")
    form.add_argument("--long", dest="form", action="store_const", const="long")
    parser.add_argument("--only", action="append", choices=KINDS, help="a kind of fault; may be given several times")
    parser.add_argument("--scene", action="append", choices=scenes.PREPARE, help="only these scenes")
    parser.add_argument("--seed", type=int, help="of an earlier run, to see it again")
    parser.add_argument("--dir", default="/dev/shm" if os.path.isdir("/dev/shm") else None, help="a tmpfs is fastest")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fail-fast", action="store_true")
    parser.add_argument("binary")
    return parser.parse_args()


def alone():
    """Goes on in a mount namespace of its own, in which small disks can be mounted that nobody else sees."""
    if os.environ.get("TENANTRY_FAULTS_ALONE"):
        return True
    os.environ["TENANTRY_FAULTS_ALONE"] = "yes"
    for way in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        if shutil.which("unshare") and subprocess.run([*way, "true"], check=False, capture_output=True).returncode == 0:
            os.execvp(way[0], [*way, sys.executable, *sys.argv])
    return False


def main():
    asked = arguments()
    may_mount = alone()
    seed = asked.seed if asked.seed is not None else random.randrange(1 << 31)
    limits = SHORT if asked.form == "short" else LONG
    print(f"{asked.form} form, seed {seed}", flush=True)
    folder = tempfile.mkdtemp(prefix="tenantry-faults-", dir=asked.dir)
    failed = False
    try:
        given = (folder, os.path.abspath(asked.binary), limits["tenants"])
        planner = Worker(*given)
        with multiprocessing.Pool(asked.jobs, start, given) as pool:
            for kind in possible(asked.only or KINDS, may_mount):
                failed |= not run_kind(kind, pool, plan(kind, limits, seed, planner, asked.scene), asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("FAILED" if failed else "all that must hold held")
    return 1 if failed else 0


def possible(kinds, may_mount):
    """The kinds that this machine allows; the others are told."""
    for kind in kinds:
        if kind in TRACED and not trace.available():
            print(f"SKIPPED: {kind}: there is no strace")
        elif kind in MOUNTED and not may_mount:
            print(f"SKIPPED: {kind}: no mount namespace can be made here")
        else:
            yield kind


def run_kind(kind, pool, tasks, asked):
    began, counted, broken = time.monotonic(), collections.Counter(), []
    for done, (_, tally, problem) in enumerate(pool.imap_unordered(attempt, tasks, chunksize=4), 1):
        counted.update(tally)
        if done % 500 == 0:
            counts = ", ".join(f"{count} {what}" for what, count in counted.items())
            print(f"{kind}: {done} of {len(tasks)} ({time.monotonic() - began:.0f} s): {counts}", flush=True)
        if problem:
            broken.append(problem)
            if len(broken) <= 10:
                print(f"BROKEN: {kind}: {problem}", flush=True)
            if asked.fail_fast:
                break
    few = below(counted, FLOORS[asked.form].get(kind, {}))
    for line in few:
        print(f"TOO FEW: {kind}: {line}")
    counts = ", ".join(f"{count} {what}" for what, count in counted.items())
    print(f"{kind}: {counts}, {len(broken)} broken ({time.monotonic() - began:.0f} s)", flush=True)
    return not broken and not few


if __name__ == "__main__":
    sys.exit(main())
