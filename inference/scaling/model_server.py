"""One model server as a child process on a private unix socket: started, asked, stopped.

Knows that it answers `GET /health` with 200 once it can reply, as our engine and vLLM do. Knows no
other route.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import aiohttp

from inference.errors import ModelLoadError
from inference.scaling.bound import bound

SOCKET = "{socket}"
"""In a command: where to listen."""
_ASK_EVERY_S = 0.1
_HEALTH_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to run."""

    command: tuple[str, ...]
    """With `{socket}` where the path of the socket goes."""
    start_s: float = 1200.0
    """A large checkpoint from a slow disk takes minutes."""
    stop_s: float = 15.0
    """From SIGTERM to SIGKILL."""

    def __post_init__(self) -> None:
        if not any(SOCKET in word for word in self.command):
            raise ValueError(f"the command must say {SOCKET} where it listens")
        if self.start_s <= 0 or self.stop_s <= 0:
            raise ValueError("start_s and stop_s must be above 0")


class ModelServer:
    """An async context manager: open while the child serves."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self.socket = ""
        """Its path; set by entering."""
        self._process: Process | None = None
        self.http: aiohttp.ClientSession
        """Reaches the child under `http://model`; open while the server is."""

    async def __aenter__(self) -> "ModelServer":
        """Start it and wait until it can reply. Raises ModelLoadError."""
        self.socket = str(Path(tempfile.mkdtemp(prefix="tutor-")) / "model.sock")
        self.http = aiohttp.ClientSession(
            "http://model",
            connector=aiohttp.UnixConnector(self.socket, limit=0),
            # Deadlines are the requests' own.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=5.0),
            # What the child said is passed on as it is.
            auto_decompress=False,
        )
        try:
            self._process = await self._spawn(self._order.command)
            async with asyncio.timeout(self._order.start_s):
                await self._until_healthy(self._process)
        except TimeoutError as error:
            await self._close()
            raise ModelLoadError("the model server did not become ready in time") from error
        except BaseException:  # cancelled too: no child may outlive a failed start
            await self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it: politely, then firmly."""
        await self._close()

    async def healthy(self) -> bool:
        """Whether it would answer a request now."""
        if self._process is None or self._process.returncode is not None:
            return False
        limit = aiohttp.ClientTimeout(total=_HEALTH_TIMEOUT_S)
        try:
            async with self.http.get("/health", timeout=limit) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def _spawn(self, command: Sequence[str]) -> Process:
        words = [word.replace(SOCKET, self.socket) for word in command]
        try:
            return await asyncio.create_subprocess_exec(
                *bound(words, os.getpid()), stdin=asyncio.subprocess.DEVNULL
            )
        except OSError as error:
            raise ModelLoadError(f"the model server cannot be started: {error}") from error

    async def _until_healthy(self, process: Process) -> None:
        while not await self.healthy():
            if process.returncode is not None:
                raise ModelLoadError(f"the model server ended with {process.returncode}")
            await asyncio.sleep(_ASK_EVERY_S)

    async def _close(self) -> None:
        await self.http.close()
        process, self._process = self._process, None
        try:
            if process is not None:
                await self._stop(process)
        finally:
            shutil.rmtree(Path(self.socket).parent, ignore_errors=True)

    async def _stop(self, process: Process) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if process.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self._order.stop_s)
