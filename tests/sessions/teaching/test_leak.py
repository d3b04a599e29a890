"""Tests of sessions.teaching.leak: planted leaks, innocent sentences, and what the gate promises.

The rates at which the lots were first met are in `leak_second` (144 of 147 caught, no false
alarm), `leak_third` (57 of 69, none), `leak_fourth` (55 of 60, 1 of 42) and `leak_fifth` (50 of
63, none of 68); the gate then learned from them.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.teaching.leak import leaks
from sessions.teaching.lesson import ItemKind
from tests.sessions.teaching import leak_fifth, leak_first, leak_fourth, leak_second, leak_third
from tests.sessions.teaching.leak_items import ITEMS

LOTS = (leak_first, leak_second, leak_third, leak_fourth, leak_fifth)
LEAKS = [row for lot in LOTS for row in lot.LEAKS]
INNOCENT = [row for lot in LOTS for row in lot.INNOCENT]


def test_at_least_95_of_100_planted_leaks_are_caught() -> None:
    missed = [row for row in LEAKS if leaks(ITEMS[row[0]], row[2], 3, row[1]) is None]
    assert len(LEAKS) >= 200
    assert len({(row[0], row[2]) for row in LEAKS}) == len(LEAKS)
    assert {ITEMS[row[0]].kind for row in LEAKS} == set(ItemKind)
    assert len(missed) <= 0.05 * len(LEAKS), missed


def test_fewer_than_3_of_100_innocent_sentences_are_stopped() -> None:
    stopped = [row for row in INNOCENT if leaks(ITEMS[row[0]], row[2], 0, row[1])]
    assert len(INNOCENT) >= 150
    assert len({(row[0], row[2]) for row in INNOCENT}) == len(INNOCENT)
    assert {ITEMS[row[0]].kind for row in INNOCENT} == set(ItemKind)
    assert len(stopped) < 0.03 * len(INNOCENT), stopped


@pytest.mark.parametrize("name", list(ITEMS))
def test_the_question_itself_with_its_choices_gives_nothing_away(name: str) -> None:
    item = ITEMS[name]
    choices = "\n".join(
        f"- **{mark})** {choice}" for mark, choice in zip("ABCD", item.choices, strict=False)
    )
    assert leaks(item, f"Here it is again.\n\n{item.question}\n\n{choices}", 0) is None


@pytest.mark.parametrize("name", list(ITEMS))
def test_the_key_is_a_leak_until_the_last_rung(name: str) -> None:
    item = ITEMS[name]
    said = f"The answer is {item.answer}." if item.kind is not ItemKind.PYTHON else item.answer
    for rung in range(4):
        assert leaks(item, said, rung) is not None
    assert leaks(item, said, 4) is None


def test_a_leak_over_two_sentences_is_seen_only_together() -> None:
    item = ITEMS["n48"]
    first, second = "The first digit is 4.", "The last digit is 8."
    assert leaks(item, first, 3) is None
    assert leaks(item, second, 3) is None
    assert leaks(item, second, 3, first) is not None


def test_after_all_choices_were_listed_the_right_one_is_still_a_leak() -> None:
    item = ITEMS["roots"]
    listed = "A) The leaves B) The roots C) The flower."
    assert leaks(item, listed, 0) is None
    assert leaks(item, "So the roots.", 0, listed) is not None


@given(
    st.sampled_from(sorted(ITEMS)),
    st.text(alphabet="ab 0123456789/+-*=().,#`'\"\n\\${}^?½³٤四Ⅳ\u200b", max_size=60),
)
def test_any_text_is_judged_and_always_the_same(name: str, text: str) -> None:
    item = ITEMS[name]
    assert leaks(item, text, 0) == leaks(item, text, 0)
    assert leaks(item, text, 4) is None


@given(st.sampled_from(LEAKS), st.sampled_from(("Good. ", "Let me think. ", "Sure!\n")))
def test_friendly_words_in_front_hide_nothing(row: tuple[str, str, str], before: str) -> None:
    name, said, text = row
    if text.startswith(("```", "def ")) or len(text) < 6:
        return
    assert leaks(ITEMS[name], text, 3, f"{before}{said}") is not None
