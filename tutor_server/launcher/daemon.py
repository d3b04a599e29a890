"""Starts, watches and stops one embedded server as a plain child process.

A launcher that was killed leaves its server behind, and a server that was killed leaves its own
children behind; both are ended before a new one starts. Knows no server's protocol: whoever
makes a Daemon says how to ask whether it is ready.
"""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from tutor_server.errors import StartError
from tutor_server.launcher.confined import Account

logger = logging.getLogger(__name__)

READY_TIMEOUT_S: Final = 60.0
"""Recovery after a crash may take a while; a first start takes 0.1 s."""
STOP_TIMEOUT_S: Final = 10.0
_POLL_S: Final = 0.02
_LOG_BYTES: Final = 10 * 2**20
ENVIRONMENT: Final = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
"""Nothing of ours: the environment may hold secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What a supervisor needs to run one server."""

    name: str
    command: tuple[str, ...]
    account: Account
    folder: Path
    """The server's data and working folder; by it leftovers are recognised."""
    log_path: Path
    answers: Callable[[], Awaitable[bool]]
    """True once the server serves; must return within a second and not raise."""
    stop_signal: signal.Signals
    """Ends it cleanly without waiting for its clients."""
    stale: tuple[Path, ...] = ()
    """Files of a killed run that would keep a new one from starting."""

    async def spawn(self) -> Process:
        """Start it, after whatever a former run left behind has ended. Raises StartError."""
        await self.end_leftovers()
        for path in self.stale:
            path.unlink(missing_ok=True)
        keep_log_small(self.log_path)
        with self.log_path.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=ENVIRONMENT,
                start_new_session=True,  # a Ctrl-C at the terminal is ours to handle
                user=self.account.user,
                group=self.account.group,
                extra_groups=self.account.extra_groups,
            )

    async def ready(self, process: Process) -> None:
        """Return once it serves. Raises StartError when it ends or takes READY_TIMEOUT_S."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_TIMEOUT_S):
                for _ in range(int(READY_TIMEOUT_S / _POLL_S)):
                    if process.returncode is not None:
                        raise StartError(f"{self.name} did not start. {self.last_words()}")
                    if await self.answers():
                        return
                    await asyncio.sleep(_POLL_S)
        raise StartError(f"{self.name} did not answer in time. {self.last_words()}")

    async def stop(self, process: Process) -> None:
        """End it, cleanly if it can; returns when it is gone."""
        for number in (self.stop_signal, signal.SIGKILL):
            if process.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)

    async def end_leftovers(self) -> None:
        """End what a killed run left behind. Raises StartError when something will not go."""
        for number in (self.stop_signal, signal.SIGKILL):
            for pid in self._leftovers():
                logger.warning(
                    "ending a server left behind",
                    extra={"server": self.name, "pid": pid, "signal": number.name},
                )
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            for _ in range(int(STOP_TIMEOUT_S / 2 / _POLL_S)):
                if not any(self._leftovers()):
                    return
                await asyncio.sleep(_POLL_S)
        raise StartError(f"A {self.name} of a former run does not end.")

    def last_words(self) -> str:
        """The last line of its log, for the error message."""
        with contextlib.suppress(OSError):
            lines = self.log_path.read_text("utf-8", "replace").strip().splitlines()
            return f"Its log {self.log_path} ends with: {lines[-1]}" if lines else ""
        return ""

    def _leftovers(self) -> Iterator[int]:
        """Processes of this account that run this program in this folder."""
        program = Path(self.command[0]).name
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if (
                    entry.stat().st_uid == self.account.uid
                    and os.readlink(entry / "cwd") == str(self.folder)
                    and Path(os.readlink(entry / "exe")).name.startswith(program)
                ):
                    yield int(entry.name)


class PreparedServer(Protocol):
    """A server whose files are there and whose place is locked."""

    @property
    def daemon(self) -> Daemon: ...

    def release(self) -> None:
        """Let another launcher have the place. Harmless when repeated."""


ServerT = TypeVar("ServerT", bound=PreparedServer)


@contextlib.asynccontextmanager
async def running(prepare: Callable[[], ServerT]) -> AsyncIterator[ServerT]:
    """Prepare (in a thread: it may take seconds), start, and stop when left.

    Raises what `prepare` raises, and StartError. A server that dies inside is not restarted.
    """
    async with contextlib.AsyncExitStack() as stack:
        preparing = asyncio.get_running_loop().run_in_executor(None, prepare)
        try:
            server = await asyncio.shield(preparing)
        except asyncio.CancelledError:
            (await preparing).release()  # the thread cannot be stopped and holds the lock
            raise
        stack.callback(server.release)
        process = await server.daemon.spawn()
        stack.push_async_callback(server.daemon.stop, process)
        await server.daemon.ready(process)
        yield server


def keep_log_small(path: Path) -> None:
    """Move a large log aside; one former log is kept."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
