"""Algebra is checked in a process of its own, asked one line at a time.

A process and not a thread: sympy holds the interpreter's lock while it works, cannot be stopped,
and costs 0.4 s of import and 50 MB that stay out of the web role. A process can be killed at the
deadline. The size of every expression is limited before sympy sees it (checkers/terms.py), so the
deadline is for a stalled machine rather than for a clever student.
"""

import asyncio
import subprocess
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from typing import Final

import msgspec

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers import expression

DEADLINE_S: Final = 3.0
START_S: Final = 20.0
"""Until the process has loaded sympy; 0.6 s on an idle machine."""
_COMMAND: Final = (sys.executable, "-m", "tutor_server.modules.lessons.algebra_process")
_LINE_BYTES: Final = 2**20
READY: Final = b"ready\n"


class _Question(msgspec.Struct):
    """One line to the process."""

    item: Item
    said: str


class AlgebraProcess:
    """Starts the process when it is first needed and again after it was ended."""

    def __init__(
        self, command: tuple[str, ...] = _COMMAND, *, deadline_s: float = DEADLINE_S
    ) -> None:
        self._command = command
        self._deadline_s = deadline_s
        self._process: Process | None = None
        # One question at a time; others wait. A session has one answer to check at most.
        self._turn = asyncio.Lock()

    async def check(self, item: Item, said: str) -> Outcome | None:
        """The outcome; None when it could not be had in two tries."""
        # Half of a surrogate pair cannot be sent and is no algebra.
        plain = said[: 2 * expression.MAX_CHARS].encode("utf-8", "replace").decode()
        line = msgspec.json.encode(_Question(item=item, said=plain))
        async with self._turn:
            for _ in range(2):
                with suppress(TimeoutError, OSError, msgspec.MsgspecError):
                    return await self._ask(line + b"\n")
        return None

    async def close(self) -> None:
        """End the process. Harmless when repeated."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)

    async def _ask(self, line: bytes) -> Outcome:
        """Raises TimeoutError, OSError; the process is then gone."""
        answered = False
        try:
            process = self._process or await self._start()
            async with asyncio.timeout(self._deadline_s):
                answer = await _exchange(process, line)
            outcome = msgspec.json.decode(answer, type=Outcome)
            answered = True
            return outcome
        finally:
            # Also when we are cancelled: the next question must not read this answer.
            if not answered:
                await self.close()

    async def _start(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=_LINE_BYTES,
        )
        async with asyncio.timeout(START_S):
            if await _exchange(self._process, b"") != READY:
                raise OSError("the algebra process did not start")
        return self._process


async def _exchange(process: Process, line: bytes) -> bytes:
    """Write a line, read one. Raises OSError when the process has ended."""
    if process.stdin is None or process.stdout is None:
        raise OSError("the pipes are missing")
    if line:
        process.stdin.write(line)
        await process.stdin.drain()
    answer = await process.stdout.readline()
    if not answer:
        raise OSError("the algebra process has ended")
    return answer


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def main() -> None:
    """The process: a line in, a line out, until the input ends."""
    from tutor_server.modules.lessons.checkers import algebra  # noqa: F401  loads sympy now

    decode = msgspec.json.Decoder(_Question).decode
    out = sys.stdout.buffer
    out.write(READY)
    out.flush()
    for line in sys.stdin.buffer:
        question = decode(line)
        out.write(msgspec.json.encode(expression.check(question.item, question.said)) + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
