"""Folders as values: what lies in one, and bringing one back."""

import os
import stat

TEMPORARY = ".tenantry-tmp-"


def read(folder, below=""):
    """What lies at a path and below it: by path a folder, a link and its target, or a file with its mode and bytes."""
    found, open_ = {}, [below]
    while open_:
        path = open_.pop()
        full = os.path.join(folder, path)
        try:
            status = os.lstat(full)
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(status.st_mode):
            found[path] = ("link", os.readlink(full))
        elif stat.S_ISDIR(status.st_mode):
            found[path] = ("folder",)
            open_.extend(os.path.join(path, name) for name in os.listdir(full))
        else:
            with open(full, "rb") as file:
                found[path] = ("file", stat.S_IMODE(status.st_mode), file.read())
    return found


def files(tree):
    """Without the folders, which show by what is in them, as in Git."""
    return {path: entry for path, entry in tree.items() if entry != ("folder",)}


def is_temporary(path):
    return any(part.startswith(TEMPORARY) for part in path.split("/"))


def traces(folder, but=()):
    """What any write would alter of everything below a folder but for some names directly in it: cheaper than bytes."""
    found, open_ = {}, [""]
    while open_:
        path = open_.pop()
        full = os.path.join(folder, path)
        for name in os.listdir(full):
            if not path and name in but:
                continue
            inner = os.path.join(path, name)
            status = os.lstat(os.path.join(full, name))
            is_folder = stat.S_ISDIR(status.st_mode)
            # A folder shows by the names in it: its own times change with what a scene may write beside them.
            found[inner] = (status.st_mode, status.st_ino, 0 if is_folder else (status.st_size, status.st_ctime_ns))
            if is_folder:
                open_.append(inner)
    return found


def remove(path):
    """Removes whatever lies there."""
    if os.path.isdir(path) and not os.path.islink(path):
        for name in os.listdir(path):
            remove(os.path.join(path, name))
        os.rmdir(path)
    elif os.path.lexists(path):
        os.remove(path)


def bring(folder, below, to):
    """Turns what lies at a path into `to`, touching only what differs."""
    present = read(folder, below)
    for path in sorted(present, reverse=True):
        entry = to.get(path)
        if entry is None or entry[0] != present[path][0]:
            remove(os.path.join(folder, path))
    for path, entry in sorted(to.items()):
        if present.get(path) == entry:
            continue
        full = os.path.join(folder, path)
        if entry[0] == "folder":
            os.makedirs(full, exist_ok=True)
        elif entry[0] == "link":
            remove(full)
            os.symlink(entry[1], full)
        else:
            # Anew: what lies there may be linked from elsewhere.
            remove(full)
            with open(full, "wb") as file:
                file.write(entry[2])
            os.chmod(full, entry[1])


def differences(expected, actual):
    """A line for each path in which two trees differ."""
    lines = [f"missing: {path}" for path in sorted(expected) if path not in actual]
    for path in sorted(actual):
        if path not in expected:
            lines.append(f"extra: {path}")
        elif expected[path] != actual[path]:
            lines.append(f"differs: {path}")
    return lines
