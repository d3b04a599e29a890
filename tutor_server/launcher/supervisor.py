"""Keeps parts of the server running: restarts what dies, slower when it keeps dying.

Knows nothing of what a part does. Stops them stage by stage.
"""

import asyncio
import logging
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tutor_server.errors import StartError

log = logging.getLogger(__name__)

FIRST_DELAY_S = 0.1
MAX_DELAY_S = 5.0
STEADY_S = 10.0
"""A part that ran so long starts again without delay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that runs as a process."""

    name: str
    start: Callable[[], Awaitable[Process]]
    """Returns when it serves. Raises StartError."""
    stop: Callable[[Process], Awaitable[None]]
    stage: int = 0
    """Higher stages stop first; parts of one stage stop together."""


def next_delay_s(delay_s: float, ran_s: float) -> float:
    """How long to wait before the next start of a part that ran for `ran_s`."""
    if ran_s >= STEADY_S:
        return FIRST_DELAY_S
    return min(MAX_DELAY_S, delay_s * 2)


class Supervisor:
    """Use `start` for each part in order, then `watch`, then `stop`."""

    def __init__(
        self, clock: Callable[[], float], *, changed: Callable[[], None] = lambda: None
    ) -> None:
        """`changed` is called whenever a part has a new process."""
        self._clock = clock
        self._changed = changed
        self._running: dict[str, tuple[Part, Process]] = {}
        self._stopping = asyncio.Event()

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by part, for `tutor doctor` and tests."""
        return {name: process.pid for name, (_, process) in self._running.items()}

    async def start(self, part: Part) -> None:
        """Start a part for the first time. Raises StartError."""
        process = await part.start()
        self._running[part.name] = (part, process)

    async def watch(self) -> None:
        """Restart what dies, until `request_stop`."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._keep(name)) for name in list(self._running)]
            await self._stopping.wait()
            for task in tasks:
                task.cancel()

    def request_stop(self) -> None:
        """Let `watch` return."""
        self._stopping.set()

    async def stop(self) -> None:
        """Stop every part: the highest stage first, each stage together."""
        self._stopping.set()
        stages = sorted({part.stage for part, _ in self._running.values()}, reverse=True)
        for stage in stages:
            parts = [pair for pair in self._running.values() if pair[0].stage == stage]
            async with asyncio.TaskGroup() as group:
                for part, process in parts:
                    group.create_task(_stop(part, process))
        self._running.clear()

    async def _keep(self, name: str) -> None:
        delay_s = FIRST_DELAY_S
        while True:
            part, process = self._running[name]
            started_s = self._clock()
            code = await process.wait()
            log.warning("a part ended; starting it again", extra={"part": name, "code": code})
            delay_s = next_delay_s(delay_s, self._clock() - started_s)
            await asyncio.sleep(delay_s)
            while (again := await self._try_start(part)) is None:
                delay_s = next_delay_s(delay_s, 0.0)
                await asyncio.sleep(delay_s)
            self._running[name] = (part, again)
            self._changed()
            log.warning("a part is back", extra={"part": name})

    async def _try_start(self, part: Part) -> Process | None:
        try:
            return await part.start()
        except StartError:
            log.exception("a part did not start", extra={"part": part.name})
            return None


async def _stop(part: Part, process: Process) -> None:
    await part.stop(process)
