"""The board: who asked for it, by first name, in order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.xp.facts import finished
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.errors import ErasedError
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.leaderboard import (
    first_name,
    read_places,
    shown,
    week_now,
)
from tutor_server.storage.people import PersonRole
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
WEEK = date(2026, 5, 4)
ALL = Page(limit=100)


async def student(world: World, name: str, xp: int, *, show: bool = True) -> StudentId:
    made = StudentId(await world.people.ensure_person(world.tenant, PersonRole.STUDENT, name))
    await happened(world, finished(xp=xp), at=NOON, student=made)
    await catch_up(world, made)
    await show_on_leaderboard(world.database, world.as_("student", made), show=show)
    return made


async def board(world: World, viewer: StudentId, page: Page = ALL):
    async def name_of(tenant, who) -> str:
        return (await world.people.get(tenant, who)).display_name

    scope = world.as_("student", viewer)
    places = await read_places(world.database, scope, WEEK, page)
    return await shown(places, scope, name_of=name_of)


async def test_only_those_who_show_it_and_first_names_only(world: World) -> None:
    await student(world, "Cleo Patra Long", 50)
    await student(world, "Dan Hidden", 90, show=False)
    eve = await student(world, "Eve Adams", 60)
    assert await board(world, eve) == [
        {"rank": 1, "name": "Eve", "xp": 60, "me": True},
        {"rank": 2, "name": "Cleo", "xp": 50, "me": False},
    ]
    assert [line["name"] for line in await board(world, world.ada)] == ["Eve", "Cleo"]


async def test_leaving_the_board_takes_effect_at_once(world: World) -> None:
    eve = await student(world, "Eve", 60)
    await show_on_leaderboard(world.database, world.as_("student", eve), show=False)
    assert await board(world, eve) == []


async def test_the_same_xp_is_the_same_rank(world: World) -> None:
    for name, xp in (("A", 50), ("B", 40), ("C", 40), ("D", 30)):
        await student(world, name, xp)
    lines = await board(world, world.ada)
    assert [line["rank"] for line in lines] == [1, 2, 2, 4]
    pages: list[int] = []
    for offset in (0, 2):
        # One more than the limit is read, so that a page knows whether another follows.
        page = await board(world, world.ada, Page(cursor=offset, limit=1))
        pages += [line["rank"] for line in page]
    assert pages == [1, 2, 2, 4]


async def test_another_week_and_another_tenant_are_empty(world: World) -> None:
    eve = await student(world, "Eve", 60)
    scope = world.as_("student", eve)
    assert await read_places(world.database, scope, WEEK + timedelta(days=7), ALL) == ()


async def test_who_was_erased_meanwhile_is_left_out(world: World) -> None:
    eve = await student(world, "Eve", 60)
    scope = world.as_("student", eve)

    async def gone(tenant, who) -> str:
        raise ErasedError

    places = await read_places(world.database, scope, WEEK, ALL)
    assert len(places) == 1
    assert await shown(places, scope, name_of=gone) == []


async def test_the_week_is_that_of_the_viewers_clock(world: World) -> None:
    late = datetime(2026, 5, 10, 20, tzinfo=UTC)  # Sunday evening; Monday in Tokyo
    scope = world.as_("student", world.ada)
    assert await week_now(world.database, scope, now=late) == WEEK
    await set_time_zone(world.database, scope, zone="Asia/Tokyo", now=NOON)
    assert await week_now(world.database, scope, now=late) == WEEK + timedelta(days=7)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Ada", "Ada"), ("  Ada  Lovelace", "Ada"), ("Anne-Marie Schmidt", "Anne-Marie"), ("", "")],
)
def test_first_names(name: str, first: str) -> None:
    assert first_name(name) == first
