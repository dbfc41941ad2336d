"""A power cut: the repository lies on an ext4 of its own on a loop device, which is shut down while a run is at work or just
after it. What had not reached the disk is gone; then the next run repairs.

Only here files may be found that are neither old nor new: nothing is synced of what can be made again. What people wrote is.
"""

import array
import errno
import fcntl
import os
import shutil
import subprocess
import time

import scene as scenes
import trees

SCENES = ("plain", "git", "first", "restore", "fix", "removed")
SHUTDOWN = 0x8004587D
# Flags: the journal is written first, so that names come to the disk and bytes do not; or nothing is.
LOGFLUSH, NOLOGFLUSH = 1, 2
OPTIONS = ("loop,commit=1", "loop,noauto_da_alloc,commit=1")


def plan(scene, random, limits):
    return [(random.random(), random.choice((LOGFLUSH, NOLOGFLUSH)), random.choice(OPTIONS)) for _ in range(limits["power"])]


class Disk:
    """A scene on a file system of its own, kept as an image to begin from."""

    def __init__(self, scene):
        self.place = scene.base + ".disk"
        self.image, self.work = self.place + ".before", self.place + ".image"
        os.makedirs(self.place, exist_ok=True)
        with open(self.work, "wb") as file:
            file.truncate(48 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0", self.work], check=True)
        self.mount("loop")
        try:
            self.scene = scenes.make(self.place, scene.binary, scene.name)
            self.took = time.monotonic()
            self.scene.run(self.scene.args)
            self.took = time.monotonic() - self.took
            self.scene.reset()
            self.scene.outside = self.scene.traces()
            os.sync()
        finally:
            self.umount()
        shutil.copyfile(self.work, self.image)

    def mount(self, options):
        subprocess.run(["mount", "-o", options, self.work, self.place], check=True)

    def umount(self):
        # The system may not be done yet with what a killed process held.
        for _ in range(100):
            if subprocess.run(["umount", self.place], check=False, capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        subprocess.run(["umount", self.place], check=True)

    def cut(self, flag):
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, array.array("I", [flag]))
        finally:
            os.close(handle)


def carry_out(scene, task, tally):
    refused = why_not(scene)
    if refused:
        tally[f"SKIPPED: {refused}"] += 1
        return
    moment, flag, options = task
    scene.disk = getattr(scene, "disk", None) or Disk(scene)
    disk, inner = scene.disk, scene.disk.scene
    subprocess.run(["cp", "--sparse=always", disk.image, disk.work], check=True)
    disk.mount(options)
    try:
        process = subprocess.Popen(
            inner.command(inner.args), cwd=inner.folder, env={**scenes.ENVIRONMENT, "RAYON_NUM_THREADS": "2"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # From its start to a second after its end, by when the journal was written at least once.
        time.sleep(moment * disk.took * 1.5 if moment < 0.7 else disk.took + (moment - 0.7) * 5)
        disk.cut(flag)
        process.kill()
        process.wait()
    finally:
        disk.umount()
    disk.mount("loop")
    try:
        judge(inner, f"power cut {task}", tally)
    finally:
        disk.umount()


def judge(scene, when, tally):
    old, new = trees.files(scene.old), trees.files(scene.new)
    present = {path: e for path, e in trees.files(scene.present()).items() if not trees.is_temporary(path)}
    # What rename had brought to its place keeps its mode; only the bytes may be missing.
    torn = [path for path, entry in present.items() if entry not in (old.get(path), new.get(path))]
    hollow = [path for path in torn if not present[path][2].strip(b"\0")]
    scene.require(torn == hollow, f"{when}: bytes of something else in {[p for p in torn if p not in hollow]}")
    gone = [path for path in old if path in new and path not in present]
    scene.require(scene.is_tree or not (torn or gone), f"{when}: what people wrote is lost: {torn}, {gone}")
    scene.assert_outside(when)
    scene.assert_next(f"{when}, {len(hollow)} files without bytes")
    tally["power cuts"] += 1
    tally["of these after something had reached the disk"] += present != old
    tally["files found without bytes"] += len(hollow)


WHY_NOT = []


def why_not(scene):
    """What this machine refuses, the call and its errno; nothing if it refuses nothing."""
    if not WHY_NOT:
        WHY_NOT.append(tried(scene))
    return WHY_NOT[0]


def tried(scene):
    if not shutil.which("mkfs.ext4"):
        return "a power cut: mkfs.ext4 is not there"
    image, place = scene.base + ".try", scene.base + ".try.disk"
    os.makedirs(place, exist_ok=True)
    with open(image, "wb") as file:
        file.truncate(8 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    mounted = subprocess.run(["mount", "-o", "loop", image, place], check=False, capture_output=True, text=True)
    if mounted.returncode:
        return f"a power cut: mount -o loop: {mounted.stderr.strip()}"
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, SHUTDOWN, array.array("I", [NOLOGFLUSH]))
    except OSError as error:
        return f"a power cut: ioctl EXT4_IOC_SHUTDOWN: {errno.errorcode[error.errno]}"
    finally:
        os.close(handle)
        subprocess.run(["umount", place], check=True)
        os.remove(image)
    return None
