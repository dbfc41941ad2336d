#!/usr/bin/env python3
"""Argo CD's and Flux's own code against a real API server: `run.py TENANTRY [argocd|flux]`. See README.md.

The programs are named by TENANTRY_CONTROL_PLANE, TENANTRY_ENGINE_ARGOCD and TENANTRY_ENGINE_FLUX.
"""

import concurrent.futures
import os
import sys
import time

import life
import scenes
from bad_starts import Stage
from cluster import Cluster
from engine import Engine

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
STEPS = os.path.join(REPOSITORY, "tests", "e2e", "life")
PROGRAMS = {"argocd": "TENANTRY_ENGINE_ARGOCD", "flux": "TENANTRY_ENGINE_FLUX"}
# As docs/sync-engines.md says.
ARGUMENTS = {"argocd": [], "flux": ["--override-manager=manager"]}

# Below these counts a part has not done what it is for.
FLOORS = {
    "example": {"syncs": 2, "objects": 270, "changes": 140, "questions": 300, "looks": 4, "namespaces": 12},
    "life": {"steps": 13, "objects": 300, "changes": 70, "questions": 450, "revoked": 8, "looks": 26, "namespaces": 3},
    "bad starts": {"scenes": 9, "syncs": 4},
    "bad starts without the flag": {"scenes": 1, "syncs": 3},
}

# The revokes that do not happen, as docs/sync-engines.md has them.
KNOWN = {
    "argocd": {
        "annotation": "stays, and it is said",
        "mark": "stays, silently",
        "finalizer": "stays, and it is said",
        "field": "stays, silently",
        "selector": "stays, silently",
        "controller": "stays, silently",
    },
    "flux": {**dict.fromkeys(("annotation", "mark", "finalizer", "field", "selector"), "stays, silently"), "controller": "goes"},
}
# And those that do not happen where kustomize-controller runs without its flag.
WITHOUT_THE_FLAG = ["the cloud identity stays", "a limit stays"]


def example(cluster, engine):
    lived = life.example(cluster, engine, REPOSITORY)
    return lived.tally, lived.problems


def whole(cluster, engine):
    lived = life.whole(cluster, engine, STEPS)
    return lived.tally, lived.problems


def bad_starts(cluster, engine):
    stage = Stage(cluster, engine, scenes.ALL)
    problems = stage.play()
    tally = dict(scenes=len(stage.scenes), syncs=stage.syncs, known=stage.known)
    if stage.known != KNOWN[engine.name]:
        problems.append(f"the docs say {KNOWN[engine.name]}")
    return tally, problems


def without_the_flag(cluster, engine):
    scene = scenes.what_controllers_made_is_taken_over
    stage = Stage(cluster, engine, [scene])
    found = [one.removeprefix(f"{scene.__name__}: ") for one in stage.play()]
    problems = [f"the docs say that {what}" for what in WITHOUT_THE_FLAG if what not in found]
    # The rest is what the controllers wrote and nobody took over; that is no access.
    problems += [one for one in found if one not in WITHOUT_THE_FLAG and not one.startswith(("taken over: ", "retired: "))]
    return dict(scenes=1, syncs=stage.syncs, known=len(found)), problems


PARTS = {"example": example, "life": whole, "bad starts": bad_starts, "bad starts without the flag": without_the_flag}


def play(name, part, binary):
    began = time.monotonic()
    arguments = ARGUMENTS[name] if part != "bad starts without the flag" else []
    cluster = Cluster(os.environ["TENANTRY_CONTROL_PLANE"])
    try:
        engine = Engine(name, os.environ[PROGRAMS[name]], cluster, binary, *arguments)
        try:
            tally, problems = PARTS[part](cluster, engine)
        finally:
            engine.close()
    finally:
        cluster.close()
    for what, floor in FLOORS[part].items():
        if tally[what] < floor:
            problems.append(f"only {tally[what]} {what}, and {floor} were to be")
    print(f"{name}: {part}: {tally}, {len(problems)} problems, {time.monotonic() - began:.0f} s", flush=True)
    return [f"{name}: {part}: {one}" for one in problems]


def main():
    binary = os.path.abspath(sys.argv[1])
    wanted = [(name, part) for name in PROGRAMS for part in PARTS if name == "flux" or part != "bad starts without the flag"]
    wanted = [(name, part) for name, part in wanted if sys.argv[2:] in ([], [name])]
    # Two at a time: each has a control plane of its own, and waits for it most of the time.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(play, name, part, binary) for name, part in wanted]
        problems = [one for run in runs for one in run.result()]
    print(*problems, sep="\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
