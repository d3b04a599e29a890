"""What is read: values added up, rewards by day, outcomes, own decisions in pages."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.qlearning.facts import (
    FIX_STATE,
    MONDAY,
    OPTIONS,
    STATE,
    decided,
    finished,
    fixed,
    learned,
    started,
    tried,
)
from tests.tutor_server.storage.world import World
from tutor_server.modules.qlearning.qtable import GAMMA, START
from tutor_server.modules.qlearning.reading import (
    Wanted,
    read_days,
    read_outcomes,
    read_own,
    read_values,
)
from tutor_server.modules.qlearning.waiting import COMPLETION
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
ALL = Page(limit=100)


async def lesson(world: World, n: int, right: int, *, at=MONDAY, student=None, **more) -> None:
    await learned(
        world, decided(f"d{n}", **more), started(f"r{n}", f"d{n}"),
        finished(right, 5, run=f"r{n}", decision=f"d{n}"), at=at, student=student,
    )  # fmt: skip


async def test_values_are_added_up_over_students(world: World) -> None:
    await lesson(world, 1, 5)
    await lesson(world, 2, 0, student=world.ben)
    await lesson(world, 3, 5, student=world.ben, chosen="video")
    staff = world.as_("teacher", "t")
    found = await read_values(world.database, staff, Wanted(kind="format", page=ALL))
    assert [(row["option"], row["students"], row["visits"]) for row in found] == [
        ("reading", 2, 2), ("video", 1, 1),
    ]  # fmt: skip
    first = found[0]
    assert first["state"] == STATE
    assert first["rewards"] == pytest.approx(1 + COMPLETION)
    assert first["reward"] == pytest.approx((1 + COMPLETION) / 2)
    assert first["value"] == pytest.approx((1 + COMPLETION) / 2 + GAMMA * START)
    of_ben = Wanted(kind="format", page=ALL, student=world.ben)
    assert [row["visits"] for row in await read_values(world.database, staff, of_ben)] == [1, 1]
    page = Wanted(kind="format", page=Page(cursor=1, limit=1))
    assert [row["option"] for row in await read_values(world.database, staff, page)] == ["video"]
    assert await read_values(world.database, staff, Wanted(kind="fix", page=ALL)) == []


async def test_students_see_their_own_values_only(world: World) -> None:
    await lesson(world, 1, 5)
    found = await read_values(
        world.database, world.as_("student", world.ben), Wanted(kind="format", page=ALL)
    )
    assert found == []


async def test_days_oldest_first(world: World) -> None:
    await lesson(world, 1, 5, at=MONDAY)
    await lesson(world, 2, 0, at=MONDAY)
    await lesson(world, 3, 5, at=MONDAY + 3 * DAY, chosen="video")
    await learned(world, decided("open"))
    found = await read_days(world.database, world.as_("operator", "o"), kind="format")
    assert [(day.day.day, day.outcomes) for day in found] == [(4, 2), (7, 1)]
    assert found[0].reward == pytest.approx((1 + COMPLETION) / 2)
    assert all(day.moved > 0 for day in found)


async def test_outcomes_newest_first_without_those_that_wait(world: World) -> None:
    await lesson(world, 1, 5, at=MONDAY)
    await lesson(world, 2, 0, at=MONDAY + DAY, source="frozen")
    await learned(world, decided("open"))
    found = await read_outcomes(world.database, world.as_("teacher", "t"), kind="format")
    assert [(one.student, one.source) for one in found] == [
        (world.ada, "frozen"), (world.ada, "bandit"),
    ]  # fmt: skip
    assert found[0].options == OPTIONS
    assert found[0].propensity == pytest.approx(1 / 3)
    assert found[0].reward == pytest.approx(COMPLETION)


async def test_fixes_are_apart(world: World) -> None:
    await learned(world, tried("i1", False), fixed(), tried("i2"))
    staff = world.as_("teacher", "t")
    assert [one.state for one in await read_outcomes(world.database, staff, kind="fix")] == [
        FIX_STATE
    ]
    assert len(await read_days(world.database, staff, kind="fix")) == 1
    assert await read_days(world.database, staff, kind="format") == []


async def test_own_decisions_in_pages(world: World) -> None:
    await learned(world, *(decided(f"d{n}") for n in range(5)))
    await learned(world, decided("theirs"), student=world.ben)
    scope = world.as_("student", world.ada)
    first, place = await read_own(world.database, scope, before=None, limit=3)
    assert [row["decision"] for row in first] == ["d4", "d3", "d2"]
    rest, end = await read_own(world.database, scope, before=place, limit=3)
    assert ([row["decision"] for row in rest], end) == (["d1", "d0"], None)
    assert first[0]["reward"] is None
    assert first[0]["probabilities"] == pytest.approx([1 / 3] * 3)
