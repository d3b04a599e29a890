"""What answer the tutor waits for while a synthetic student speaks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from inference.contracts import AnswerKind
from inference.hearing.endpoint.asked import (
    CORRECTED,
    KNOWN,
    NUMBERS,
    OTHERS,
    RIGHT,
    SPOILT,
    YES_OR_NO,
    with_question,
)
from inference.hearing.endpoint.script import draw
from inference.hearing.endpoint.turns import Part, Split, Turn
from inference.hearing.endpoint.wording import TRAINING
from inference.hearing.right_answers import progress

COUNT = 2000


def turn(*parts: str, style: str = "short", kind: AnswerKind = AnswerKind.NUMBER) -> Turn:
    return Turn(
        name="t",
        split=Split.TRAIN,
        source="espeak",
        style=style,
        speaker="s",
        kind=kind,
        parts=tuple(Part(text=text) for text in parts),
    )


def many(told: Turn) -> list[Turn]:
    return [with_question(replace(told, name=f"t{number}")) for number in range(COUNT)]


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def right(told: Turn) -> bool:
    return progress(" ".join(part.text for part in told.parts), told.answers).right


@pytest.mark.parametrize(
    "told",
    [
        turn("twelve"),
        turn("it's two and", "a half", style="answering"),
        turn("let me think", "three quarters", style="thinking"),
        turn("six", "times two is", "twelve", style="answering"),
        turn("five because", "i took two from seven", style="answering"),
        turn("one", "two", "three", "four", style="counting"),
        turn("two", "six", "one", style="dictating"),
        turn("h", "a", "l", "f", style="spelling", kind=AnswerKind.ANY),
    ],
)
def test_the_answer_is_known_and_right_as_often_as_assumed(told: Turn) -> None:
    found = [t for t in many(told) if t.kind is told.kind]
    known = [t for t in found if t.answers]
    assert len(known) / len(found) == pytest.approx(KNOWN, abs=0.04)
    answer = {"it's two and": "two and a half", "five because": "five"}.get(
        told.parts[0].text, told.parts[-1].text
    )
    if told.style in ("counting", "dictating", "spelling"):
        answer = " ".join(part.text for part in told.parts)
    assert share([t.answers == (answer,) for t in known]) == pytest.approx(RIGHT, abs=0.06)


def test_who_corrects_an_answer_mostly_comes_to_the_right_one() -> None:
    known = [t for t in many(turn("twelve", "no wait", "nine", style="correcting")) if t.answers]
    ends = share([right(t) for t in known])
    began = share([progress("twelve", t.answers).right for t in known])
    assert ends == pytest.approx(CORRECTED, abs=0.05)
    assert began == pytest.approx(SPOILT, abs=0.05)


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        (turn("twelve"), NUMBERS),
        (turn("it's", "twelve", style="answering"), NUMBERS),
        (turn("yes it is"), YES_OR_NO),
        (turn("it's a noun", style="answering at once"), OTHERS),
        (turn("why", style="asking at once"), OTHERS),
        (turn("give me a hint", style="requesting at once"), OTHERS),
    ],
)
def test_what_was_asked_for_is_drawn_as_measured(
    told: Turn, kinds: Mapping[AnswerKind, int]
) -> None:
    found = Counter(t.kind for t in many(told))
    assert set(found) <= set(kinds)
    for kind, per_cent in kinds.items():
        assert found[kind] / COUNT == pytest.approx(per_cent / 100, abs=0.04)


def test_the_style_says_itself_what_was_asked_for() -> None:
    for style, kind in (
        ("explaining", AnswerKind.EXPLAIN),
        ("counting", AnswerKind.NUMBER),
        ("recorded", AnswerKind.ANY),
    ):
        assert {t.kind for t in many(turn("one", "two", style=style, kind=kind))} == {kind}


def test_nothing_is_known_where_no_number_was_asked_for() -> None:
    for told in many(turn("twelve")) + many(turn("yes")):
        assert told.kind is AnswerKind.NUMBER or not told.answers
    assert not any(told.answers for told in many(turn("", style="recorded", kind=AnswerKind.ANY)))


def test_who_asks_back_has_not_given_the_answer() -> None:
    found = many(turn("why", style="asking at once"))
    known = [told for told in found if told.answers]
    assert known
    assert not any(right(told) for told in known)


def test_only_what_was_asked_is_changed() -> None:
    random = Random(1)
    for number in range(300):
        said = draw(random, TRAINING)
        told = turn(style=said.style, kind=said.kind)
        told = replace(told, name=str(number), parts=said.parts)
        found = with_question(told)
        assert replace(found, answers=(), kind=told.kind) == told
        assert found == with_question(told)
        assert all(answer.strip() for answer in found.answers)
