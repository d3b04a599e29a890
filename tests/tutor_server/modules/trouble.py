"""What may happen to a side module while it reads the log: its effect fails, its worker is
cancelled anywhere, its process is killed with -9. Knows no module."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sessions.ids import StudentId
from tests.tutor_server.storage.world import World, until
from tutor_server.errors import StorageUnavailableError
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Connection

REPOSITORY = Path(__file__).parents[3]
Maker = Callable[[KeyVault], tuple[str, Effect]]
"""A module's consumer and effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A module, and the students whom it has to read."""

    world: World
    students: Sequence[StudentId]
    make: Maker

    @property
    def pending(self) -> list[Pending]:
        tenant = self.world.tenant
        return [Pending(tenant_id=tenant, student_id=student) for student in self.students]

    async def is_done(self, consumer: str) -> bool:
        behind = await Consumers(self.world.database, self.world.keys).pending(
            consumer, limit=10_000
        )
        return not any(who in behind for who in self.pending)


@dataclass(slots=True, kw_only=True)
class Trouble:
    """A module's effect, failing now and then before and after its work."""

    effect: Effect
    dice: random.Random
    share: float
    seen: int = field(default=0, init=False)
    faults: int = field(default=0, init=False)

    async def __call__(self, connection: Connection, logged: LoggedFact) -> None:
        self.seen += 1
        self._maybe()
        await self.effect(connection, logged)
        self._maybe()

    def _maybe(self) -> None:
        if self.dice.random() < self.share:
            self.faults += 1
            raise StorageUnavailableError


async def failed_and_cancelled(
    victim: Victim, dice: random.Random, *, rounds: int, span: tuple[int, int], share: float
) -> int:
    """Three workers side by side, again and again, cancelled wherever they are after a number of
    facts within `span`; a `share` of effects fails. Returns how many did."""
    consumer, effect = victim.make(victim.world.keys)
    trouble = Trouble(effect=effect, dice=dice, share=share)
    for _ in range(rounds):
        enough = trouble.seen + dice.randrange(*span)
        before = trouble.seen

        async def far_enough(goal: int = enough) -> bool:
            nonlocal before
            stands, before = trouble.seen == before, trouble.seen
            return before >= goal or (stands and await victim.is_done(consumer))

        tasks = [asyncio.create_task(_work(victim, consumer, trouble)) for _ in range(3)]
        await until(far_enough)
        for _ in range(dice.randrange(20)):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends
    return trouble.faults


async def _work(victim: Victim, consumer: str, trouble: Trouble) -> None:
    """One of several workers, until somebody cancels it: any student, whatever happens."""
    consumers = Consumers(victim.world.database, victim.world.keys)
    while True:
        try:
            await consumers.apply(consumer, trouble.dice.choice(victim.pending), trouble)
        except StorageUnavailableError:
            continue


async def killed(
    victim: Victim, database_url: str, home: Path, *, after: Sequence[int], rows: int
) -> None:
    """Processes of the module, each killed `after` so many commits of so many rows."""
    maker = f"{victim.make.__module__}:{victim.make.__name__}"
    for batches in after:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.tutor_server.modules.killable", maker,
            database_url, str(home), str(rows), victim.world.tenant, *victim.students,
            stdout=subprocess.PIPE, cwd=REPOSITORY,
        )  # fmt: skip
        assert process.stdout is not None
        for _ in range(batches):
            assert await process.stdout.readline() == b"batch\n"
        process.kill()
        await process.wait()


def same(expected: Sequence[dict[str, list]], found: Sequence[dict[str, list]]) -> None:
    """Student by student and table by table."""
    for number, (mine, theirs) in enumerate(zip(expected, found, strict=True)):
        for table, rows in mine.items():
            assert theirs[table] == rows, (number, table)
