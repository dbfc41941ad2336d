"""Inputs that change while they are read: by an editor that renames, by one that writes in place, by a folder that moves.

What is rendered of a tenant is what one of its versions makes; where a file was read half, it is at least whole itself, no
Namespace is lost, and the next run sets it right.
"""

import os
import random as randoms
import threading
import time

import scene as scenes
import trees

SCENES = ("plain", "git")
WAYS = ("rename", "in place", "folder")


def plan(_scene, random, limits):
    return [(way, random.randrange(1 << 30), random.choice((1, 2, 4))) for way in WAYS for _ in range(limits["moving"])]


class Versions:
    """The inputs in two versions with the same settings, and what each makes of each tenant."""

    def __init__(self, scene):
        self.folder = scene.folder
        self.new = trees.read(scene.folder, "profiles")
        self.of_new = scene.new
        self.old = dict(self.new)
        for path, text in scenes.inputs.old(scenes.TENANTS).items():
            self.old[path] = ("file", 0o644, text.encode())
        for path in [path for path in self.old if "newcomer" in path]:
            del self.old[path]
        trees.bring(scene.folder, "profiles", self.old)
        scene.expect(["render"], 0)
        self.of_old = scene.present()
        scene.reset()
        trees.bring(scene.folder, "profiles", self.new)

    def paths(self):
        return sorted(path for path in {**self.old, **self.new} if path.endswith(".yaml"))

    def put(self, path, version, way):
        full, entry = os.path.join(self.folder, path), version.get(path)
        if entry is None:
            trees.remove(full)
        elif way == "rename":
            aside = os.path.join(self.folder, "profiles", ".editing")
            with open(aside, "wb") as file:
                file.write(entry[2])
            os.replace(aside, full)
        else:
            with open(full, "wb") as file:
                for byte in range(0, len(entry[2]), 50):
                    file.write(entry[2][byte:byte + 50])
                    file.flush()


def carry_out(scene, task, tally):
    way, seed, threads = task
    scene.versions = getattr(scene, "versions", None) or Versions(scene)
    versions, random, ended = scene.versions, randoms.Random(seed), threading.Event()
    inputs, changes = os.path.join(scene.folder, "profiles"), [0]

    def change():
        while not ended.is_set():
            if way == "folder":
                os.rename(inputs, inputs + "-away")
                time.sleep(random.random() * 0.002)
                os.rename(inputs + "-away", inputs)
            else:
                versions.put(random.choice(versions.paths()), random.choice((versions.old, versions.new)), way)
            changes[0] += 1
            time.sleep(random.random() * 0.004)

    changer = threading.Thread(target=change)
    changer.start()
    try:
        run = scene.run(scene.args, threads=threads)
    finally:
        ended.set()
        changer.join()
    trees.remove(os.path.join(inputs, ".editing"))
    judge(scene, versions, run, way, tally)
    trees.bring(scene.folder, "profiles", versions.new)
    scene.outside = scene.traces()
    scene.assert_next(f"inputs changed: {way}")
    tally["runs under change"] += 1
    tally["changes"] += changes[0]
    scene.reset()


def judge(scene, versions, run, way, tally):
    when = f"inputs changed: {way}: {run}"
    scene.require(run.code in (0, 2, 3), when)
    present = trees.files(scene.present())
    before = trees.files(scene.old)
    tally[("done", "", "errors", "refused")[run.code]] += 1
    if run.code == 2:
        scene.require("error[" in run.stderr and scenes.NAMES_A_PATH.search(run.stderr), when)
    if run.code:
        scene.require(present == before, f"{when}: something was written")
        return
    for path, entry in present.items():
        scene.require(entry[2].startswith(scenes.inputs.OWNERSHIP.encode()) and entry[2].endswith(b"\n"), f"{when}: {path}")
        of_tenant = path.count("/") >= 3
        if way != "in place" and of_tenant:
            wanted = (versions.of_old.get(path), versions.of_new.get(path))
            scene.require(entry in wanted, f"{when}: {path} is of neither version")
    lost = [path for path in before if path.endswith("/namespace.yaml") and path not in present]
    scene.require(not lost, f"{when}: Namespaces are lost: {lost}")
    scenes.assert_lists(present, lambda what: scene.require(False, f"{when}: {what}"))
