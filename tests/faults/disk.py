"""A disk with no room for another page, or for another file, or that cannot be written: a small tmpfs under what is written.

run.py works in a mount namespace of its own, so that nobody else sees these.
"""

import os
import subprocess

import trees

SCENES = ("plain", "git", "first", "restore", "removed")
PAGE = 4096


def plan(scene, random, limits):
    """From nothing to spare to more than the newer version takes, in pages and in inodes; and a disk that is read-only."""
    tasks = [("size", spare) for spare in range(limits["disks"])] + [("nr_inodes", spare) for spare in range(limits["disks"])]
    return random.sample(tasks, limits["disks"]) + [("ro", 0)]


def mount(*options, at):
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", at], check=True)


def taken(tree, what):
    if what == "nr_inodes":
        return len(tree) + 1
    return sum(-(-len(entry[2]) // PAGE) for entry in tree.values() if entry[0] == "file") * PAGE or PAGE


def carry_out(scene, task, tally):
    what, spare = task
    folder = os.path.join(scene.folder, scene.watched)
    was_there = os.path.isdir(folder)
    os.makedirs(folder, exist_ok=True)
    if what == "ro":
        options = "size=16m"
    else:
        least = taken(scene.old, what)
        options = f"{what}={least + spare * (PAGE if what == 'size' else 1)}"
    mount("-o", options, at=folder)
    try:
        fill(scene)
        if what == "ro":
            mount("-o", "remount,ro", at=folder)
        run = scene.run(scene.args)
        when = f"a disk with {options}, {spare} to spare, {what}"

        def make_room():
            mount("-o", "remount,rw,size=64m,nr_inodes=100000", at=folder)

        # Any name will do: the disk is full at another file each time, but a file of what is written it is.
        tally[scene.judge_failed(run, {".yaml", scene.watched}, when, make_room)] += 1
        tally["disks"] += 1
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    if not was_there:
        os.rmdir(folder)
    scene.reset()


def fill(scene):
    """The older version, on the small disk."""
    trees.bring(scene.folder, scene.watched, {scene.watched: ("folder",), **scene.old})
