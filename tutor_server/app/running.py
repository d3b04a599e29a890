"""What a running launcher tells `tutor link`, `tutor token` and `tutor doctor`.

A file only we can read, because it holds database passwords; removed when the launcher stops.
"""

from dataclasses import dataclass

import msgspec

from tutor_server.app.places import Places
from tutor_server.storage.files import read_private, write_private


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How to reach a running installation."""

    pid: int
    database_url: str
    redis_url: str
    base_url: str
    """How browsers reach it."""
    parts: dict[str, int]
    """Process ids by part."""


def write(places: Places, running: Running) -> None:
    """Replace the file atomically."""
    write_private(places.running, msgspec.json.encode(running))


def read(places: Places) -> Running | None:
    """The running launcher's file, or None."""
    if not places.running.exists():
        return None
    return msgspec.json.decode(read_private(places.running), type=Running)


def remove(places: Places, pid: int) -> None:
    """Forget it, if it is the file of this launcher: one that could not start must not take
    away the other's."""
    found = read(places)
    if found is not None and found.pid == pid:
        places.running.unlink(missing_ok=True)
