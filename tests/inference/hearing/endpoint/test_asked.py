"""What answer the tutor waits for while a synthetic student speaks."""

from dataclasses import replace
from random import Random

import pytest

from inference.contracts import AnswerKind
from inference.hearing.endpoint.asked import CORRECTED, KNOWN, RIGHT, SPOILT, with_answers
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
    return [with_answers(replace(told, name=f"t{number}")) for number in range(COUNT)]


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
    found = many(told)
    known = [told for told in found if told.answers]
    assert len(known) / COUNT == pytest.approx(KNOWN, abs=0.04)
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


def test_nothing_is_known_where_no_number_was_asked_for() -> None:
    kinds = set(AnswerKind) - {AnswerKind.NUMBER}
    assert not any(told.answers for kind in kinds for told in many(turn("yes", kind=kind)))
    assert not any(told.answers for told in many(turn("", style="recorded", kind=AnswerKind.ANY)))


def test_who_asks_back_has_not_given_the_answer() -> None:
    known = [told for told in many(turn("why", style="asking at once")) if told.answers]
    assert len(known) > COUNT / 2
    assert not any(right(told) for told in known)


def test_only_the_answers_are_changed() -> None:
    random = Random(1)
    for number in range(300):
        said = draw(random, TRAINING)
        told = turn(style=said.style, kind=said.kind)
        told = replace(told, name=str(number), parts=said.parts)
        found = with_answers(told)
        assert replace(found, answers=()) == told
        assert found == with_answers(told)
        assert all(answer.strip() for answer in found.answers)
