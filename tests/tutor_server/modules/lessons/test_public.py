"""What a student may see: every question, and never an answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sessions.teaching.lesson import Item
from tests.tutor_server.modules.lessons.items import (
    choice,
    expression,
    fraction,
    lesson,
    number,
    python,
    steps,
    text,
)
from tutor_server.modules.lessons.curriculum import Curriculum, LessonPath, assemble
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.public import (
    LessonState,
    path_map,
    public_item,
    public_lesson,
    public_progress,
    state_of,
    summary,
)
from tutor_server.modules.lessons.reading import LessonProgress, Progress, Stuck

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
PATH = LessonPath(
    path_id="number-fractions", title="F", about="a", order=1, grades=(3, 5), color="warm"
)
SECRET = "s3cret"
ITEMS = (
    number(SECRET, form="cm", tolerance=0.5),
    fraction(SECRET, "lowest"),
    expression(SECRET, "expanded"),
    choice("red", "blue", "green"),
    steps(SECRET, "eat", "mix", "bake"),
    text((SECRET,), answer=SECRET),
    python(SECRET, (SECRET, SECRET), starter="x = "),
)


def begun(name: str, *, done: bool) -> LessonProgress:
    return LessonProgress(
        lesson_id=name,
        started_at=AT,
        finished_at=AT if done else None,
        last_at=AT,
        runs=1,
        best_right=3 if done else 0,
        best_total=4 if done else 0,
    )


def two() -> Curriculum:
    second = lesson("second", order=2, prerequisites=("bags",))
    return assemble([lesson(), second], [PATH])


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_an_item_without_its_secrets(item: Item) -> None:
    whole = replace(item, hints=(SECRET, SECRET, SECRET, SECRET), question="What is $x^2$?")
    listed = replace(number("1", wrong={SECRET: SECRET}).wrong[0], answer=SECRET)
    shown = public_item(replace(whole, wrong=(listed,)))
    assert SECRET not in json.dumps(shown)
    assert (shown["question"], shown["rungs"]) == ("What is $x^2$?", 4)
    assert "<math" in str(shown["html"])
    assert not {"answer", "wrong", "hints", "keys", "tests", "tolerance"} & set(shown)


def test_each_kind_has_what_its_form_needs() -> None:
    shown = [public_item(item) for item in ITEMS]
    assert shown[0]["unit"] == "cm"
    assert (shown[1]["form"], shown[2]["form"]) == ("lowest", "expanded")
    assert [one["text"] for one in shown[3]["choices"]] == ["red", "blue", "green"]  # type: ignore
    assert len(shown[4]["choices"]) == 3  # type: ignore[arg-type]
    assert shown[6]["starter"] == "x = "
    assert "choices" not in shown[0]


def test_html_in_a_question_is_harmless() -> None:
    shown = public_item(number("1", question="<script>alert(1)</script>"))
    assert "<script" not in str(shown["html"])


def test_a_lesson_in_every_format() -> None:
    shown = public_lesson(lesson(), LessonState.OPEN)
    assert shown["state"] == "open"
    assert shown["dialogue"][0] == {"speaker": "tutor", "text": "What is bags0?"}  # type: ignore
    assert shown["video"][1] == {"channel": "say", "text": "A bags."}  # type: ignore[index]
    assert len(shown["items"]) == 6  # type: ignore[arg-type]
    assert "<ol>" in shown["worked_example"]["html"]  # type: ignore[index, call-overload]
    dumped = json.dumps(shown)
    assert "misconception" not in dumped
    assert "Three fours are 12" not in dumped


@pytest.mark.slow
def test_no_real_lesson_shows_an_answer() -> None:
    for found in open_curriculum().lessons.values():
        shown = json.dumps(public_lesson(found, LessonState.OPEN), ensure_ascii=False)
        for item in found.items:
            assert all(json.dumps(hint, ensure_ascii=False) not in shown for hint in item.hints)
        for one in found.misconceptions:
            assert json.dumps(one.correction, ensure_ascii=False) not in shown


@pytest.mark.parametrize(
    ("progress", "states"),
    [
        ({}, ["open", "locked"]),
        ({"bags": begun("bags", done=False)}, ["started", "locked"]),
        ({"bags": begun("bags", done=True)}, ["done", "open"]),
        ({"second": begun("second", done=False)}, ["open", "started"]),
        ({"second": begun("second", done=True)}, ["open", "done"]),
    ],
)
def test_states(progress: dict[str, LessonProgress], states: list[str]) -> None:
    found = two()
    assert [state_of(one, progress).value for one in found.lessons.values()] == states
    (path,) = path_map(found, progress)
    assert isinstance(path, dict)
    assert [one["state"] for one in path["lessons"]] == states  # type: ignore
    assert (path["lessons_total"], path["lessons_done"]) == (2, states.count("done"))


def test_the_map_shows_results_and_what_comes_before() -> None:
    (path,) = path_map(two(), {"bags": begun("bags", done=True)})
    first, second = path["lessons"]  # type: ignore
    assert first["best"] == {"unaided_right": 3, "unaided_total": 4}
    assert (second["best"], second["prerequisites"]) == (None, ["bags"])
    assert (path["color"], path["grades"]) == ("warm", [3, 5])  # type: ignore[index, call-overload]
    assert set(summary(lesson(), LessonState.OPEN)) <= set(first)


def test_progress_with_a_lesson_that_is_no_more() -> None:
    stuck = Stuck(
        lesson_id="bags", item_id="i", skill="s", attempts=2, rung=1, error="slip",
        misconception="", at=AT,
    )  # fmt: skip
    progress = Progress(
        lessons={"bags": begun("bags", done=True), "gone": begun("gone", done=False)},
        tried=3, right=2, unaided=1, hints=4, stuck=(stuck,),
    )  # fmt: skip
    shown = public_progress(progress, two())
    assert (shown["lessons_done"], shown["lessons_total"]) == (1, 2)
    assert {one["lesson"]: one["title"] for one in shown["lessons"]} == {  # type: ignore
        "bags": "About bags", "gone": "",
    }  # fmt: skip
    assert shown["items"] == {"tried": 3, "right": 2, "unaided_right": 1, "hints": 4}
    assert shown["stuck"][0]["at"] == AT.isoformat()  # type: ignore
    assert json.dumps(shown)
