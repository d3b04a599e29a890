"""What dies comes back, slower when it keeps dying; what is stopped stays stopped."""

import asyncio
import sys
from asyncio.subprocess import Process

import pytest

from tutor_server.errors import StartError
from tutor_server.launcher.supervisor import (
    FIRST_DELAY_S,
    MAX_DELAY_S,
    STEADY_S,
    Part,
    Supervisor,
    next_delay_s,
)


def test_delays_grow_to_a_limit_and_start_again_after_a_steady_run() -> None:
    delay_s = FIRST_DELAY_S
    for _ in range(20):
        delay_s = next_delay_s(delay_s, 0.0)
    assert delay_s == MAX_DELAY_S
    assert next_delay_s(delay_s, STEADY_S) == FIRST_DELAY_S


class Parts:
    """Starts `python -c` processes and remembers their order."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.stopped: list[str] = []
        self.refuse = 0

    def part(self, name: str, code: str = "import time; time.sleep(60)", stage: int = 0) -> Part:
        async def start() -> Process:
            if self.refuse:
                self.refuse -= 1
                raise StartError("not yet")
            self.started.append(name)
            return await asyncio.create_subprocess_exec(sys.executable, "-c", code)

        async def stop(process: Process) -> None:
            self.stopped.append(name)
            if process.returncode is None:
                process.kill()
                await process.wait()

        return Part(name=name, start=start, stop=stop, stage=stage)


async def test_a_killed_part_comes_back_even_if_a_start_fails() -> None:
    parts, supervisor = Parts(), Supervisor(asyncio.get_running_loop().time)
    await supervisor.start(parts.part("a"))
    watch = asyncio.create_task(supervisor.watch())
    parts.refuse = 2
    before = supervisor.pids["a"]
    supervisor._running["a"][1].kill()
    async with asyncio.timeout(20):
        while supervisor.pids["a"] == before:
            await asyncio.sleep(0.02)
    assert parts.started == ["a", "a"]
    supervisor.request_stop()
    await watch
    await supervisor.stop()


async def test_higher_stages_stop_first() -> None:
    parts, supervisor = Parts(), Supervisor(asyncio.get_running_loop().time)
    for name, stage in (("storage", 0), ("engine", 1), ("web", 2)):
        await supervisor.start(parts.part(name, stage=stage))
    await supervisor.stop()
    assert parts.stopped == ["web", "engine", "storage"]
    assert supervisor.pids == {}


async def test_a_first_start_that_fails_is_the_callers() -> None:
    parts, supervisor = Parts(), Supervisor(asyncio.get_running_loop().time)
    parts.refuse = 1
    with pytest.raises(StartError):
        await supervisor.start(parts.part("a"))
    assert supervisor.pids == {}
