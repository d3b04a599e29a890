"""What is read of a student, as the scope may see it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.mastery.facts import finished, started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.mastery.reading import (
    is_student,
    read_mastery,
    read_reviews,
    read_skills,
)
from tutor_server.modules.mastery.recommend import Visited
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALL = Page(limit=100)


@pytest.fixture
async def filled(world: World) -> World:
    """Two skills become known, the second a week after the first."""
    for skill, at in (("a", NOON), ("b", NOON + 7 * DAY)):
        answers = [tried(f"{skill}{n}", skill=skill, lesson=skill) for n in range(3)]
        await happened(world, started(skill), *answers, finished(skill), at=at)
    await catch_up(world)
    return world


async def test_one_skill_too_many_says_that_there_are_more(filled: World) -> None:
    scope = filled.as_("student", filled.ada)
    for page, expected in (
        (Page(limit=1), ["a", "b"]),
        (Page(cursor=1, limit=1), ["b"]),
        (Page(cursor=5, limit=1), []),
    ):
        found = await read_skills(filled.database, scope, student=filled.ada, page=page, now=NOON)
        assert [row["skill"] for row in found] == expected


async def test_recall_fades_as_time_goes_by(filled: World) -> None:
    scope = filled.as_("student", filled.ada)
    seen = []
    for days in (0, 2, 40):
        found = await read_skills(
            filled.database, scope, student=filled.ada, page=ALL, now=NOON + days * DAY
        )
        seen.append(found[0]["recall"])
    assert seen[0] == 1.0 > seen[1] > seen[2] > 0


async def test_reviews_become_due_one_after_the_other(filled: World) -> None:
    scope = filled.as_("student", filled.ada)
    steps = []
    for days in (0, 6, 30):
        found = await read_reviews(filled.database, scope, page=ALL, now=NOON + days * DAY)
        steps.append(([row["skill"] for row in found.rows], found.next_due is None))
    assert steps == [([], False), (["a"], False), (["a", "b"], True)]


async def test_what_a_recommendation_needs(filled: World) -> None:
    scope = filled.as_("student", filled.ada)
    mastery, due = await read_mastery(filled.database, scope, grade=4, now=NOON + 6 * DAY)
    assert mastery.grade == 4
    assert mastery.lessons["a"] == Visited(seen_at=NOON, finished=1)
    assert {skill: known.proved for skill, known in mastery.skills.items()} == {
        "a": False, "b": False,
    }  # fmt: skip
    assert [(card.skill, card.lesson) for card in due] == [("a", "a")]


async def test_another_student_reads_nothing(filled: World) -> None:
    ben = filled.as_("student", filled.ben)
    page = ALL
    assert await read_skills(filled.database, ben, student=filled.ada, page=page, now=NOON) == []
    assert (await read_reviews(filled.database, ben, page=page, now=NOON + 90 * DAY)).rows == []
    mastery, due = await read_mastery(filled.database, ben, grade=5, now=NOON + 90 * DAY)
    assert (mastery.skills, mastery.lessons, due) == ({}, {}, [])
    assert not await is_student(filled.database, ben, filled.ada)
    assert await is_student(filled.database, ben, filled.ben)
