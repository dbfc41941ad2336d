"""Archives whose bytes depend on nothing but what goes in: sorted names, one time, no owner, no machine."""

import gzip
import io
import tarfile
import zipfile


def pack(path, files, when):
    """Writes `files` (name -> bytes, and whether it may be run) to a .tar.gz or .zip."""
    write = zipped if path.endswith(".zip") else tarred
    data = write(dict(sorted(files.items())), when)
    with open(path, "wb") as file:
        file.write(data)


def tarred(files, when):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, (data, runs) in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(data), int(when.timestamp()), 0o755 if runs else 0o644
            tar.addfile(entry, io.BytesIO(data))
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=int(when.timestamp())) as file:
        file.write(plain.getvalue())
    return packed.getvalue()


def zipped(files, when):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, (data, runs) in files.items():
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            # As on Unix, on every system.
            entry.create_system, entry.external_attr = 3, (0o100755 if runs else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()
