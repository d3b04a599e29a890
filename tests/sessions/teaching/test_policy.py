"""Tests of sessions.teaching.policy: whole lessons with students who do anything at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.teaching.events import (
    Answered,
    AskedAgain,
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Event,
    Skipped,
    Started,
    Struggled,
    Unsure,
    Waited,
    WentOn,
)
from sessions.teaching.fix_plan import Fix, FixPlan
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Format, ItemKind, Outcome, Use
from sessions.teaching.moves import Act, Move
from sessions.teaching.notes import Note, NoteKind, restore
from sessions.teaching.parts import questions
from sessions.teaching.policy import MOST_TURNS, decide
from sessions.teaching.run import Accommodations, LessonRun, closed
from sessions.teaching.snapshot import from_json, to_json
from sessions.teaching.words import speak
from tests.sessions.teaching.sample import NO_ANSWER, RIGHT, WRONG, believes, fresh, plan

OUTCOMES = (
    RIGHT,
    WRONG,
    NO_ANSWER,
    believes("adds-instead"),
    believes("big-bottom"),
    Outcome(correct=False, equivalent=True),
    Outcome(correct=False, flags=frozenset({"off_by_one"})),
    Outcome(correct=False, flags=frozenset({"copied"})),
    Outcome(correct=False, missing=(0,)),
)
KINDS = ("hint", "tell", "boss", "ask", "again", "unsure", "hard", "skip", "on", "wait", "start")
BODY = {
    "lesson.started": {"run", "lesson", "path", "version", "format", "decision", "fixes"},
    "decision.made": {
        *("run", "lesson", "item", "decision", "kind", "skill", "state", "options", "chosen"),
        *("probabilities", "source"),
    },
    "item.attempted": {
        *("run", "lesson", "path", "item", "skill", "kind", "use", "correct", "aided", "hints"),
        *("attempt", "error", "misconception", "seconds"),
    },
    "hint.given": {"run", "lesson", "item", "rung", "asked", "by"},
    "lesson.finished": {
        *("run", "lesson", "path", "format", "xp", "unaided_right", "unaided_total", "right"),
        *("total", "seconds", "decision"),
    },
}


@dataclass(frozen=True)
class Turn:
    """One thing that a student does, and how long it took."""

    what: str | Outcome
    seconds: float

    def event(self, at_s: float) -> Event:
        if isinstance(self.what, Outcome):
            return Answered(outcome=self.what, text="12 or so", at_s=at_s)
        simple: dict[str, Event] = {
            "hint": AskedHint(at_s=at_s),
            "tell": AskedAnswer(at_s=at_s),
            "boss": AskedAnswer(at_s=at_s, authority=True),
            "ask": AskedQuestion(text="What does the denominator count?", at_s=at_s),
            "again": AskedAgain(at_s=at_s),
            "unsure": Unsure(at_s=at_s),
            "hard": Struggled(at_s=at_s),
            "skip": Skipped(at_s=at_s),
            "on": WentOn(at_s=at_s),
            "start": Started(at_s=at_s),
        }
        return simple.get(self.what, Waited(seconds=self.seconds, at_s=at_s))


@dataclass
class Play:
    """A run that is being played, with everything that it left."""

    run: LessonRun
    at_s: float = 100.0
    quick: bool = False
    """Rules only, no words."""
    notes: list[Note] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    def turn(self, turn: Turn) -> Move:
        self.at_s += turn.seconds
        before = self.run
        self.run, move = decide(before, turn.event(self.at_s))
        if not self.quick:
            assert (self.run, move) == decide(before, turn.event(self.at_s)), "not pure"
        for note in move.notes:
            check_note(self.notes, note, self.run)
            self.notes.append(note)
        self.moves.append(move)
        if not self.quick:
            check_words(self.run, move)
        return move


def check_note(earlier: Sequence[Note], note: Note, run: LessonRun) -> None:
    """Facts have their agreed fields, and no answer is shown before it was earned."""
    assert set(note.body) == BODY[note.kind.value]
    own = [n for n in earlier if n.body.get("item") == note.body.get("item")]
    rungs = [n.body["rung"] for n in own if n.kind is NoteKind.HINT_GIVEN and ladder(n)]
    if note.kind is NoteKind.HINT_GIVEN:
        item = run.lesson.item(str(note.body["item"]))
        assert item is not None
        assert item.use is not Use.TRANSFER
        if ladder(note):
            assert note.body["rung"] == len(rungs) + 1
        tried = [n for n in own if n.kind is NoteKind.ITEM_ATTEMPTED]
        if note.body["rung"] == 4:
            assert sum(n.body["error"] != "guess" for n in tried) >= 2
        if item.use is Use.QUIZ:
            assert tried, "a hint before the first attempt of a quiz item"
    if note.kind is NoteKind.ITEM_ATTEMPTED and note.body["use"] != "probe":
        helped = [n for n in own if n.kind is NoteKind.HINT_GIVEN]
        assert note.body["aided"] is bool(helped)
        assert note.body["hints"] == len(helped)
        tried = [n for n in own if n.kind is NoteKind.ITEM_ATTEMPTED]
        assert note.body["attempt"] == len(tried) + 1
    if note.kind is NoteKind.DECISION_MADE:
        assert run.fixes.after
        known = {n.body["decision"] for n in earlier if n.kind is NoteKind.DECISION_MADE}
        assert note.body["decision"] not in known


def ladder(note: Note) -> bool:
    return note.body["by"] == "ladder"


def check_words(run: LessonRun, move: Move) -> None:
    """At most one question, no leak, nothing said that must not be."""
    words = speak(run, move)
    assert questions(words.script) <= 1, words.script
    for guard in move.guards:
        assert leaks(guard, words.script, move.rung) is None, words.script
        if guard.kind in {ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION}:
            told = words.script.replace(guard.question, "")
            assert not re.search(rf"(?<![\d/]){re.escape(guard.answer)}(?![\d/])", told)
        if move.rung < 4:
            assert guard.hints[3:4] == () or guard.hints[3] not in words.instructions
    silent = move.act is Act.WAIT and not move.reason
    assert bool(words.script) is not silent


turns = st.builds(
    Turn,
    what=st.one_of(st.sampled_from(OUTCOMES), st.sampled_from(KINDS)),
    seconds=st.sampled_from((0.2, 3.0, 25.0, 90.0)),
)
runs = st.builds(
    fresh,
    run_id=st.text(alphabet="abc123", min_size=1, max_size=6),
    format=st.sampled_from(list(Format)),
    accommodations=st.builds(
        Accommodations,
        one_step=st.booleans(),
        timers_off=st.booleans(),
        literal=st.booleans(),
        read_aloud=st.booleans(),
        reduced_text=st.booleans(),
    ),
    patience=st.sampled_from((0.5, 1.0, 3.0)),
    grade=st.sampled_from((None, 2, 5, 9)),
    fixes=st.sampled_from((FixPlan(), *(plan(often) for often in Fix))),
)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(run=runs, played=st.lists(turns, max_size=40))
def test_whatever_a_student_does_the_rules_hold_and_the_log_brings_it_back(
    run: LessonRun, played: list[Turn]
) -> None:
    play = Play(run)
    play.turn(Turn("start", 0.0))
    for turn in played:
        play.turn(turn)
    assert from_json(run.lesson, to_json(play.run)) == play.run
    back = restore(run, play.notes)
    live, again = play.run.record, back.record
    assert (again.works, again.probes, again.started) == (live.works, live.probes, live.started)
    assert again.fixes == live.fixes
    assert again.finished == live.finished
    assert again.at <= live.at
    for item in play.run.items[again.at : live.at]:  # left without a fact: asked again
        assert not closed(item, live.work(item.item_id))
    went_on, move = decide(back, Started(at_s=0.0))
    assert move.act is Act.WAIT if live.finished else move.item or move.part
    assert went_on.record.works == live.works


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(run=runs, cycle=st.lists(turns, min_size=1, max_size=5))
def test_every_lesson_ends(run: LessonRun, cycle: list[Turn]) -> None:
    if all(turn.what in {"wait", "start"} for turn in cycle):
        return  # who only waits is waited for
    play = Play(run, quick=True)
    play.turn(Turn("start", 0.0))
    most = 2 * (len(run.items) + 1) * (MOST_TURNS + 2) * len(cycle)
    for number in range(most):
        if play.run.finished:
            break
        play.turn(cycle[number % len(cycle)])
    assert play.run.finished
    ends = [note for note in play.notes if note.kind is NoteKind.LESSON_FINISHED]
    assert len(ends) == 1
    assert play.turn(Turn(RIGHT, 5.0)).act is Act.WAIT


@pytest.mark.parametrize("format_", list(Format))
def test_who_knows_everything_gets_all_the_xp_and_every_item_counts_unaided(
    format_: Format,
) -> None:
    play = Play(fresh(format=format_))
    play.turn(Turn("start", 0.0))
    while not play.run.finished:
        play.turn(Turn(RIGHT if play.run.open_item else "on", 60.0))
    summary = play.moves[-1].summary
    assert summary is not None
    assert summary.xp == 50
    assert summary.unaided_right == summary.total == summary.right
    assert summary.to_review == ()
    attempted = [n for n in play.notes if n.kind is NoteKind.ITEM_ATTEMPTED]
    assert attempted[-1].body["use"] == "transfer"
    assert all(note.body["aided"] is False for note in attempted)


def test_ten_times_begging_brings_hints_for_tries_but_never_the_answer() -> None:
    play = Play(fresh(format=Format.PRACTICE))
    play.turn(Turn("start", 0.0))
    said = [play.turn(Turn("boss" if n % 2 else "tell", 60.0)) for n in range(10)]
    assert not [note for note in play.notes if note.kind is NoteKind.HINT_GIVEN]
    assert {move.act for move in said} == {Act.ASK_ATTEMPT, Act.COMFORT}
    texts = [speak(play.run, move).script for move in said]
    assert len(set(texts)) == len(texts), "the same words again"


def test_skipping_everything_gives_no_xp_and_no_mastery() -> None:
    play = Play(fresh(format=Format.PRACTICE))
    play.turn(Turn("start", 0.0))
    while not play.run.finished:
        play.turn(Turn("skip", 5.0))
    summary = play.moves[-1].summary
    assert summary is not None
    assert (summary.xp, summary.right, summary.unaided_total) == (0, 0, 0)


def test_the_same_run_id_makes_the_same_moves() -> None:
    def acts(run_id: str) -> list[str]:
        play = Play(fresh(run_id=run_id, format=Format.PRACTICE))
        play.turn(Turn("start", 0.0))
        while not play.run.finished:
            play.turn(Turn(RIGHT, 60.0))
        return [move.kind for move in play.moves]

    assert acts("a") == acts("a")
    assert any(acts("a") != acts(f"b{n}") for n in range(8)), "why? is asked at the same places"
