"""Tests of sessions.teaching.instructions: the move, its material, and never the key."""

import pytest

from sessions.teaching.events import AskedAnswer, AskedHint, AskedQuestion, Event, Unsure
from sessions.teaching.instructions import instructions
from sessions.teaching.run import Accommodations
from tests.sessions.teaching.sample import RIGHT, WRONG, believes, sample
from tests.sessions.teaching.script import Script, at_item, practising


def told(script: Script, event: Event) -> str:
    move = script.do(event)
    return instructions(script.run, move)


def test_the_move_and_its_material() -> None:
    script = practising()
    text = told(script, AskedHint(at_s=0.0))
    assert "small hint" in text
    assert sample().items[0].hints[0] in text
    assert sample().items[0].question in text
    assert "Never give the final answer" in text
    assert "at most one question" in text


@pytest.mark.parametrize("name", [item.item_id for item in sample().items])
def test_the_key_is_not_told_before_the_ladder_shows_it(name: str) -> None:
    script = at_item(name)
    item = script.run.item
    assert item is not None
    events: tuple[Event, ...] = (
        *(AskedHint(at_s=0.0), AskedAnswer(at_s=0.0), Unsure(at_s=0.0)),
        AskedQuestion(text="What is that?", at_s=0.0),
    )
    for event in events:
        text = told(script, event)
        listed = "; ".join(item.choices)
        rest = text.replace(item.question, "")
        if item.answer not in listed:
            assert item.answer not in rest
        assert item.hints[3] not in text


def test_the_error_is_named_for_the_model() -> None:
    script = practising()
    move = script.answer(WRONG)
    assert "hint" in instructions(script.run, move)
    script.answer(believes("adds-instead"))
    move = script.answer(believes("adds-instead"))
    text = instructions(script.run, move)
    assert sample().misconceptions[0].belief in text
    assert sample().misconceptions[0].correction in text


def test_reading_level_and_accommodations() -> None:
    script = practising(
        grade=2,
        accommodations=Accommodations(
            literal=True, one_step=True, reduced_text=True, read_aloud=True
        ),
    )
    text = told(script, AskedHint(at_s=0.0))
    for part in ("grade 2", "8 words", "no figures of speech", "single step", "heard"):
        assert part in text
    assert "20 words" in told(practising(grade=11), AskedHint(at_s=0.0))


def test_results_are_told_at_the_end_and_nothing_is_guarded_then() -> None:
    script = at_item("neg3")
    text = instructions(script.run, script.answer(RIGHT))
    assert "1 of 9 right without help" in text
    assert "Never give" not in text
