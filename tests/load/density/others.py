"""The peers for load tests, each in an environment of its own outside this project.

TUTOR_BENCH_PIPECAT and TUTOR_BENCH_FASTRTC name the pythons of those environments,
TUTOR_BENCH_SILERO_V4 the voice activity network that FastRTC needs. BENCHMARKS.md tells how to
make them.
"""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.load.density.ours import Served
from tests.load.density.places import on_servers_core
from tests.load.density.sound import spoken_word
from tests.load.report import ROOT
from tests.running_server import free_port

FOLDER = ROOT / "tests" / "load" / "peers"
_READY_S = 120.0
_POLL_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One of them."""

    name: str
    variable: str
    """Names its python."""
    script: str
    path: str
    """Takes offers."""
    needs: tuple[str, ...] = ()
    """Further variables that must be set."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Variables that do not name a file."""
        names = (self.variable, *self.needs)
        return tuple(name for name in names if not Path(os.environ.get(name, "/nowhere")).exists())

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Served]:
        """A fresh process on the server's core. Raises RuntimeError when it does not come up."""
        port = free_port()
        with TemporaryDirectory() as folder:
            log = Path(folder, "log")
            process = await asyncio.create_subprocess_exec(
                *on_servers_core(os.environ[self.variable], self.script, str(port)),
                cwd=FOLDER,
                env={**os.environ, "TUTOR_BENCH_REPLY": _reply(folder), "OMP_NUM_THREADS": "1"},
                stdout=(sink := os.open(log, os.O_CREAT | os.O_WRONLY)),
                stderr=sink,
            )
            os.close(sink)
            try:
                await _listening(process, port, log)
                yield Served(url=f"http://127.0.0.1:{port}{self.path}", pid=process.pid, log=log)
            finally:
                await _ended(process)


def _reply(folder: str) -> str:
    path = Path(folder, "reply.pcm")
    path.write_bytes(spoken_word())
    return str(path)


def last_words(log: Path) -> str:
    """The end of a server's log."""
    return log.read_text(errors="replace")[-2_000:]


PEERS = (
    Peer(
        name="Pipecat SmallWebRTC",
        variable="TUTOR_BENCH_PIPECAT",
        script="pipecat_server.py",
        path="/offer",
    ),
    Peer(
        name="FastRTC",
        variable="TUTOR_BENCH_FASTRTC",
        script="fastrtc_server.py",
        path="/webrtc/offer",
        needs=("TUTOR_BENCH_SILERO_V4",),
    ),
)


async def _listening(process: Process, port: int, log: Path) -> None:
    async with asyncio.timeout(_READY_S):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(_POLL_S)
                continue
            writer.close()
            return
    raise RuntimeError(f"a peer did not start: {last_words(log)}")


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)  # it would drain its calls for long
    await process.wait()
