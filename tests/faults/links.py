"""Ways out of the folder: a folder or a file that is a link, or becomes one while a run is at work; names that lead elsewhere;
hard links and mounts. What lies outside is never touched.

Three ways to be at the right moment: before the run; at a system call, after which strace stops the run until the folder was
exchanged; and at random, by exchanging the two as fast as can be.
"""

import ctypes
import os
import signal
import subprocess
import threading
import time

import inputs
import scene as scenes
import trace
import trees

SCENES = ("plain", "git", "first", "restore", "fix", "only", "removed")
# The calls that look at paths, or write.
LOOKING = ("open", "openat", "openat2", "statx", "newfstatat", "readlink", "getdents64", "mkdirat", "mkdir", "renameat",
           "rename", "renameat2", "unlinkat", "unlink", "rmdir", "flock", "fchmod", "read", "write", "close")
WRITING = ("open", "openat", "openat2", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir",
           "link", "linkat", "symlink", "symlinkat", "truncate", "chmod", "fchmodat", "chown", "lchown", "fchownat")
NAMES = ("../../canary/folder", "..", "/canary", "a/../../../canary", "..%2fcanary", "team-a\x00", "canary\\..\\..", ".git",
         "..\u2024", "~root", "-C", "team-a/../team-b")
EXCHANGE = 2
LIBRARY = ctypes.CDLL(None, use_errno=True)


def plan(scene, random, limits):
    tasks = [("at", point, target) for point in trace.Points(scene).all(LOOKING) if point[2] for target in targets(scene)]
    tasks = random.sample(tasks, min(limits["swaps"], len(tasks)))
    tasks += [("race", random.randrange(1 << 30), target, random.choice((1, 2, 4)))
              for target in targets(scene) for _ in range(limits["races"])]
    tasks += [("link", path) for path in sorted(scene.old)] + [("hard", path) for path in sorted(trees.files(scene.old))]
    if scene.is_tree:
        tasks += [("name", name, where) for name in NAMES for where in ("Profile", "file", "rendered", "profiles", "flag")]
        tasks += [("mount", path) for path in sorted(scene.old) if scene.old[path] == ("folder",)]
    most = limits["static"]
    static = [task for task in tasks if task[0] not in ("at", "race")]
    return [task for task in tasks if task[0] in ("at", "race")] + random.sample(static, min(most, len(static)))


def targets(scene):
    """The folders that are exchanged: what is written, and what lies in it; and the inputs."""
    folders = [path for path, entry in scene.old.items() if entry == ("folder",)]
    return sorted({"profiles", *folders} - ({"profiles/more"} if scene.watched == "rendered" else set()))


class Swap:
    """A folder and a link to a copy of it outside, which can be exchanged."""

    def __init__(self, scene, path):
        self.folder = os.path.join(scene.folder, path)
        self.aside = os.path.join(scene.base, "aside")
        self.canary = os.path.join(scene.base, "canary-copy")
        # As like it as can be: only its place can be the reason to leave it alone.
        below = trees.read(scene.folder, path)
        self.copy = {"canary-copy" + name.removeprefix(path): entry for name, entry in below.items()}
        trees.bring(scene.base, "canary-copy", self.copy)
        os.symlink(self.canary, self.aside)
        self.before = trees.traces(self.canary)

    def exchange(self):
        done = LIBRARY.renameat2(-100, self.folder.encode(), -100, self.aside.encode(), EXCHANGE)
        if done:
            raise OSError(ctypes.get_errno(), "renameat2", self.folder)

    def end(self, scene):
        """Puts the folder back, and looks at what is outside."""
        if os.path.islink(self.folder):
            self.exchange()
        touched = trees.differences(self.before, trees.traces(self.canary))
        trees.remove(self.aside)
        trees.remove(self.canary)
        scene.require(not touched, f"outside is touched: {touched[:5]}")


def carry_out(scene, task, tally):
    try:
        {"at": at_call, "race": race, "link": static_link, "hard": hard_link, "name": name, "mount": mount}[task[0]](
            scene, *task[1:], tally)
    finally:
        for path in ("aside", "canary-copy"):
            trees.remove(os.path.join(scene.base, path))
    scene.reset()


