"""Where an embedded server lives and under which account it runs.

As root it runs under a numeric account of its own, without a name, shell or group; as a normal
user it runs as that user. Its data is in the home folder if that account can get there; if not
(a home below /root), under /var/lib/tutor-server. No folder of anybody else is ever changed.
Knows nothing about Postgres or Redis.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tutor_server.errors import AlreadyRunningError, StartError
from tutor_server.storage.files import read_private, write_private_once

SERVICE_UID: Final = 60_432
"""In the range that systemd leaves unused (60578 and above are its own, 65534 is nobody)."""
SYSTEM_FOLDER: Final = Path("/var/lib/tutor-server")
SOCKET_PATH_BYTES: Final = 107
"""sockaddr_un.sun_path without its final zero, unix(7)."""
MIN_FREE_BYTES: Final = 300 * 2**20
"""A new Postgres takes 40 MB; below this a first day would already fill the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs the embedded servers."""

    uid: int
    gid: int
    lowered: bool
    """True when we are root and step down to it."""

    @property
    def user(self) -> int | None:
        """For subprocess; None keeps our own."""
        return self.uid if self.lowered else None

    @property
    def group(self) -> int | None:
        """For subprocess; None keeps our own."""
        return self.gid if self.lowered else None

    @property
    def extra_groups(self) -> tuple[int, ...] | None:
        """For subprocess: none at all when we step down."""
        return () if self.lowered else None

    def reaches(self, path: Path) -> bool:
        """Whether it may pass every folder above `path` (access lists are not looked at)."""
        return not self.lowered or all(self._passes(folder) for folder in path.parents)

    def owns(self, path: Path) -> None:
        """Give it a file or folder that we just made."""
        if self.lowered:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def _passes(self, folder: Path) -> bool:
        try:
            status = folder.stat()
        except FileNotFoundError:
            return True  # we shall make it
        own = status.st_uid == self.uid
        return bool(status.st_mode & (stat.S_IXUSR if own else stat.S_IXOTH))


def service_account() -> Account:
    """Our own account, or the service's when we are root."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), lowered=False)
    return Account(uid=SERVICE_UID, gid=SERVICE_UID, lowered=True)


def place_for(home: Path, account: Account) -> Path:
    """The folder that holds the servers' data, made if need be.

    The folder below /var/lib is named by an id kept in the home, so a new home at the same path
    never meets old data. Raises StartError.
    """
    home = home.resolve()
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    if account.reaches(home / "data" / "x"):
        return _made(home / "data")
    identity = home / "keys" / "home-id"
    write_private_once(identity, secrets.token_hex(8).encode())
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    return _made(SYSTEM_FOLDER / read_private(identity).decode())


def private_folder(path: Path, account: Account) -> Path:
    """A folder with mode 0700 that belongs to the account. Raises StartError when not ours."""
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (account.uid, os.geteuid()):
        raise StartError(f"{path} belongs to somebody else.")
    path.chmod(0o700)
    account.owns(path)
    return path


def socket_folder(place: Path, name: str, account: Account) -> Path:
    """A private folder whose path is short enough for a socket called `name`."""
    folder = place / "run"
    if len(os.fsencode(folder / name)) > SOCKET_PATH_BYTES:
        short = hashlib.sha256(os.fsencode(place)).hexdigest()[:12]
        folder = Path("/tmp") / f"tutor-{short}"  # noqa: S108 owner and mode are checked
    return private_folder(folder, account)


def reachable(program: Path, parts: Sequence[Path], account: Account, *, package: str) -> Path:
    """The program, or its copy where the account can get to it (a venv below /root).

    `parts` are the folders that must move together, all in one folder with the package;
    `package` names and dates the copy.
    """
    if account.reaches(program):
        return program
    base = Path(os.path.commonpath([part.parent for part in parts]))
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    copy = SYSTEM_FOLDER / f"{package}-{importlib.metadata.version(package)}"
    if not copy.exists():
        staging = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER))
        for part in parts:
            shutil.copytree(part, staging / part.relative_to(base), symlinks=True)
        staging.chmod(0o755)
        staging.rename(copy)
    return copy / program.relative_to(base)


def package_folder(package: str, module: str) -> Path:
    """Where a package lies, without importing it. Raises StartError."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise StartError(f"The package {package} is not installed.")
    return Path(spec.origin).parent


def require_space(folder: Path) -> None:
    """Raise StartError with a plain sentence when the disk is nearly full."""
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        raise StartError(
            f"The disk of {folder} has {free // 2**20} MB left;"
            f" the tutor server needs {MIN_FREE_BYTES // 2**20} MB to start."
        )


class PlaceLock:
    """Held by the one launcher that runs a server in a place; gone when its process is."""

    def __init__(self, path: Path, *, what: str) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise AlreadyRunningError(
                f"Another tutor server already runs {what} in {path.parent}."
                " Stop it first, or use another TUTOR_HOME."
            ) from error
        self._held = True

    def release(self) -> None:
        """Let another launcher in. Harmless when repeated."""
        if self._held:
            self._held = False
            os.close(self._descriptor)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o711, exist_ok=True)
    return folder
