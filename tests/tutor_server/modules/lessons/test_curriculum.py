"""The curriculum as a whole: order, prerequisites, and what is refused."""

from dataclasses import replace
from itertools import pairwise

import pytest

from sessions.teaching.lesson import Lesson
from tests.tutor_server.modules.lessons.items import lesson
from tutor_server.modules.lessons.curriculum import LessonPath, assemble, file_of
from tutor_server.modules.lessons.problem import CurriculumError

FIRST = LessonPath(
    path_id="number-fractions", title="F", about="a", order=1, grades=(3, 5), color="warm"
)
SECOND = replace(FIRST, path_id="geometry", order=2)


def chain(*names: str, path: str = "number-fractions") -> list[Lesson]:
    """Each after the one before it."""
    lessons = [lesson(name, path=path, order=place) for place, name in enumerate(names, 1)]
    linked = [replace(b, prerequisites=(a.lesson_id,)) for a, b in pairwise(lessons)]
    return [lessons[0], *linked]


def test_lessons_come_after_what_they_need() -> None:
    early = replace(lesson("early", order=1), prerequisites=("square",))
    geometry = chain("square", "cube", path="geometry")
    curriculum = assemble([*geometry, early], [SECOND, FIRST])
    assert [path.path_id for path in curriculum.paths] == ["number-fractions", "geometry"]
    assert list(curriculum.lessons) == ["square", "early", "cube"]
    assert [one.lesson_id for one in curriculum.by_path["geometry"]] == ["square", "cube"]
    assert curriculum.unlocks == {"early": (), "square": ("early", "cube"), "cube": ()}


def test_a_lesson_opens_when_everything_before_it_is_done() -> None:
    curriculum = assemble(chain("a", "b", "c"), [FIRST])
    assert curriculum.is_open("a", ())
    assert not curriculum.is_open("c", ["a"])
    assert curriculum.is_open("c", ["b"])
    assert not curriculum.is_open("z", ["a", "b", "c"])


def test_things_are_found_by_name() -> None:
    curriculum = assemble(chain("a", "b"), [FIRST])
    assert curriculum.lesson("b") is curriculum.lessons["b"]
    assert curriculum.lesson("z") is None
    assert curriculum.path("number-fractions") is FIRST
    assert curriculum.path("z") is None
    assert [one.lesson_id for one in curriculum.lessons_of_skill("a-skill")] == ["a", "b"]
    assert curriculum.lessons_of_skill("z") == ()
    assert file_of(curriculum.lessons["a"]) == "number-fractions/a.md"


def test_a_circle_is_refused_with_its_lessons() -> None:
    first, *others = chain("a", "b", "c")
    with pytest.raises(CurriculumError, match=r"circle: .*a.*c|circle: .*c.*a"):
        assemble([replace(first, prerequisites=("c",)), *others], [FIRST])


@pytest.mark.parametrize(
    ("lessons", "paths", "what"),
    [
        ([lesson("a"), lesson("a", order=2)], [FIRST], "the id is already that of"),
        ([lesson("a"), lesson("b")], [FIRST], "`order` 1 is already that of"),
        ([lesson("a", prerequisites=("z",))], [FIRST], "the prerequisite 'z' is no lesson"),
        ([lesson("a", path="x")], [FIRST], "the path 'x' has no path.toml"),
        ([lesson("a")], [FIRST, replace(SECOND, order=1)], "order: 1 is already that of"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    lessons: list[Lesson], paths: list[LessonPath], what: str
) -> None:
    with pytest.raises(CurriculumError, match=what):
        assemble(lessons, paths)
