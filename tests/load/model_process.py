"""A child process that holds a model: it writes `ready` once it serves and ends with its stdin.

Knows lines, and the CPU time that Linux counts for the process (proc(5)).
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.load.report import ROOT

_READY_S = 120.0
_END_S = 20.0
_LINE_BYTES = 1 << 22


@asynccontextmanager
async def model_process(module: str, *arguments: str) -> AsyncIterator["Lines"]:
    """`python -m module ...`, from ready to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE,
        limit=_LINE_BYTES,
    )  # fmt: skip
    lines = Lines(process)
    try:
        async with asyncio.timeout(_READY_S):
            await lines.expect("ready")
        yield lines
    finally:
        lines.close()
        async with asyncio.timeout(_END_S):
            await process.wait()


class Lines:
    """Lines to and from the process."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        self._stat = Path(f"/proc/{process.pid}/stat")

    async def send(self, line: str) -> None:
        """One line to its stdin."""
        self._in.write(line.encode() + b"\n")
        await self._in.drain()

    async def receive(self) -> str:
        """One line of its stdout. Raises ConnectionError when it has ended."""
        line = await self._out.readline()
        if not line:
            raise ConnectionError("the model process ended; its last words are on stderr")
        return line.decode().rstrip("\n")

    async def expect(self, line: str) -> None:
        """That line, or RuntimeError."""
        told = await self.receive()
        if told != line:
            raise RuntimeError(f"the model process said {told!r}, not {line!r}")

    def cpu_s(self) -> float:
        """CPU seconds of the process so far, all threads."""
        after_name = self._stat.read_text().rpartition(")")[2].split()
        user, system = after_name[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End its stdin."""
        self._in.close()
