"""The summary of now and the pages of the past."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.xp.facts import finished, tried
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp.achievements import ACHIEVEMENTS
from tutor_server.modules.xp.reading import read_history, read_summary

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_beginner(world: World) -> None:
    seen = await read_summary(world.database, world.as_("student", world.ada), now=NOON)
    assert (seen["total"], seen["level"], seen["to_next"]) == (0, 1, 40)
    assert seen["streak"] == {
        "days": 0, "longest": 0, "last_day": None, "practised_today": False, "freezes": 0,
        "max_freezes": 2,
    }  # fmt: skip
    assert [row["earned_at"] for row in seen["achievements"]] == [None] * len(ACHIEVEMENTS)


async def test_the_streak_is_that_of_the_day_one_looks(world: World) -> None:
    for n in range(7):
        await happened(world, tried(f"i{n}"), at=NOON + n * DAY)
    await catch_up(world)
    scope = world.as_("student", world.ada)
    shown = []
    for n in range(6, 10):
        streak = (await read_summary(world.database, scope, now=NOON + n * DAY))["streak"]
        shown.append((streak["days"], streak["freezes"], streak["practised_today"]))
    assert shown == [(7, 1, True), (7, 1, False), (7, 0, False), (0, 0, False)]


async def test_earned_achievements_have_their_time(world: World) -> None:
    await happened(world, finished(), at=NOON)
    await catch_up(world)
    seen = await read_summary(world.database, world.as_("student", world.ada), now=NOON)
    times = {row["id"]: row["earned_at"] for row in seen["achievements"] if row["earned_at"]}
    assert times == {"first-lesson": NOON.isoformat()}


async def test_pages_hold_everything_once(world: World) -> None:
    await happened(world, *(tried(f"i{n}") for n in range(7)), at=NOON)
    await catch_up(world)
    scope = world.as_("student", world.ada)
    pages, place = [], None
    while True:
        rows, place = await read_history(world.database, scope, before=place, limit=3)
        pages.append([row["seq"] for row in rows])
        if place is None:
            break
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]
    rows, place = await read_history(world.database, scope, before=None, limit=7)
    assert (len(rows), place) == (7, None)
    assert rows[0]["source"] == "item"
    assert rows[0]["day"] == "2026-05-01"


async def test_history_is_ones_own(world: World) -> None:
    await happened(world, finished(), at=NOON)
    await catch_up(world)
    scope = world.as_("student", world.ben)
    assert await read_history(world.database, scope, before=None, limit=9) == ([], None)
