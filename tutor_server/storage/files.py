"""Small secret files: written whole or not at all, readable by their owner only.

Knows nothing about what is in them.
"""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tutor_server.errors import KeyFileError


def write_private(path: Path, data: bytes) -> None:
    """Replace the file atomically, mode 0600; its folder is made with mode 0700."""
    temporary = _write_beside(path, data)
    os.replace(temporary, path)
    sync_folder(path.parent)


def write_private_once(path: Path, data: bytes) -> bool:
    """Create the file; False when somebody was first (then it is theirs, whole)."""
    if path.exists():
        return False
    temporary = _write_beside(path, data)
    try:
        os.link(temporary, path)  # fails where rename would replace
    except FileExistsError:
        return False
    finally:
        os.unlink(temporary)
    sync_folder(path.parent)
    return True


def read_private(path: Path) -> bytes:
    """The file's bytes; raises KeyFileError when it is missing or others may read it."""
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyFileError(f"{path} can be read by others. Run: chmod 600 {path}")
            return file.read()
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}.") from error


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's advisory lock, waiting for whoever has it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_beside(path: Path, data: bytes) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    return temporary
