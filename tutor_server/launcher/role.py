"""One role of the server as a child process: started, heard until ready, stopped.

The child gets one end of a pipe (`--ready-fd`): lines `step TEXT` say what it is doing, `ready`
that it serves. It ends when its launcher ends (prctl, see `die_with_parent`).
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tutor_server.errors import StartError
from tutor_server.launcher.daemon import keep_log_small

READY_TIMEOUT_S = 180.0
"""A large checkpoint from a slow disk takes minutes."""
STOP_TIMEOUT_S = 12.0
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProcess:
    """How to run one role."""

    name: str
    command: tuple[str, ...]
    """Without `--ready-fd` and `--parent`, which are added."""
    environment: Mapping[str, str]
    log_path: Path | None
    """None: the role writes to the launcher's own stderr (containers)."""
    step: Step
    more_s: float = 0.0
    """What it may take longer than others to stop."""

    async def start(self) -> Process:
        """Start it and return once it says `ready`. Raises StartError."""
        read_fd, write_fd = os.pipe()
        try:
            process = await self._spawn(write_fd)
        except BaseException:
            os.close(read_fd)
            raise
        finally:
            os.close(write_fd)
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                await self._listen(read_fd)
        except (TimeoutError, StartError) as error:
            await self.stop(process)
            sentence = f"The {self.name} process did not start. {self._last_words()}"
            raise StartError(sentence) from error
        except asyncio.CancelledError:
            await self.stop(process)
            raise
        return process

    async def _spawn(self, ready_fd: int) -> Process:
        command = (*self.command, "--ready-fd", str(ready_fd), "--parent", str(os.getpid()))
        with contextlib.ExitStack() as stack:
            log = None if self.log_path is None else stack.enter_context(_open_log(self.log_path))
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stderr=log,
                stdout=log,
                env=dict(self.environment),
                pass_fds=(ready_fd,),
                start_new_session=True,  # a Ctrl-C at the terminal is the launcher's to handle
            )

    async def _listen(self, read_fd: int) -> None:
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        pipe = os.fdopen(read_fd, "rb", buffering=0)
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), pipe
        )
        try:
            while line := (await reader.readline()).decode("utf-8", "replace").strip():
                if line == "ready":
                    return
                self.step(line.removeprefix("step "))
        finally:
            transport.close()
        raise StartError(f"The {self.name} process ended while it was starting.")

    async def stop(self, process: Process) -> None:
        """End it: politely, then firmly."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if process.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S + self.more_s)

    def _last_words(self) -> str:
        if self.log_path is None:
            return ""
        with contextlib.suppress(OSError):
            lines = self.log_path.read_text("utf-8", "replace").strip().splitlines()
            return f"Its log {self.log_path} ends with: {lines[-1]}" if lines else ""
        return ""


def _open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    keep_log_small(path)
    return path.open("ab")


def die_with_parent(parent_pid: int) -> None:
    """In a role: be told to stop when the launcher dies, even by kill -9 (Linux prctl)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_pid:  # it died before we asked
        os.kill(os.getpid(), signal.SIGTERM)
