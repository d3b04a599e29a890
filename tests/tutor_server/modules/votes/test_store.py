"""Votes and ratings as rows: once each, whoever tells them, and gone with the student."""

from datetime import UTC, datetime, timedelta

import pytest

from sessions.contracts import Fact, FactKind
from tests.tutor_server.modules.votes.facts import catch_up, happened, rating, vote
from tests.tutor_server.storage.world import World, turn
from tutor_server.modules.votes.store import CONSUMER, TABLES, apply, erase
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.student_tables import student_tables

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def rows(world: World, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch(
            f"SELECT {columns} FROM {table} WHERE student = $1 ORDER BY at",  # noqa: S608
            world.ada,
        )
    return [tuple(row.values()) for row in found]


async def test_a_vote_and_where_its_texts_lie(world: World) -> None:
    await happened(world, turn("hi"), vote("v", choice="tie", seconds=3), at=NOON)
    found = await rows(
        world, "votes", "vote, left_source, right_source, choice, seconds, topic, seq, at"
    )
    assert found == [
        ("v", "lesson:simple", "lesson:full@3", "tie", 3.0, "number-fractions", 2, NOON)
    ]


async def test_no_text_is_copied(world: World) -> None:
    await happened(world, vote(left="Tell nobody that", right="Other words"))
    assert "nobody" not in str(await rows(world, "votes"))


async def test_a_vote_told_again_changes_nothing(world: World) -> None:
    await happened(world, vote("v"), vote("v", choice="right"), at=NOON)
    await happened(world, vote("v", choice="tie"), at=NOON + timedelta(days=1))
    assert await rows(world, "votes", "choice, at") == [("left", NOON)]


async def test_the_newest_thumb_and_the_newest_stars_count(world: World) -> None:
    await happened(
        world, rating(thumbs=1), rating(stars=2), rating(stars=5), rating("i2", stars=1)
    )
    found = await rows(world, "ratings", "item_id, thumbs, stars")
    assert sorted(found) == [("i2", None, 1), ("item_1", 1, 5)]


async def test_facts_that_cannot_be_read_do_not_hold_up_the_rest(world: World) -> None:
    broken = Fact(fact_id="x", kind=FactKind.VOTE_CAST, body={"vote": 7})
    await happened(world, broken, rating(stars=None), vote("v"))
    assert await rows(world, "votes", "vote") == [("v",)]
    assert await rows(world, "ratings") == []


async def test_a_fault_undoes_the_batch(world: World) -> None:
    owned = await world.open()
    await owned.append([vote("a"), vote("b"), rating(stars=3)])
    seen = 0

    async def dies(connection, logged) -> None:
        nonlocal seen
        await apply(connection, logged)
        seen += 1
        if seen == 3:
            raise ValueError("killed")

    ada = Pending(tenant_id=world.tenant, student_id=world.ada)
    with pytest.raises(ValueError, match="killed"):
        await Consumers(world.database, world.keys).apply(CONSUMER, ada, dies)
    assert await rows(world, "votes") == await rows(world, "ratings") == []
    await catch_up(world, world.ada)
    assert len(await rows(world, "votes")) == 2


async def test_erasure_leaves_nothing(world: World) -> None:
    await happened(world, vote(), rating(stars=3))
    await happened(world, vote(), student=world.ben)
    await Eraser(world.database, world.keys, also=[erase]).erase_student(world.tenant, world.ada)
    for table in TABLES:
        assert await rows(world, table) == []
    async with world.database.as_tenant(world.tenant) as connection:
        count = "SELECT count(*) FROM votes WHERE student = $1"
        assert await connection.fetchval(count, world.ben) == 1
        known = {table.name for table in await student_tables(connection)}
    assert set(TABLES) <= known
