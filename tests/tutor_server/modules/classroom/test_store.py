"""Facts move students in a real Postgres: each once, whatever fails on the way."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from sessions.contracts import Fact
from sessions.ids import StudentId
from tests.tutor_server.modules.classroom.facts import (
    catch_up,
    finished,
    happened,
    hinted,
    opened,
    said,
    started,
    tried,
)
from tests.tutor_server.storage.world import World, until
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.classroom import store
from tutor_server.modules.classroom.deeds import deed_of
from tutor_server.modules.classroom.reading import read_whereabouts
from tutor_server.modules.classroom.whereabouts import NOWHERE, Part, Whereabouts, step
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.erasure import Eraser, export_student

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


async def where_is(world: World, student: StudentId | None = None) -> Whereabouts:
    return await read_whereabouts(world.database, world.as_("service"), student or world.ada)


async def test_a_lesson_is_followed(world: World) -> None:
    facts = (
        opened(), said("hi"), started(), hinted("i1", 1), tried("i1"), tried("i1", attempt=2),
    )  # fmt: skip
    owned = await happened(world, *facts, at=NOON)
    assert await catch_up(world) == len(facts)
    assert await where_is(world) == Whereabouts(
        last_at=NOON, session=owned.ownership.session_id, session_at=NOON, run="r1",
        lesson="equal-parts", part=Part.ITEM, item="i1", attempts=2, hints=1, rung=1,
        wrong_in_row=2, erred_at=NOON,
    )  # fmt: skip
    assert await where_is(world, world.ben) == NOWHERE
    await happened(world, finished(), at=NOON + timedelta(hours=1))
    await catch_up(world)
    ended = await where_is(world)
    assert (ended.part, ended.wrong_in_row, ended.last_at) == (
        Part.FINISHED, 0, NOON + timedelta(hours=1),
    )  # fmt: skip


async def test_what_cannot_be_read_is_passed_over(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await happened(world, tried(attempt=-1, answer="a secret"), hinted(**{"rung": 9}), tried())
    assert await catch_up(world) == 3
    assert (await where_is(world)).attempts == 1
    assert [record.message for record in caplog.records] == ["a fact cannot be read"] * 2
    assert "a secret" not in caplog.text


def history(dice: random.Random, facts: int) -> list[Fact]:
    """Lessons with errors, hints and probes."""
    told: list[Fact] = []
    for run in range(facts):
        told += [started(f"lesson-{run}", run=f"r{run}")]
        for item in range(dice.randrange(1, 4)):
            body = {"run": f"r{run}", "lesson": f"lesson-{run}"}
            for attempt in range(1, dice.randrange(2, 5)):
                if dice.random() < 0.5:
                    told.append(hinted(f"i{item}", attempt, **body))
                told.append(tried(f"i{item}", dice.random() < 0.4, attempt, **body))
        if len(told) >= facts:
            return told
        if dice.random() < 0.8:
            told.append(finished(run=f"r{run}", lesson=f"lesson-{run}"))
    return told


def folded(facts: list[Fact], at: datetime, session: str) -> Whereabouts:
    """What the pure rule says about a log."""
    where = NOWHERE
    for fact in facts:
        deed = deed_of(fact.kind, fact.body)
        assert deed is not None
        where = step(where, deed, at=at, session=session)
    return where


class Trouble:
    """The module's effect, failing now and then before and after its work."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.seen = 0
        self.faults = 0

    async def __call__(self, connection, logged) -> None:
        self.seen += 1
        self._maybe()
        await store.apply(connection, logged)
        self._maybe()

    def _maybe(self) -> None:
        if self._dice.random() < 0.02:
            self.faults += 1
            raise StorageUnavailableError


async def work(world: World, effect: Trouble, dice: random.Random) -> None:
    """One of several workers, until somebody cancels it."""
    consumers = Consumers(world.database, world.keys)
    while True:
        student = dice.choice((world.ada, world.ben))
        who = Pending(tenant_id=world.tenant, student_id=student)
        try:
            await consumers.apply(store.CONSUMER, who, effect)
        except StorageUnavailableError:
            continue


async def test_exactly_once_through_faults_cancels_and_repeats(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every state that counts would differ if a fact counted twice or not at all."""
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 7)
    dice = random.Random(11)
    told = {}
    for student in (world.ada, world.ben):
        facts = history(dice, 120)
        owned = await world.open(student)
        for at in range(0, len(facts), 10):
            # The owner lost the answer and appends again.
            await owned.append(facts[at : at + 10])
            await owned.append(facts[max(0, at - 5) : at + 10])
        told[student] = (facts, owned.ownership.session_id)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute("UPDATE events SET at = $1 WHERE tenant = $2", NOON, world.tenant)
    effect = Trouble(dice)
    for _ in range(6):
        enough = effect.seen + dice.randrange(10, 60)

        async def far_enough(goal: int = enough) -> bool:
            return effect.seen >= goal

        tasks = [asyncio.create_task(work(world, effect, dice)) for _ in range(3)]
        done = asyncio.create_task(until(far_enough))
        await asyncio.wait({done}, timeout=5)
        for task in (*tasks, done):
            task.cancel()
        await asyncio.gather(*tasks, done, return_exceptions=True)
    assert effect.faults > 0
    for student, (facts, session) in told.items():
        await catch_up(world, student)
        assert await catch_up(world, student) == 0
        assert await where_is(world, student) == folded(facts, NOON, session)


async def test_a_consumer_that_begins_again_comes_to_the_same(world: World) -> None:
    await happened(world, *history(random.Random(3), 60), at=NOON)
    await catch_up(world)
    before = await where_is(world)
    async with world.database.as_tenant(world.tenant) as connection:
        await store.erase(connection, world.tenant, world.ada)
        await connection.execute("DELETE FROM cursors WHERE student = $1", world.ada)
    assert await where_is(world) == NOWHERE
    await catch_up(world)
    assert await where_is(world) == before


async def test_export_and_erasure(world: World) -> None:
    for student in (world.ada, world.ben):
        await happened(world, started("angles"), tried(lesson="angles"), student=student)
        await catch_up(world, student)
    exported = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    records = exported["records"]
    assert isinstance(records, dict)
    (row,) = records["classroom_students"]
    assert row["lesson"] == "angles"
    eraser = Eraser(world.database, world.keys, also=(store.erase,))
    await eraser.erase_student(world.tenant, world.ada)
    assert await where_is(world) == NOWHERE
    assert await catch_up(world) == 0
    assert (await where_is(world, world.ben)).lesson == "angles"
