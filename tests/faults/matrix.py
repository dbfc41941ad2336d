"""The same bytes, whatever the clock, the locale, the mask of modes, the threads, the cores, the place and the environment."""

import os
import shutil
import stat
import subprocess

import scene as scenes

SCENES = ("first", "git", "restore", "diff", "check")
CLOCKS = (None, "0", "1700000000", "4102444800")
LOCALES = ({}, {"LC_ALL": "tr_TR.UTF-8"}, {"LANG": "C"}, {"LC_ALL": "C.UTF-8", "LANGUAGE": "de"}, {"LC_ALL": "nonsense"})
ZONES = ({}, {"TZ": "Asia/Kathmandu"}, {"TZ": ":nowhere"})
MASKS = ("022", "077", "000", "027")
THREADS = ("1", "2", "3", "8")
PLACES = ("here", "-C", "link")
HOMES = ("/nonexistent", None, "")
# Answers for the clock, before the library's own: whoever asks gets this time.
SHIM = r"""
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>
static time_t told(void) { return atoll(getenv("TENANTRY_FAULTS_CLOCK")); }
int clock_gettime(clockid_t id, struct timespec *at) {
    if (id != CLOCK_REALTIME) return syscall(SYS_clock_gettime, id, at);
    at->tv_sec = told(); at->tv_nsec = 0; return 0;
}
int gettimeofday(struct timeval *at, void *zone) { at->tv_sec = told(); at->tv_usec = 0; return 0; }
time_t time(time_t *at) { time_t now = told(); if (at) *at = now; return now; }
"""


def plan(_scene, random, limits):
    """So many of all combinations, by chance, each value of each axis among them."""
    axes = (CLOCKS, LOCALES, ZONES, MASKS, THREADS, PLACES, HOMES)
    every = [tuple(axis[index % len(axis)] for axis in axes) for index in range(max(map(len, axes)))]
    return every + [tuple(random.choice(axis) for axis in axes) for _ in range(limits["matrix"])]


def clock(folder):
    """The shim, compiled; nothing where there is no compiler."""
    library = os.path.join(folder, "clock.so")
    if not os.path.exists(library):
        if not shutil.which("cc"):
            return None
        made = subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", library], input=SHIM.encode(), check=False)
        if made.returncode:
            return None
    return library


def carry_out(scene, task, tally):
    now, locale, zone, mask, threads, place, home = task
    environment = {**scenes.ENVIRONMENT, **locale, **zone, "RAYON_NUM_THREADS": threads}
    if now is not None:
        library = clock(os.path.dirname(scene.base))
        if library:
            environment |= {"LD_PRELOAD": library, "TENANTRY_FAULTS_CLOCK": now, "SOURCE_DATE_EPOCH": now}
            tally["of these with another clock"] += 1
        else:
            tally["SKIPPED: no compiler for another clock"] += 1
    environment["HOME"] = home or ""
    if home is None:
        del environment["HOME"]
    folder, args = scene.folder, scene.args
    if place == "-C":
        folder, args = "/", ["-C", scene.folder, *scene.args]
    link = scene.base + ".link"
    if place == "link":
        if not os.path.islink(link):
            os.symlink(scene.folder, link)
        folder = link
    pinned = ["taskset", "-c", "0"] if threads == "3" and shutil.which("taskset") else []
    done = subprocess.run(
        ["sh", "-c", f'umask {mask} && exec "$@"', "sh", *pinned, scene.binary, *args], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=scenes.LONGEST)
    if place == "link":
        os.remove(link)
    when = f"{task}: exit {done.returncode}: {done.stderr.decode()}"
    scene.require(done.returncode == scene.expected.code, when)
    said = done.stdout.decode()
    if place == "-C":
        said = said.replace(scene.folder.lstrip("/") + "/", "")
    scene.require(said == scene.expected.stdout, f"{when}: other words: {said}")
    assert_same(scene, int(mask, 8), when)
    scene.assert_outside(when)
    tally["equal runs"] += 1
    scene.reset()


def assert_same(scene, mask, when):
    """The bytes of the newer version; the modes of what is new are what the mask leaves of 0666 and 0777."""
    present = scene.present()
    scene.require(set(present) == set(scene.new), f"{when}: other paths")
    for path, entry in scene.new.items():
        if entry[0] != "file":
            continue
        scene.require(present[path][2] == entry[2], f"{when}: other bytes in {path}")
        kept = scene.old.get(path) == entry or (not scene.is_tree and path in scene.old)
        wanted = entry[1] if kept else 0o666 & ~mask
        scene.require(present[path][1] == wanted, f"{when}: {path} has mode {present[path][1]:o}, not {wanted:o}")
    if "rendered" not in scene.old and scene.watched == "rendered":
        mode = stat.S_IMODE(os.stat(os.path.join(scene.folder, "rendered")).st_mode)
        scene.require(mode == 0o777 & ~mask, f"{when}: the folder has mode {mode:o}")
