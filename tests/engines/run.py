#!/usr/bin/env python3
"""Argo CD's and Flux's own code against a real API server: `run.py TENANTRY`. See README.md.

The programs are named by TENANTRY_CONTROL_PLANE, TENANTRY_ENGINE_ARGOCD and TENANTRY_ENGINE_FLUX.
"""

import os
import sys
import time

import life
from cluster import Cluster
from engine import Engine

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
STEPS = os.path.join(REPOSITORY, "tests", "e2e", "life")
PROGRAMS = {"argocd": "TENANTRY_ENGINE_ARGOCD", "flux": "TENANTRY_ENGINE_FLUX"}


def main():
    binary = os.path.abspath(sys.argv[1])
    only = sys.argv[2:]
    problems = []
    for name in PROGRAMS:
        for part in ("example", "life"):
            if only and name not in only and part not in only:
                continue
            began = time.monotonic()
            cluster = Cluster(os.environ["TENANTRY_CONTROL_PLANE"])
            engine = Engine(name, os.environ[PROGRAMS[name]], cluster, binary)
            try:
                if part == "example":
                    lived = life.example(cluster, engine, REPOSITORY)
                else:
                    lived = life.whole(cluster, engine, STEPS)
            finally:
                engine.close()
                cluster.close()
            print(f"{name}: {part}: {lived.tally}, {len(lived.problems)} problems, {time.monotonic() - began:.0f} s", flush=True)
            problems += [f"{name}: {part}: {one}" for one in lived.problems]
    print(*problems, sep="\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