def at_call(scene, point, path, tally):
    """Stops the run after a system call, exchanges, and lets it go on."""
    kind, number, _ = point
    if not os.path.isdir(os.path.join(scene.folder, path)):
        return
    swap, log = Swap(scene, path), trace.log_file()
    command = trace.strace(log, ",".join({kind, *WRITING}), f"{kind}:signal=STOP:when={number}")
    environment = {**scenes.ENVIRONMENT, "RAYON_NUM_THREADS": "1"}
    process = subprocess.Popen(
        scene.command(scene.args, command), cwd=scene.folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = []
    reader = threading.Thread(target=lambda: output.extend(process.communicate()))
    reader.start()
    stopped = wait_for_stop(process)
    if stopped:
        swap.exchange()
        go_on(stopped)
        # Where both threads come to this number there is a second stop.
        while reader.is_alive() and wait_for_stop(process):
            go_on(stopped)
    reader.join()
    calls = trace.calls(log)
    os.remove(log)
    run = scenes.Run(process.returncode, *(text.decode(errors="replace") for text in output))
    when = f"{path} became a link after {kind} {number}: {run}"
    assert_paths(scene, calls, when)
    finish(scene, swap, run, when)
    tally["path escapes" if stopped else "ended before the exchange"] += 1
    tally["of these exchanged at a call"] += bool(stopped)


def go_on(process):
    try:
        os.kill(process, signal.SIGCONT)
    except ProcessLookupError:
        # It looked stopped while it ended.
        pass


def wait_for_stop(tracer):
    """The process below strace once it is stopped; nothing where strace ended before."""
    children, child = f"/proc/{tracer.pid}/task/{tracer.pid}/children", None
    latest = time.monotonic() + scenes.LONGEST
    while time.monotonic() < latest:
        if tracer.poll() is not None:
            return None
        try:
            with open(children, encoding="ascii") as file:
                for child in file.read().split():
                    if is_stopped(int(child)):
                        return int(child)
        except OSError:
            return None
        time.sleep(0.0005)
    for process in (child, tracer.pid):
        if process:
            os.kill(int(process), signal.SIGKILL)
    return None


def is_stopped(process):
    """Stopped by the signal, not for a moment by strace: three looks in a row."""
    def looks():
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] in "tT"

    try:
        for pause in (0.002, 0.003, 0):
            if not looks():
                return False
            time.sleep(pause)
        return True
    except OSError:
        return False


def race(scene, seed, path, threads, tally):
    """Exchanges the two as fast as can be for as long as the run lasts."""
    if not os.path.isdir(os.path.join(scene.folder, path)):
        return
    swap, ended, count = Swap(scene, path), threading.Event(), [0]
    pause = (seed % 7) * 0.0003

    def exchange():
        while not ended.is_set():
            try:
                swap.exchange()
            except FileNotFoundError:
                # The run has removed the folder, as it may.
                return
            count[0] += 1
            time.sleep(pause)

    racer = threading.Thread(target=exchange)
    racer.start()
    try:
        run = scene.run(scene.args, threads=threads)
    finally:
        ended.set()
        racer.join()
    finish(scene, swap, run, f"{path} was exchanged {count[0]} times: {run}")
    tally["path escapes"] += 1
    tally["exchanges in races"] += count[0]


def finish(scene, swap, run, when):
    try:
        swap.end(scene)
    except scenes.Broken as error:
        raise scenes.Broken(f"{when}: {error}") from error
    scene.require(run.code in (0, 1, 2, 3), f"{when}: exit {run.code}")
    scene.assert_whole(scene.present(), when)
    scene.assert_outside(when)
    scene.assert_next(when)
    scene.assert_outside(f"{when}: after the next run")


