"""What must be true of all lessons together."""

from dataclasses import replace

import pytest

from tests.tutor_server.modules.lessons.items import lesson
from tutor_server.modules.lessons.curriculum import LessonPath
from tutor_server.modules.lessons.proofs.whole import PATHS, near_duplicates, prove_whole

PATH = LessonPath(
    path_id="number-fractions", title="F", about="a", order=1, grades=(3, 5), color="warm"
)


def told(*lessons: object, path: LessonPath = PATH) -> str:
    return "\n".join(map(str, prove_whole(lessons, [path])))  # type: ignore[arg-type]


def whole() -> tuple[list[object], list[LessonPath]]:
    """As many sound lessons as are wanted."""
    paths = [
        replace(PATH, path_id=name, order=order, title=name) for order, name in enumerate(PATHS, 1)
    ]
    lessons = [
        lesson(f"{name}-l{order}", path=name, order=order)
        for name, count in PATHS.items()
        for order in range(1, count + 1)
    ]
    return lessons, paths


def test_twelve_paths_and_117_lessons_pass() -> None:
    lessons, paths = whole()
    assert (len(paths), len(lessons)) == (12, 117)
    assert list(prove_whole(lessons, paths)) == []  # type: ignore[arg-type]


def test_missing_paths_and_lessons_are_told() -> None:
    found = told(lesson())
    assert "geometry/path.toml: path: is missing." in found
    assert "number-fractions/path.toml: lessons: 12 lessons are needed; 1 can be read." in found


def test_wrong_paths_are_told() -> None:
    assert "order: must be 1" in told(lesson(), path=replace(PATH, order=3))
    assert "is not one of the 12" in told(path=replace(PATH, path_id="juggling"))


def test_grades_and_order_fit_the_path() -> None:
    assert "`grade` 6 is outside of the path's (3, 5)" in told(lesson(grade=6))
    assert "`order` 13 is above the number of lessons" in told(lesson(order=13))


def test_nothing_stands_twice() -> None:
    one, two = lesson("one"), lesson("two", order=2)
    found = told(one, replace(two, items=one.items))
    assert (
        "two.md: item bags-1: the question stands word for word in number-fractions/one.md"
        in found
    )
    assert (
        "the hint stands word for word in number-fractions/one.md: item bags-1, hint 1 too"
        in found
    )
    assert "the title stands word for word" in told(one, replace(two, title=one.title))


def test_a_hint_used_twice_in_one_item_is_found() -> None:
    one = lesson("one")
    item = replace(one.items[0], hints=("Same hint.", "same,  hint!", *one.items[0].hints[2:]))
    found = told(replace(one, items=(item, *one.items[1:])))
    assert "the hint stands word for word in number-fractions/one.md: item bags-1, hint 1" in found


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("explanation", "full"),
        ("worked example", "worked_example"),
        ("dialogue", "dialogue"),
        ("video", "video"),
    ],
)
def test_texts_that_are_alike_are_found(what: str, field: str) -> None:
    one = lesson("one")
    copied = lesson("two", order=2, **{field: getattr(one, field)})
    (alike,) = near_duplicates([one, copied])
    assert 0.5 < alike.share <= 1.0
    problem = f"number-fractions/one.md: {what}: shares {alike.share:.0%} with"
    assert f"{problem} number-fractions/two.md." in told(one, copied)
    assert near_duplicates([one, lesson("three", order=3)]) == []


def test_the_share_is_of_the_shorter_one() -> None:
    long = lesson("one", simple=" ".join(f"w{n}" for n in range(400)), full="")
    short = lesson("two", simple=" ".join(f"w{n}" for n in range(14)), full="")
    assert near_duplicates([long, short])[0].share == 1.0


def test_what_assembling_refuses_is_told() -> None:
    assert "the prerequisite 'z' is no lesson" in told(lesson(prerequisites=("z",)))
