"""System calls that fail: one of them, or one and all of its kind after it.

What the run says must be what it says without the fault, and what it wrote too; or it ends with 2 and names the file. There is
nothing between.
"""

import os

import trace

SCENES = ("plain", "git", "first", "restore", "fix", "saving", "only", "removed", "planned", "refused", "check", "diff")
_OPEN = ("ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS")
_LOOK = ("EIO", "EACCES")
# What the system may answer to which call.
ERRORS = {
    **dict.fromkeys(("open", "openat", "openat2", "creat"), _OPEN),
    **dict.fromkeys(("mkdir", "mkdirat"), ("ENOSPC", "EIO", "EACCES", "EROFS")),
    **dict.fromkeys(("rename", "renameat", "renameat2"), ("ENOSPC", "EIO", "EACCES", "EROFS")),
    **dict.fromkeys(("link", "linkat", "symlinkat"), ("ENOSPC", "EIO", "EACCES", "EROFS")),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir"), ("EIO", "EACCES", "EROFS")),
    **dict.fromkeys(("write", "writev", "pwrite64", "ftruncate", "fsync", "fdatasync"), ("ENOSPC", "EIO")),
    **dict.fromkeys(("read", "pread64", "lseek", "flock"), ("EIO",)),
    "getdents64": ("EIO", "EACCES"),
    **dict.fromkeys(("statx", "newfstatat", "fstat", "lstat", "stat", "access", "faccessat2"), _LOOK),
    **dict.fromkeys(("readlink", "readlinkat", "getcwd"), _LOOK),
    **dict.fromkeys(("fchmod", "fchmodat", "chmod"), ("EIO", "EACCES", "EROFS")),
    **dict.fromkeys(("dup", "dup2", "fcntl"), ("EMFILE",)),
    "chdir": _LOOK,
}


def plan(scene, _random, _limits):
    """Each call with each of its errors; and the most likely one for the call and all that come after it."""
    tasks = []
    for kind, number, follow in trace.Points(scene).all(ERRORS):
        tasks += [(kind, number, follow, error, "") for error in ERRORS[kind]]
        tasks.append((kind, number, follow, ERRORS[kind][0], "+"))
    return tasks


def carry_out(scene, task, tally):
    kind, number, follow, error, after = task
    log = trace.log_file()
    try:
        run = scene.run(scene.args, trace.strace(log, kind, f"{kind}:error={error}:when={number}{after}", follow))
        injected = [call for call in trace.calls(log) if call.is_injected]
    finally:
        os.remove(log)
    when = f"{error} at {kind} {number}{after}{'' if follow else ' of the first thread'}: {[c.rest for c in injected[:2]]}"
    if not injected:
        tally["calls that were not made again"] += 1
        scene.require(run.code == scene.expected.code, f"{when}: {run}")
    elif is_before_the_program(run):
        # The loader: nothing of ours has run.
        tally["told by the loader"] += 1
        scene.require(scene.present() == scene.old, when)
    else:
        # A second handle of a file, or a flag of it, fails wherever the folder is meant that it opens the way to.
        named = [call for call in injected if call.kind not in ("fcntl", "dup", "dup2")]
        # Of two threads that fail one is told; where either fails at what has no name, any path will do.
        each = [call.names(scene.folder) for call in named]
        names = set().union(*each) if all(each) else None
        is_mute = any(call.kind == "write" and call.rest.startswith("2<") for call in injected)
        tally[scene.judge_failed(run, names, when, is_mute=is_mute)] += 1
    tally["injected errors"] += bool(injected)
    scene.reset()


def is_before_the_program(run):
    return run.code == 127 and "error while loading shared libraries" in run.stderr or (
        run.code == 1 and not run.stdout and "strace: exec" in run.stderr)
