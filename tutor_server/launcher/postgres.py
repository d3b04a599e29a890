"""An embedded PostgreSQL 18 with pgvector: the binaries of a wheel, started by us.

Unix socket only, SCRAM passwords, data checksums, three roles: the superuser (never used by
the server), `tutor_owner` (migrations) and `tutor_app` (data, bound by row-level security).
Knows no table.
"""

import signal
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

import asyncpg

from tutor_server.launcher.confined import (
    Account,
    PlaceLock,
    place_for,
    require_space,
    service_account,
    socket_folder,
)
from tutor_server.launcher.daemon import Daemon, running
from tutor_server.launcher.postgres_cluster import (
    DATABASE,
    ROLES,
    create_cluster,
    find_programs,
    load_passwords,
    require_version,
)

_SOCKET: Final = ".s.PGSQL.5432"
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    # Containers have 64 MB of /dev/shm; parallel workers would fill it.
    "max_parallel_workers_per_gather": "0",
    "fsync": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "warning",
    # Neither statements nor their values: they hold what children said.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresUrls:
    """How to connect; each holds a password."""

    app: str
    """For the server: data only, bound by row-level security."""
    owner: str
    """For migrations."""
    admin: str
    """The superuser, for a person who repairs something."""


class PostgresServer:
    """A prepared Postgres: a supervisor spawns, watches and stops `daemon`.

    Holds the lock of its place until `release`.
    """

    def __init__(self, *, daemon: Daemon, urls: PostgresUrls, lock: PlaceLock) -> None:
        self.daemon = daemon
        self.urls = urls
        self._lock = lock

    @classmethod
    def prepare(cls, home: Path) -> Self:
        """Make the database cluster if there is none; blocks for about 0.7 s then.

        Raises AlreadyRunningError, StartError (no binaries, full disk, wrong version),
        KeyFileError.
        """
        account = service_account()
        place = place_for(home, account)
        lock = PlaceLock(place / "postgres.lock", what="Postgres")
        try:
            require_space(place)
            passwords = load_passwords(home / "keys" / "postgres.json")
            programs = find_programs(account)
            if not (place / "postgres").exists():
                create_cluster(place, programs, account=account, passwords=passwords)
            require_version(place / "postgres")
            sockets = socket_folder(place, _SOCKET, account)
        except BaseException:  # stopped by a signal too: the next start needs the lock
            lock.release()
            raise
        urls = PostgresUrls(
            **{name: _url(sockets, role, passwords[role]) for name, role in ROLES.items()}
        )
        daemon = _daemon(place, programs / "postgres", sockets=sockets, urls=urls, account=account)
        return cls(daemon=daemon, urls=urls, lock=lock)

    def release(self) -> None:
        """Let another launcher have the place. Harmless when repeated."""
        self._lock.release()


def embedded_postgres(home: Path) -> AbstractAsyncContextManager[PostgresServer]:
    """`async with embedded_postgres(home) as postgres:` runs one as long as the block.

    Raises what PostgresServer.prepare and Daemon.ready raise.
    """
    return running(lambda: PostgresServer.prepare(home))


def _daemon(
    place: Path, program: Path, *, sockets: Path, urls: PostgresUrls, account: Account
) -> Daemon:
    data = place / "postgres"
    settings = {**_SETTINGS, "unix_socket_directories": str(sockets)}
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return Daemon(
        name="Postgres",
        command=(str(program), "-D", str(data), *pairs),
        account=account,
        folder=data,
        log_path=place / "postgres.log",
        answers=lambda: _answers(urls.app),
        stop_signal=signal.SIGINT,  # "fast": roll back, write a checkpoint, end
        stale=(data / "postmaster.pid", sockets / _SOCKET, sockets / f"{_SOCKET}.lock"),
    )


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=1.0)
    except (OSError, asyncpg.PostgresError):
        return False
    await connection.close(timeout=1.0)
    return True


def _url(sockets: Path, role: str, password: str) -> str:
    return f"postgresql://{role}:{quote(password)}@/{DATABASE}?host={quote(str(sockets), safe='')}"
