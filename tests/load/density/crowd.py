"""Students who come and go for a long time: `python -m tests.load.density.crowd` reads a Crowd.

Each stays for some turns, then hangs up, or its network is cut without a word; another takes the
place at once, under the same name. Prints what happened as one line of JSON.
"""

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
import msgspec
import uvloop

from tests.load.density.client import TICK_S, Run, Student
from tests.load.density.cycle import Cycle, Turn
from tests.load.density.sound import Packets, student_packets

STAY_S = (20.0, 60.0)
CUTS = 0.4
"""Share of the ends that are a cut network."""
ABSENT_S = 2.0
_JOIN_S = 60.0


class Crowd(msgspec.Struct, frozen=True, kw_only=True):
    """What to do."""

    url: str
    tokens: tuple[str, ...]
    """One per place."""
    seconds: float
    seed: int = 1


class Came(msgspec.Struct, kw_only=True):
    """What happened."""

    joins: int = 0
    leaves: int = 0
    cuts: int = 0
    turns: int = 0
    missed: int = 0
    """Replies that never came."""
    failures: list[str] = []
    """Joins that failed, in words."""


@dataclass(slots=True)
class Place:
    """One student after another under one name."""

    number: int
    crowd: Crowd
    came: Came
    packets: Packets
    chance: random.Random

    async def run(self, http: aiohttp.ClientSession, end_s: float) -> None:
        """Until the end; whoever is there then hangs up."""
        await asyncio.sleep(self.chance.uniform(0.0, 5.0))
        while time.monotonic() < end_s:
            await self._visit(http, end_s)
            await asyncio.sleep(self.chance.uniform(0.0, ABSENT_S))

    async def _visit(self, http: aiohttp.ClientSession, end_s: float) -> None:
        run = Run(url=self.crowd.url, tokens=self.crowd.tokens, pid=0, students=0, seconds=0.0)
        student = Student(run, self.number)
        try:
            await student.call(http)
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            self.came.failures.append(repr(error)[:200])
            return
        self.came.joins += 1
        now_s = time.monotonic()
        student.begin(Cycle(self.packets, now_s + self.chance.uniform(0.5, 2.0)), now_s + TICK_S)
        await asyncio.sleep(min(self.chance.uniform(*STAY_S), max(0.0, end_s - now_s)))
        student.end()
        if self.chance.random() < CUTS and time.monotonic() < end_s:
            self.came.cuts += 1
            student.line.cut()
        else:
            self.came.leaves += 1
        await student.line.close()
        for turn in student.cycle.turns:
            self._count(turn)

    def _count(self, turn: Turn) -> None:
        self.came.turns += turn.first_s is not None or turn.missed > 0
        self.came.missed += turn.missed


def _places(crowd: Crowd, came: Came, packets: Packets) -> Iterator[Place]:
    for number in range(len(crowd.tokens)):
        chance = random.Random(crowd.seed * 1_000 + number)
        yield Place(number, crowd, came, packets, chance)


async def run(crowd: Crowd) -> Came:
    """The whole time."""
    came, packets = Came(), student_packets()
    end_s = time.monotonic() + crowd.seconds
    timeout = aiohttp.ClientTimeout(total=_JOIN_S)
    async with (
        aiohttp.ClientSession(raise_for_status=True, timeout=timeout) as http,
        asyncio.TaskGroup() as tasks,
    ):
        for place in _places(crowd, came, packets):
            tasks.create_task(place.run(http, end_s))
    return came


def main() -> None:
    """One crowd."""
    crowd = msgspec.json.decode(sys.stdin.buffer.read(), type=Crowd)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.stdout.buffer.write(msgspec.json.encode(runner.run(run(crowd))))
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