def assert_paths(scene, calls, when):
    """No path was opened to be written, made, renamed or removed but below what the command may write."""
    may = [os.path.join(scene.folder, scene.watched), os.path.join(scene.base, "aside"), "/dev/null", "/dev/tty"]
    for call in calls:
        writes = call.kind in WRITING and (
            not call.kind.startswith("open") or any(flag in call.rest for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")))
        if not writes or " = -1 " in call.rest:
            continue
        base = trace.HANDLE.findall(call.rest.split('"')[0])
        quoted = trace.QUOTED.findall(call.rest)
        full = os.path.normpath(os.path.join(base[0] if base else scene.folder, quoted[0] if quoted else ""))
        inside = any(full == one or full.startswith(one + "/") for one in may)
        is_new = os.path.dirname(full) == scene.folder and os.path.basename(full) == scene.watched
        scene.require(inside or is_new, f"{when}: {call.kind}({call.rest} leads to {full}")


def static_link(scene, path, tally):
    """A link is there before the run: it is refused, or replaced as a link."""
    full, entry = os.path.join(scene.folder, path), scene.old[path]
    target = os.path.join(scene.base, "canary-copy")
    below = {"canary-copy" + name.removeprefix(path): one for name, one in trees.read(scene.folder, path).items()}
    trees.bring(scene.base, "canary-copy", below)
    before = {name: trace_of(os.path.join(scene.base, name)) for name in below}
    trees.remove(full)
    os.symlink(target, full)
    run = scene.run(scene.args)
    when = f"{path} ({entry[0]}) is a link: {run}"
    # Who writes one tenant alone passes the others by.
    is_passed_by = "--only" in scene.args and run.code == 0 and os.path.islink(full)
    is_refused = run.code == 2 and os.path.basename(path) in run.stderr
    scene.require(is_refused or is_passed_by, f"{when}: it should be refused by name")
    after = {name: trace_of(os.path.join(scene.base, name)) for name in below}
    scene.require(before == after and set(trees.read(scene.base, "canary-copy")) == set(below), f"{when}: outside is touched")
    trees.remove(full)
    trees.bring(scene.folder, scene.watched, scene.old)
    trees.remove(target)
    scene.assert_outside(when)
    scene.assert_next(when)
    tally["path escapes"] += 1


def trace_of(path):
    status = os.lstat(path)
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns


def hard_link(scene, path, tally):
    """A file of ours has a second name outside: what is written gets another file."""
    outside = os.path.join(scene.base, "canary-copy")
    full = os.path.join(scene.folder, path)
    os.link(full, outside)
    before = trace_of(outside), open(outside, "rb").read()
    run = scene.run(scene.args)
    when = f"{path} has a second name outside: {run}"
    scene.require(run.code == scene.expected.code, when)
    scene.require((trace_of(outside), open(outside, "rb").read()) == before, f"{when}: the other name is touched")
    scene.assert_done(when)
    trees.remove(outside)
    scene.assert_outside(when)
    tally["path escapes"] += 1


def name(scene, bad, where, tally):
    """A name that leads elsewhere: of a tenant, of its file, of a folder in the config or on the command line."""
    shown = bad.replace("\x00", "\\0")
    before, args = trees.read(scene.folder, "profiles"), list(scene.args)
    config = open(os.path.join(scene.folder, "tenantry.yaml"), encoding="utf-8").read()
    if where in ("Profile", "file"):
        text = inputs.profile("team-x", "x", 1, 1).replace("name: team-x", f'name: "{shown}"')
        scene.write("profiles/team-x.yaml" if where == "Profile" else f"profiles/{bad.replace('/', '_').strip(chr(0))}.yaml", text)
    elif where == "flag":
        args += ["--rendered", f"{bad.strip(chr(0))}/../../canary" if "/" not in bad else bad]
    else:
        scene.write("tenantry.yaml", config + f'{where}: "{shown}"\n')
    run = scene.run(args)
    if where not in ("Profile", "file"):
        scene.write("tenantry.yaml", config)
    when = f"{where} named {bad!r}: {run}"
    hidden = where == "file" and bad.startswith(".")
    inside = where in ("flag", "rendered", "profiles") and run.code in (0, 2, 3)
    scene.require(run.code == 2 or hidden or inside, f"{when}: it should be refused")
    trees.bring(scene.folder, "profiles", before)
    made = [one for one in os.listdir(scene.folder) if one not in ("profiles", "tenantry.yaml", "rendered", "canary.txt",
            "rendered-not", ".git")]
    scene.require(set(os.listdir(scene.base)) <= {"canary", "repository", "aside", "canary-copy"}, f"{when}: made outside")
    for one in made:
        scene.require(run.code == 0, f"{when}: made {one}")
        trees.remove(os.path.join(scene.folder, one))
    canaries = {path: open(os.path.join(scene.base, path), encoding="utf-8").read() for path in scenes.CANARIES}
    scene.require(canaries == scenes.CANARIES, f"{when}: outside is touched")
    scene.outside = scene.traces()
    tally["path escapes"] += 1


def mount(scene, path, tally):
    """A folder from outside is mounted over one of ours: what there does not begin with our line is left alone."""
    full, outside = os.path.join(scene.folder, path), os.path.join(scene.base, "canary")
    if subprocess.run(["mount", "--bind", outside, full], check=False, capture_output=True).returncode:
        tally["SKIPPED: no bind mounts"] += 1
        return
    before = trees.read(scene.base, "canary")
    try:
        run = scene.run(scene.args)
        when = f"canary is mounted over {path}: {run}"
        is_passed_by = "--only" in scene.args and run.code == 0
        scene.require(is_passed_by or run.code == 2 and "file.yaml" in run.stderr, f"{when}: it should be refused")
        scene.require(trees.read(scene.base, "canary") == before, f"{when}: outside is touched")
    finally:
        subprocess.run(["umount", "-l", full], check=True)
    scene.assert_next(when)
    tally["path escapes"] += 1
