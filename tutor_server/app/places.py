"""Where this installation keeps things and where its processes meet."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from tutor_server.errors import StartError
from tutor_server.settings import Settings

_SOCKET_PATH_BYTES = 107
"""sockaddr_un.sun_path without its final zero, unix(7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Paths below TUTOR_HOME, and the sockets of the roles."""

    home: Path
    run: Path

    @property
    def keys(self) -> Path:
        """Secrets, readable by us only."""
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        """One file per role."""
        return self.home / "logs"

    @property
    def models(self) -> Path:
        """Models fetched from a hub."""
        return self.home / "models"

    @property
    def running(self) -> Path:
        """What the running launcher tells the other commands."""
        return self.home / "keys" / "running.json"

    def worker_socket(self, worker: str) -> str:
        """Where a web process listens for the others."""
        return str(self.run / f"{worker}.sock")

    @property
    def engine_socket(self) -> str:
        """Where the engine role listens."""
        return str(self.run / "engine.sock")

    @property
    def speech_socket(self) -> str:
        """Where the speech role listens."""
        return str(self.run / "speech.sock")


def places(settings: Settings) -> Places:
    """The places of an installation; makes the folders. Raises StartError."""
    home = settings.home
    run = home / "run"
    if len(os.fsencode(run / "engine.sock")) > _SOCKET_PATH_BYTES:
        short = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        run = Path("/tmp") / f"tutor-run-{os.geteuid()}-{short}"  # noqa: S108  owner is checked
    found = Places(home=home, run=run)
    for folder in (found.keys, found.logs, found.models, run):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if run.lstat().st_uid != os.geteuid():
        raise StartError(f"{run} belongs to somebody else.")
    return found
