"""strace: which system calls a run makes, and runs in which one of them is made to fail or to be the last.

A call is named by its kind and its number among those of its kind, which strace counts for each thread by itself. With one
thread of rayon's the numbers are the same in each run: there are two threads, the first, and the one that works.
"""

import os
import re
import shutil
import tempfile

# The thread stands there where all are looked at.
LINE = re.compile(r"^(?:(\d+)\s+)?(\w+)\((.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
HANDLE = re.compile(r"<(/[^>]*)>")
TEMPORARY = re.compile(r"^\.tenantry-tmp-(?:\d+-)?")
# What -y prints of other handles is no path; quoted text of these calls is no path either.
WRITES_TEXT = {"write", "read", "pread64", "writev", "pwrite64"}


def available():
    return shutil.which("strace") is not None


class Call:
    """A line of strace's log."""

    def __init__(self, line):
        found = LINE.match(line)
        self.thread, self.kind, self.rest = (int(found[1] or 0), found[2], found[3]) if found else (0, "", line)

    @property
    def is_injected(self):
        return "(INJECTED)" in self.rest

    def paths(self):
        """The paths that it names, by its arguments and by its handles."""
        handles = HANDLE.findall(self.rest)
        quoted = [] if self.kind in WRITES_TEXT else QUOTED.findall(self.rest)
        return [*quoted, *handles]

    def names(self, folder):
        """How people may be told of what it failed at: the last part of each path in a folder, without what makes it temporary.
        None of what lies elsewhere or has no name of its own."""
        if any(path.startswith(f"{folder}/.git/") for path in self.paths()):
            # What lies there people know by what it belongs to.
            return {"git"}
        inside = [path for path in self.paths() if not path.startswith("/") or path.startswith(folder + "/")]
        names = (os.path.basename(path.rstrip("/")) for path in inside)
        return {TEMPORARY.sub("", name) for name in names if name.strip(".")}


def calls(log):
    """The calls of a log in order; one that another thread interrupts counts where it began."""
    found = []
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            call = Call(line)
            if call.kind and " resumed>" not in line:
                found.append(call)
    return found


def strace(log, kinds, injection=None, follow=True):
    """What stands before the binary. A kind that is injected must also be traced."""
    command = ["strace", "-qqq", "-y", "-o", log, "-e", "signal=none", "-e", f"trace={kinds}"]
    if follow:
        command += ["-f"]
        if injection and "signal=" not in injection:
            # Only what is traced stops the program. Of signals strace 6.1 sends none then but the first.
            command += ["--seccomp-bpf"]
    if injection:
        command += ["-e", f"inject={injection}"]
    return command


def log_file():
    handle, path = tempfile.mkstemp(prefix="tenantry-faults-", suffix=".log", dir=os.environ.get("TMPDIR", "/tmp"))
    os.close(handle)
    return path


class Points:
    """The system calls of one run that nothing hinders, as points at which it can be hindered."""

    def __init__(self, scene):
        log = log_file()
        run = scene.run(scene.args, strace(log, "all"))
        scene.require(run.code == scene.expected.code, f"under strace: {run}")
        scene.reset()
        self.calls = calls(log)
        os.remove(log)
        first = self.calls[0].thread
        # By kind: how many calls each thread makes, and which thread comes first to a number.
        self.of_first, self.reached_by = {}, {}
        counts = {}
        for call in self.calls:
            number = counts[call.thread, call.kind] = counts.get((call.thread, call.kind), 0) + 1
            if call.thread == first:
                self.of_first[call.kind] = number
            self.reached_by.setdefault((call.kind, number), call.thread == first)

    def __len__(self):
        return len(self.calls)

    def all(self, kinds=None):
        """Each point as kind, number, and whether every thread is looked at or the first alone."""
        for (kind, number), is_first in self.reached_by.items():
            if kinds is None or kind in kinds:
                yield kind, number, True
                if not is_first and number <= self.of_first.get(kind, 0):
                    # The other thread comes first to this number: the first thread's own is reached without the other.
                    yield kind, number, False
