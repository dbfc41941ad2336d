"""Several runs at once in one folder: the one writes, the others are turned away or come after it."""

import subprocess
import time

import scene as scenes

SCENES = ("plain", "git", "first", "restore", "fix", "saving", "removed")
# What a run may say that was overtaken: the lock, or the file that is no longer what it was when it was read.
OVERTAKEN = ("another run is at work in", "it was changed meanwhile", "No such file", "File exists", "file exists",
             "already exists", "uncommitted", "entity not found")


def plan(_scene, random, limits):
    return [[random.random() * 0.05 * late for late in range(random.choice((2, 2, 3)))] for _ in range(limits["pairs"])]


def carry_out(scene, delays, tally):
    runs, start = [], time.monotonic()
    for delay in delays:
        time.sleep(max(0.0, delay - (time.monotonic() - start)))
        runs.append(subprocess.Popen(
            scene.command(scene.args), cwd=scene.folder, env={**scenes.ENVIRONMENT, "RAYON_NUM_THREADS": "2"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    codes = {scene.expected.code, scene.settled.code}
    done = 0
    for run in runs:
        stdout, stderr = run.communicate(timeout=scenes.LONGEST)
        if run.returncode in codes:
            done += 1
            continue
        told = run.returncode == 2 and any(words in stderr for words in OVERTAKEN)
        scene.require(told, f"{len(runs)} runs at once: exit {run.returncode}: {stdout}{stderr}")
        tally["turned away"] += 1
    when = f"{len(runs)} runs at once"
    scene.assert_whole(scene.present(), when)
    scene.assert_outside(when)
    if done == len(runs):
        scene.assert_done(when)
    scene.assert_next(when)
    tally["runs at once"] += len(runs)
    scene.reset()
