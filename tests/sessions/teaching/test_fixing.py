"""Tests of sessions.teaching.fixing: which help is possible, which is drawn, and what is noted."""

import pytest

from sessions.teaching.events import Skipped, Started, Unsure, WentOn
from sessions.teaching.fix_plan import Fix
from sessions.teaching.lesson import Format, Outcome
from sessions.teaching.moves import Act, Move
from sessions.teaching.notes import Note, NoteKind, restore
from sessions.teaching.policy import decide
from sessions.teaching.run import Part
from tests.sessions.teaching.sample import RIGHT, WRONG, believes, fresh, plan
from tests.sessions.teaching.script import Script, at_item, practising

SURE = 1 - 1e-9
SLIP = Outcome(correct=False, flags=frozenset({"off_by_one"}))


def decisions(move: Move) -> list[Note]:
    return [note for note in move.notes if note.kind is NoteKind.DECISION_MADE]


@pytest.mark.parametrize(
    ("fix", "act", "part"),
    [
        (Fix.HINTS, Act.NUDGE, None),
        (Fix.EXAMPLE, Act.REPRESENT, Part.EXAMPLE),
        (Fix.SIMPLER, Act.REPRESENT, Part.SIMPLE),
        (Fix.PROBE, Act.PROBE, None),
    ],
)
def test_what_is_drawn_is_done_and_noted_with_its_probability(
    fix: Fix, act: Act, part: Part | None
) -> None:
    script = practising(fixes=plan(fix, chance=SURE))
    move = script.answer(believes("adds-instead"))
    assert (move.act, move.part) == (act, part)
    kinds = [note.kind for note in move.notes[:2]]
    assert kinds == [NoteKind.ITEM_ATTEMPTED, NoteKind.DECISION_MADE]
    (note,) = decisions(move)
    item = script.run.lesson.items[0]
    assert note.body["chosen"] == fix.value
    assert note.body["options"] == [one.value for one in Fix]
    assert (note.body["item"], note.body["skill"]) == (item.item_id, item.skill)
    assert (note.body["run"], note.body["kind"]) == (script.run.run_id, "fix")
    assert note.body["state"] == "state error:misconception"
    assert isinstance(note.body["probabilities"], list)
    assert note.body["probabilities"][list(Fix).index(fix)] == pytest.approx(SURE)


def test_without_a_plan_nothing_is_drawn_and_the_usual_order_holds() -> None:
    script = practising()
    assert script.answer(believes("adds-instead")).act is Act.PROBE
    assert script.answer(RIGHT).act is Act.ASK_ATTEMPT
    assert script.answer(believes("adds-instead")).act is Act.CORRECT
    assert script.answer(believes("adds-instead")).act is Act.REPRESENT
    assert not [note for note in script.notes if note.kind is NoteKind.DECISION_MADE]


def test_only_what_is_possible_is_an_option() -> None:
    script = practising(fixes=plan(Fix.PROBE, chance=0.4))
    (note,) = decisions(script.answer(WRONG))
    assert note.body["options"] == ["hint_ladder", "worked_example", "simpler_explanation"]
    begun = Script(fresh(format=Format.WORKED_EXAMPLE, fixes=plan(Fix.PROBE, chance=0.4)))
    begun.do(Started(at_s=0.0))
    while begun.run.open_item is None:
        begun.do(WentOn(at_s=0.0))
    (note,) = decisions(begun.answer(WRONG))
    assert note.body["options"] == ["hint_ladder", "simpler_explanation"]


def test_who_is_stuck_gets_another_way_whatever_was_learned() -> None:
    script = practising(fixes=plan(Fix.HINTS, chance=SURE))
    script.answer(WRONG)
    script.answer(SLIP)
    move = script.answer(SLIP)
    assert move.act is Act.REPRESENT
    (note,) = decisions(move)
    assert note.body["options"] == ["worked_example", "simpler_explanation"]


def test_what_was_offered_is_what_is_shown_and_said_again() -> None:
    script = practising(fixes=plan(Fix.SIMPLER, chance=SURE))
    script.answer(WRONG)
    assert script.do(Unsure(at_s=0.0)).part is Part.SIMPLE
    other = practising(fixes=plan(Fix.SIMPLER, chance=SURE))
    other.answer(WRONG)
    assert other.do(Started(at_s=0.0)).part is Part.SIMPLE


def test_another_way_is_offered_once_an_item_so_one_option_is_no_decision() -> None:
    script = practising(fixes=plan(Fix.EXAMPLE, chance=SURE))
    script.answer(WRONG)
    script.do(Skipped(at_s=0.0))
    assert script.answer(SLIP).act is Act.ASK_ATTEMPT
    move = script.answer(SLIP)
    assert move.act is Act.NUDGE
    assert decisions(move) == []


def test_who_does_not_know_gets_a_drawn_help_too() -> None:
    script = practising(fixes=plan(Fix.EXAMPLE, chance=SURE))
    move = script.do(Unsure(at_s=0.0))
    assert move.act is Act.REPRESENT
    assert [note.body["state"] for note in decisions(move)] == ["state error:unnamed"]


def test_hints_that_are_asked_for_and_transfer_items_draw_nothing() -> None:
    transfer = at_item("neg3", fixes=plan(Fix.HINTS))
    for _ in range(2):
        transfer.answer(WRONG)
    assert not [note for note in transfer.notes if note.kind is NoteKind.DECISION_MADE]


def test_a_restored_run_draws_what_the_run_would_have_drawn() -> None:
    for number in range(20):
        script = practising(run_id=f"run{number}", fixes=plan(Fix.HINTS, chance=0.4))
        script.answer(WRONG)
        first = fresh(format=Format.PRACTICE, run_id=f"run{number}", fixes=script.run.fixes)
        back = restore(first, script.notes)
        assert back.record == script.run.record
        told = decide(back, Started(at_s=0.0))[0]
        live = decide(script.run, Started(at_s=0.0))[0]
        assert told.record == live.record


def test_each_draw_is_another_decision() -> None:
    script = practising(fixes=plan(Fix.HINTS, chance=0.4))
    for _ in range(4):
        script.answer(WRONG)
        script.do(Skipped(at_s=0.0))
    found = [n.body["decision"] for n in script.notes if n.kind is NoteKind.DECISION_MADE]
    assert len(found) > 1
    assert len(set(found)) == len(found) == script.run.record.fixes
