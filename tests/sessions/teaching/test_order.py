"""Tests of sessions.teaching.order."""

from dataclasses import replace

import pytest

from sessions.teaching.lesson import Format, Use
from sessions.teaching.order import following, items_of
from tests.sessions.teaching.sample import sample


def uses(format_: Format) -> str:
    return "".join(item.use.value[0] for item in items_of(sample(), format_))


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        (Format.READING, "pppppqqqt"),
        (Format.PRACTICE, "pppppqqqt"),
        (Format.VIDEO, "pppppqqqt"),
        (Format.WORKED_EXAMPLE, "ppppqqqt"),
        (Format.DIALOGUE, "pppqqqt"),
        (Format.QUIZ, "qqqpppppt"),
    ],
)
def test_order_and_share_by_format(format_: Format, expected: str) -> None:
    assert uses(format_) == expected


def test_a_dialogue_asks_what_can_be_said() -> None:
    items = items_of(sample(), Format.DIALOGUE)
    assert [item.item_id for item in items[:3]] == ["n48", "f34", "roots"]


def test_a_dialogue_about_code_asks_it_all_the_same() -> None:
    lesson = sample()
    code = tuple(i for i in lesson.items if i.use is not Use.PRACTICE or i.item_id == "area")
    items = items_of(replace(lesson, items=code), Format.DIALOGUE)
    assert items[0].item_id == "area"


def test_practice_of_a_skill_that_was_shown_is_left_out_only_after_a_quiz() -> None:
    items = items_of(sample(), Format.QUIZ)
    assert items[following(items, 3, Format.QUIZ, {"groups"})].item_id == "f34"
    assert items[following(items, 3, Format.QUIZ, {"groups", "parts", "plants"})].use.value == (
        "transfer"
    )
    assert following(items, 3, Format.READING, {"groups"}) == 3
    assert following(items, len(items), Format.QUIZ, {"groups"}) == len(items)
