"""What is said cannot be said: standard output or error closed, full, or without a reader; and no standard input."""

import os
import subprocess

import scene as scenes

SCENES = ("plain", "git", "first", "restore", "fix", "saving", "only", "removed", "refused", "check", "diff")
# The redirection, and whether the run may then end as if nothing were wrong: where nobody listens, nothing is lost.
WAYS = {
    ">&-": True, "2>&-": True, ">&- 2>&-": True, "<&-": True, "<&- >&- 2>&-": True,
    ">/dev/full": False, "2>/dev/full": True, ">/dev/full 2>/dev/full": False, "| true": True,
}
FORMATS = ((), ("--format", "json"), ("--quiet",))


def plan(_scene, _random, _limits):
    return [(way, form) for way in WAYS for form in FORMATS]


def carry_out(scene, task, tally):
    way, form = task
    args = [*scene.args, *form]
    script = f'set -o pipefail; "$0" "$@" {way}'
    done = subprocess.run(
        ["bash", "-c", script, scene.binary, *args], cwd=scene.folder, env=scenes.ENVIRONMENT, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=scenes.LONGEST)
    error = done.stderr.decode()
    when = f"{' '.join(args)} {way}: exit {done.returncode}: {error}"
    present = scene.present()
    if done.returncode == scene.expected.code:
        says_nothing = "--quiet" in form or (scene.expected.code > 1 and not form)
        scene.require(WAYS[way] or says_nothing, f"{when}: output that could not be written is no error")
        scene.assert_done(when)
    else:
        scene.require(done.returncode == 2 and not WAYS[way], f"{when}: it should be as ever")
        told = "cannot write to standard output" in error
        scene.require(told or "2>" in way, f"{when}: what could not be written is not named")
        scene.require(scene.is_tree or os.path.lexists(os.path.join(scene.folder, scene.watched)), when)
    scene.assert_whole(present, when)
    scene.assert_outside(when)
    scene.assert_next(when)
    tally["outputs"] += 1
    scene.reset()
