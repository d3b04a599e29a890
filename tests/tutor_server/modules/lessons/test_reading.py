"""Progress read back: best results, totals and where somebody is stuck."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.lessons.happened import (
    NOON,
    finished,
    happened,
    hinted,
    started,
    tried,
)
from tests.tutor_server.storage.world import World
from tutor_server.errors import NotFoundError
from tutor_server.modules.lessons import reading
from tutor_server.modules.lessons.reading import Progress, read_progress

pytestmark = pytest.mark.slow


async def read(world: World) -> Progress:
    return await read_progress(world.database, world.as_("student", world.ada), world.ada)


async def test_nothing_yet(world: World) -> None:
    progress = await read(world)
    assert (progress.lessons, progress.stuck, progress.done) == ({}, (), frozenset())
    assert (progress.tried, progress.right, progress.unaided, progress.hints) == (0, 0, 0, 0)


async def test_the_best_run_is_that_with_the_best_share(world: World) -> None:
    for day, (right, total) in enumerate([(2, 4), (3, 4), (1, 1), (5, 5), (0, 0), (1, 4)]):
        run = f"r{day}"
        end = finished(run=run, unaided_right=right, unaided_total=total)
        await happened(world, started(run=run), end, at=NOON + timedelta(days=day))
    await happened(world, started(run="open"), at=NOON + timedelta(days=9))
    lesson = (await read(world)).lessons["equal-parts"]
    assert (lesson.runs, lesson.best_right, lesson.best_total) == (7, 5, 5)
    assert (lesson.started_at, lesson.finished_at) == (NOON, NOON)
    assert lesson.last_at == NOON + timedelta(days=9)
    assert lesson.done


async def test_a_lesson_that_was_only_begun_has_no_result(world: World) -> None:
    await happened(world, started(), tried(correct=True))
    progress = await read(world)
    lesson = progress.lessons["equal-parts"]
    assert (lesson.done, lesson.best_right, lesson.best_total) == (False, 0, 0)
    assert progress.done == frozenset()


async def test_totals(world: World) -> None:
    await happened(
        world,
        tried("a", correct=True),
        tried("b"),
        hinted("b", rung=2),
        tried("b", attempt=2, correct=True, aided=True),
        tried("c"),
        hinted("d"),
    )
    progress = await read(world)
    assert (progress.tried, progress.right, progress.unaided, progress.hints) == (3, 2, 1, 3)


async def test_stuck_is_who_failed_twice_the_last_time(world: World) -> None:
    wrong = {"error": "misconception", "misconception": "upside-down"}
    await happened(world, tried("a", attempt=2, **wrong), hinted("a", rung=3), tried("b"))
    await happened(world, tried("c", attempt=3), at=NOON - timedelta(days=1))
    await happened(world, tried("c", run="r2", correct=True), at=NOON + timedelta(days=1))
    (stuck,) = (await read(world)).stuck
    assert (stuck.item_id, stuck.attempts, stuck.rung) == ("a", 2, 3)
    assert (stuck.error, stuck.misconception) == ("misconception", "upside-down")
    assert (stuck.lesson_id, stuck.skill, stuck.at) == ("equal-parts", "fraction-meaning", NOON)


async def test_stuck_is_bounded_and_the_last_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_STUCK", 2)
    for day, item in enumerate("abc"):
        await happened(world, tried(item, attempt=2), at=NOON + timedelta(days=day))
    assert [one.item_id for one in (await read(world)).stuck] == ["c", "b"]


async def test_others_are_not_found(world: World) -> None:
    await happened(world, started(), student=world.ben)
    for student in (world.ben, "nobody"):
        with pytest.raises(NotFoundError):
            await read_progress(world.database, world.as_("student", world.ada), student)
