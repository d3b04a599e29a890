"""One fact in the database: given once, undone with its transaction, erased."""

from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from sessions.contracts import Fact, FactKind
from tests.tutor_server.modules.xp.facts import finished, hinted, tried, voted
from tests.tutor_server.modules.xp.replay import XP, catch_up, happened
from tests.tutor_server.storage.world import World, turn
from tutor_server.modules.xp.choices import set_time_zone
from tutor_server.modules.xp.reading import read_summary
from tutor_server.modules.xp.store import CONSUMER, TABLES, erase, week_of
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.student_tables import student_tables

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def awards(world: World) -> list[tuple[int, str, int, date]]:
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch(
            "SELECT seq, source, amount, day FROM xp_awards WHERE student = $1 ORDER BY seq",
            world.ada,
        )
    return [tuple(row.values()) for row in rows]


async def xp_of(world: World, now: datetime = NOON):
    return await read_summary(world.database, world.as_("student", world.ada), now=now)


async def test_a_lesson_is_given_once_however_it_is_told(world: World) -> None:
    for n in range(3):
        await happened(world, finished(run="r", xp=50), at=NOON + n * DAY)
    assert await catch_up(world) == 3
    assert await awards(world) == [(1, "lesson", 50, date(2026, 5, 1))]
    assert (await xp_of(world))["total"] == 50


async def test_a_second_run_is_a_review(world: World) -> None:
    await happened(world, finished(run="r"), finished(run="s"), finished(run="t"), at=NOON)
    await happened(world, finished(run="u"), at=NOON + DAY)
    await catch_up(world)
    assert [row[1:3] for row in await awards(world)] == [
        ("lesson", 30), ("review", 5), ("review", 5),
    ]  # fmt: skip


async def test_the_weeks_add_up_to_the_total(world: World) -> None:
    sunday = datetime(2026, 5, 3, 12, tzinfo=UTC)
    await happened(world, finished("angles"), at=sunday)
    await happened(world, finished("equal-parts"), tried("i1"), at=sunday + DAY)
    await catch_up(world)
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch(
            "SELECT week, xp FROM xp_weeks WHERE student = $1 ORDER BY week", world.ada
        )
    assert [tuple(row.values()) for row in rows] == [
        (date(2026, 4, 27), 30),
        (date(2026, 5, 4), 32),
    ]
    assert (await xp_of(world))["total"] == 62


async def test_facts_that_cannot_be_read_do_not_hold_up_the_rest(world: World) -> None:
    broken = Fact(fact_id="x", kind=FactKind.LESSON_FINISHED, body={"run": 7})
    await happened(world, broken, turn("hello"), finished(), at=NOON)
    assert await catch_up(world) == 3
    assert len(await awards(world)) == 1


async def test_a_fault_after_the_writing_undoes_all_of_it(world: World) -> None:
    await happened(world, finished(), tried(), voted(), at=NOON)
    consumers = Consumers(world.database, world.keys)
    ada = Pending(tenant_id=world.tenant, student_id=world.ada)
    seen = 0

    async def dies(connection, logged) -> None:
        nonlocal seen
        await XP.apply(connection, logged)
        seen += 1
        if seen == 3:
            raise ValueError("killed")

    with pytest.raises(ValueError, match="killed"):
        await consumers.apply(CONSUMER, ada, dies)
    async with world.database.as_tenant(world.tenant) as connection:
        for table in TABLES:
            count = f"SELECT count(*) FROM {table} WHERE student = $1"  # noqa: S608
            assert await connection.fetchval(count, world.ada) == 0, table
    assert await catch_up(world) == 3
    assert [row[1:3] for row in await awards(world)] == [
        ("lesson", 30),
        ("item", 2),
        ("opinion", 1),
    ]


async def test_the_database_itself_refuses_a_second_award(world: World) -> None:
    await happened(world, finished(), at=NOON)
    await catch_up(world)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "INSERT INTO xp_awards (tenant, student, award, seq, source, amount, day, at)"
                " SELECT tenant, student, award, 99, source, amount, day, at FROM xp_awards"
                " WHERE student = $1",
                world.ada,
            )


async def test_the_day_is_that_of_the_students_clock_when_it_happened(world: World) -> None:
    """Auckland is twelve hours ahead; what was done before the move keeps its date, although the
    module reads it only afterwards."""
    await happened(world, tried("a"), at=NOON)
    scope = world.as_("student", world.ada)
    await set_time_zone(
        world.database, scope, zone="Pacific/Auckland", now=NOON + timedelta(hours=1)
    )
    await happened(world, tried("b"), at=NOON + timedelta(hours=2))
    await catch_up(world)
    assert [row[3] for row in await awards(world)] == [date(2026, 5, 1), date(2026, 5, 2)]
    summary = await xp_of(world, NOON + timedelta(hours=3))
    assert summary["timezone"] == "Pacific/Auckland"
    assert (summary["streak"]["days"], summary["streak"]["practised_today"]) == (2, True)


async def test_erasure_leaves_nothing(world: World) -> None:
    await happened(world, finished(), hinted("z"), voted(), at=NOON)
    await set_time_zone(
        world.database, world.as_("student", world.ada), zone="Asia/Tokyo", now=NOON
    )
    await catch_up(world)
    await happened(world, finished(), at=NOON, student=world.ben)
    await catch_up(world, world.ben)
    await Eraser(world.database, world.keys, also=[erase]).erase_student(world.tenant, world.ada)
    async with world.database.as_tenant(world.tenant) as connection:
        for table in TABLES:
            count = f"SELECT count(*) FROM {table} WHERE student = $1"  # noqa: S608
            assert await connection.fetchval(count, world.ada) == 0, table
        count = "SELECT count(*) FROM xp_awards WHERE student = $1"
        assert await connection.fetchval(count, world.ben) == 1


async def test_every_table_of_the_module_is_known_to_erasure(world: World) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        known = {table.name for table in await student_tables(connection)}
    assert {name for name in known if name.startswith("xp_")} == set(TABLES)


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2026, 5, 4), date(2026, 5, 4)), (date(2026, 5, 10), date(2026, 5, 4)),
     (date(2027, 1, 1), date(2026, 12, 28))],
)  # fmt: skip
def test_weeks_begin_on_monday(day: date, monday: date) -> None:
    assert week_of(day) == monday
