"""All students of a run in one process on a core of their own; prints one line of JSON.

`python -m tests.load.density.client` reads a Run from stdin. Its own lateness is in the result: a
run whose client was late says nothing about the server.
"""

import asyncio
import os
import random
import sys
import time
from dataclasses import dataclass, field

import aiohttp
import msgspec
import psutil
import uvloop

from tests.load.density.cycle import Cycle, Turn
from tests.load.density.figures import LOUD_RMS, Packet, Seen
from tests.load.density.line import Line
from tests.load.density.sound import student_packets

TOGETHER = 4
"""Calls that are made at the same time."""
WARM_UP_S = 4.0
"""From the first student's beginning to the first figure that counts."""
SPREAD_S = 8.0
"""Students begin their first turns within this time."""
TICK_S = 0.020
_ANSWER_S = 60.0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What to do."""

    url: str
    tokens: tuple[str, ...] = ()
    """One per student; none for peers, which take JSON and know no students."""
    pid: int
    """Of the server; its children count with it."""
    students: int
    seconds: float
    loss: float = 0.0
    """Share of the students' packets that is lost."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    connected: int
    cpu_share: float
    """Of one core, all students together."""
    memory_bytes: int
    """Resident, the server with everybody there."""
    client_late_s: float
    """p99 of this process's own packets."""
    seen: tuple[Seen, ...]


@dataclass(slots=True)
class Student:
    """One of them."""

    run: Run
    number: int
    line: Line = field(init=False)
    cycle: Cycle | None = None
    late_s: list[float] = field(default_factory=list)
    packets: list[Packet] = field(default_factory=list)
    _next_s: float = 0.0
    _over: bool = False
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self._heard)
        self._chance = random.Random(self.number)

    async def call(self, http: aiohttp.ClientSession) -> None:
        """Raises ConnectionError, aiohttp.ClientError."""
        await self.line.open(lambda sdp: answered(http, self.run, self.number, sdp))

    def begin(self, cycle: Cycle, next_s: float) -> None:
        """Send from now on, every 20 ms."""
        self.cycle, self._next_s = cycle, next_s
        asyncio.get_running_loop().call_at(next_s, self._tick)

    def end(self) -> None:
        """Send nothing more."""
        self._over = True

    def _tick(self) -> None:
        if self._over:
            return
        now_s = time.monotonic()
        self.late_s.append(now_s - self._next_s)
        packet = self.cycle.next_packet(now_s)
        if self._chance.random() < self.run.loss:
            self.line.skip()
        else:
            self.line.send(packet)
        self._next_s += TICK_S
        asyncio.get_running_loop().call_at(self._next_s, self._tick)

    def _heard(self, at_s: float, rms: float, timestamp: int) -> None:
        self.packets.append(Packet(at_s, rms, timestamp))
        if rms > LOUD_RMS and self.cycle is not None:
            self.cycle.heard(at_s)


async def answered(http: aiohttp.ClientSession, run: Run, number: int, sdp: str) -> str:
    """The server's answer: ours as its API has it, a peer's as JSON."""
    if not run.tokens:
        offer = {"sdp": sdp, "type": "offer", "webrtc_id": f"student-{number}"}
        async with http.post(run.url, json=offer) as response:
            return str((await response.json())["sdp"])
    headers = {
        "Authorization": f"Bearer {run.tokens[number]}",
        "Content-Type": "application/sdp",
    }
    async with http.post(run.url, data=sdp, headers=headers) as response:
        return await response.text()


class Usage:
    """What a process and its children have used."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)

    def _all(self) -> list[psutil.Process]:
        return [self._process, *self._process.children(recursive=True)]

    def cpu_s(self) -> float:
        """User and system time, all threads."""
        return sum(sum(process.cpu_times()[:2]) for process in self._all())

    def memory_bytes(self) -> int:
        """Resident."""
        return sum(process.memory_info().rss for process in self._all())


async def run(what: Run) -> Outcome:
    """Connect, warm up, measure."""
    usage = Usage(what.pid)
    students = await _connected(what)
    packets, now_s = student_packets(), time.monotonic() + 0.1
    for place, student in enumerate(students):
        share = place / max(1, len(students))
        cycle = Cycle(packets, now_s + 1.5 + SPREAD_S * share)
        student.begin(cycle, now_s + TICK_S * share)
    await asyncio.sleep(WARM_UP_S)
    began_s, cpu_s = time.monotonic(), usage.cpu_s()
    await asyncio.sleep(what.seconds)
    cpu_share = (usage.cpu_s() - cpu_s) / (time.monotonic() - began_s)
    late_s = sorted(late for student in students for late in student.late_s)
    return Outcome(
        connected=len(students),
        cpu_share=cpu_share,
        memory_bytes=usage.memory_bytes(),
        client_late_s=late_s[len(late_s) * 99 // 100] if late_s else 0.0,
        seen=tuple(Seen(turns=_turns(s), packets=s.packets) for s in students),
    )


def _turns(student: Student) -> list[Turn]:
    return student.cycle.turns if student.cycle is not None else []


async def _connected(what: Run) -> list[Student]:
    """Those who could be connected, a few at a time."""
    students: list[Student] = []
    timeout = aiohttp.ClientTimeout(total=_ANSWER_S)
    async with aiohttp.ClientSession(raise_for_status=True, timeout=timeout) as http:
        for first in range(0, what.students, TOGETHER):
            numbers = range(first, min(first + TOGETHER, what.students))
            calling = [Student(what, number) for number in numbers]
            results = await asyncio.gather(
                *(student.call(http) for student in calling), return_exceptions=True
            )
            for student, failure in zip(calling, results, strict=True):
                if failure is None:
                    students.append(student)
                else:
                    sys.stderr.write(f"student {student.number}: {failure!r}\n")
    return students


def main() -> None:
    """One run."""
    what = msgspec.json.decode(sys.stdin.buffer.read(), type=Run)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(run(what))
        sys.stdout.buffer.write(msgspec.json.encode(outcome))
        sys.stdout.flush()
        os._exit(0)  # nobody hangs up: the server is ended next


if __name__ == "__main__":
    main()
