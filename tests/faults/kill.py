"""Killed: at every system call, and at random moments with several threads."""

import os
import signal
import subprocess
import time

import scene as scenes
import trace

# Which scenes, in the order of what they tell.
SCENES = ("plain", "git", "first", "restore", "fix", "saving", "only", "removed", "planned", "refused")
# Which threads take part where the moment is a random one.
THREADS = (1, 2, 4)


def plan(scene, _random, _limits):
    """A task for each system call."""
    return [("at", *point) for point in trace.Points(scene).all()]


def plan_random(_scene, random, limits):
    return [("random", random.random(), random.choice(THREADS)) for _ in range(limits["random"])]


def carry_out(scene, task, tally):
    if task[0] == "at":
        at_call(scene, task[1:], tally)
    else:
        at_random(scene, task[1:], tally)


def at_call(scene, point, tally):
    kind, number, follow = point
    log = trace.log_file()
    try:
        run = scene.run(scene.args, trace.strace(log, kind, f"{kind}:signal=KILL:when={number}", follow))
    finally:
        last = trace.calls(log)
        os.remove(log)
    landed = run.code in (-signal.SIGKILL, 128 + signal.SIGKILL)
    when = f"killed at {kind} {number}{'' if follow else ' of the first thread'}: {last[-1].rest if last else ''}"
    finish(scene, landed, run.code, when, tally)


def at_random(scene, task, tally):
    share, threads = task
    scene.took = getattr(scene, "took", None) or measured(scene)
    environment = {**scenes.ENVIRONMENT, "RAYON_NUM_THREADS": str(threads)}
    start = time.monotonic()
    process = subprocess.Popen(
        scene.command(scene.args), cwd=scene.folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    # Half of them in the last third, in which it writes.
    moment = share * 2 if share < 0.5 else 0.6 + (share - 0.5) * 0.8
    time.sleep(max(0.0, scene.took * moment - (time.monotonic() - start)))
    process.kill()
    code = process.wait()
    landed = code == -signal.SIGKILL
    # The machine may be busier or idler than when the run was measured: too late, and the next come sooner.
    scene.took *= 1.03 if landed else 0.9
    finish(scene, landed, code, f"killed at {moment:.3f} of a run with {threads} threads", tally)


def measured(scene):
    runs = []
    for _ in range(3):
        start = time.monotonic()
        scene.run(scene.args)
        runs.append(time.monotonic() - start)
        scene.reset()
    return sorted(runs)[1]


def finish(scene, landed, code, when, tally):
    if landed:
        began = scene.judge_killed(when)
        tally["crash points"] += 1
        tally["of these after the first write"] += began
    else:
        # It had ended, as it does where the call was not made again: nothing may differ then.
        scene.require(code == scene.expected.code, f"{when}: exit {code}")
        scene.assert_done(when)
        tally["ended before the kill"] += 1
    scene.reset()
