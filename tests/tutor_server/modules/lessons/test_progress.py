"""Facts become runs and items, each once, whatever is repeated or broken."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from tests.tutor_server.modules.lessons.happened import (
    NOON,
    catch_up,
    fact,
    finished,
    happened,
    hinted,
    started,
    tried,
)
from tests.tutor_server.storage.world import World
from tutor_server.modules.lessons import progress
from tutor_server.modules.lessons.progress import CONSUMER, TABLES, erase
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Row

pytestmark = pytest.mark.slow


async def rows(world: World, table: str) -> Sequence[Row]:
    async with world.database.as_tenant(world.tenant) as connection:
        return await connection.fetch(f"SELECT * FROM {table} ORDER BY 3, 4, 5")  # noqa: S608


async def test_a_run_from_start_to_end(world: World) -> None:
    end = NOON + timedelta(minutes=9)
    await happened(world, started())
    (run,) = await rows(world, "lesson_runs")
    assert (run["lesson"], run["version"], run["format"]) == ("equal-parts", "v1", "reading")
    assert (run["started_at"], run["finished_at"]) == (NOON, None)
    await happened(world, finished(), at=end)
    (run,) = await rows(world, "lesson_runs")
    assert (run["started_at"], run["finished_at"]) == (NOON, end)
    assert (run["unaided_right"], run["unaided_total"]) == (1, 2)
    assert (run["items_right"], run["items_total"], run["seconds"], run["xp"]) == (2, 2, 300.5, 30)


async def test_items_gather_attempts_and_hints(world: World) -> None:
    await happened(
        world,
        tried("i1"),
        hinted("i1", rung=1),
        hinted("i1", rung=2),
        tried("i1", attempt=2, correct=True, aided=True, error="", misconception=""),
        tried("i2", correct=True, error=""),
        tried("i3", error="misconception", misconception="upside-down"),
        hinted("i4"),
    )
    found = {
        row["item"]: (row["attempts"], row["rung"], row["is_right"], row["is_unaided"])
        for row in await rows(world, "lesson_items")
    }
    assert found == {
        "i1": (2, 2, True, False),
        "i2": (1, 0, True, True),
        "i3": (1, 0, False, False),
        "i4": (0, 1, False, False),
    }
    last = (await rows(world, "lesson_items"))[2]
    assert (last["error"], last["misconception"]) == ("misconception", "upside-down")


async def test_each_run_has_its_own_items(world: World) -> None:
    await happened(world, tried(run="r1"), tried(run="r2", correct=True))
    assert [row["is_right"] for row in await rows(world, "lesson_items")] == [False, True]


async def test_facts_that_come_twice_change_nothing(world: World) -> None:
    facts = [started(), tried(), hinted(), tried(attempt=2, correct=True), finished()]
    await happened(world, *facts)
    before = [dict(row) for table in TABLES for row in await rows(world, table)]
    await happened(world, *facts)
    assert [dict(row) for table in TABLES for row in await rows(world, table)] == before


async def test_an_end_without_a_start_is_a_run(world: World) -> None:
    """The start may have been purged, or lost with a session that was never closed."""
    await happened(world, finished())
    (run,) = await rows(world, "lesson_runs")
    assert run["started_at"] == run["finished_at"] == NOON
    await happened(world, started(), at=NOON + timedelta(minutes=1))
    (run,) = await rows(world, "lesson_runs")
    assert (run["started_at"], run["version"]) == (NOON, "v1")


@pytest.mark.parametrize(
    "broken",
    [
        fact(FactKind.LESSON_STARTED),
        fact(FactKind.LESSON_STARTED, run="", lesson="x"),
        fact(FactKind.LESSON_FINISHED, run=1, lesson="x"),
        fact(FactKind.ITEM_ATTEMPTED, run="r", lesson="x"),
        fact(FactKind.HINT_GIVEN, run="r", lesson="x", item=None),
        fact(FactKind.STUDENT_TURN, item_id="x", turn=1),
        fact(FactKind.DECISION_MADE, run="r", lesson="x"),
    ],
)
async def test_what_is_no_fact_of_ours_is_passed_over(world: World, broken: Fact) -> None:
    assert await happened(world, broken, started()) == 2
    assert len(await rows(world, "lesson_runs")) == 1


@pytest.mark.parametrize(
    ("name", "value", "column", "kept"),
    [
        ("xp", -5, "xp", 0),
        ("xp", "30", "xp", 0),
        ("xp", 10**30, "xp", 1_000_000),
        ("xp", None, "xp", 0),
        ("seconds", -1.0, "seconds", 0.0),
        ("seconds", 7, "seconds", 7.0),
        ("format", ["reading"], "format", ""),
    ],
)
async def test_odd_values_are_made_harmless(
    world: World, name: str, value: JsonValue, column: str, kept: object
) -> None:
    await happened(world, finished(**{name: value}))
    assert (await rows(world, "lesson_runs"))[0][column] == kept


async def test_a_crash_between_facts_repeats_them_all(world: World) -> None:
    owned = await world.open()
    await owned.append([started(), tried(), finished()])
    seen = 0

    async def failing(connection: Connection, logged: LoggedFact) -> None:
        nonlocal seen
        await progress.apply(connection, logged)
        seen += 1
        if seen == 2:
            raise ValueError("killed")

    who = Pending(tenant_id=world.tenant, student_id=world.ada)
    with pytest.raises(ValueError, match="killed"):
        await Consumers(world.database, world.keys).apply(CONSUMER, who, failing)
    assert await rows(world, "lesson_runs") == []
    assert await catch_up(world) == 3
    assert len(await rows(world, "lesson_runs")) == len(await rows(world, "lesson_items")) == 1


async def test_nothing_that_was_said_is_kept(world: World) -> None:
    await happened(world, started(), tried(), hinted(), finished())
    for table in TABLES:
        assert "s3cret" not in str([dict(row) for row in await rows(world, table)])


async def test_erasing_removes_one_student(world: World) -> None:
    await happened(world, started(), tried())
    await happened(world, started(run="r9"), tried(run="r9"), student=world.ben)
    async with world.database.as_tenant(world.tenant) as connection:
        await erase(connection, world.tenant, world.ada)
    for table in TABLES:
        assert [row["student"] for row in await rows(world, table)] == [world.ben]


async def test_the_eraser_finds_the_tables_by_itself(world: World) -> None:
    await happened(world, started(), tried())
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    for table in TABLES:
        assert await rows(world, table) == []
