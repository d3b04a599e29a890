"""A lesson inside the conversation: turns become answers, the policy decides, its move is said.

Every answer is checked by code first (Check, Checked). The facts of a move are committed before
the move is said, and what the page shows comes with them. Knows when things happen; what is
taught and how is `sessions.teaching`.
"""

from dataclasses import dataclass, field, replace

from sessions import lines
from sessions.commands import AskHint, Attempt, GoOn, LeaveLesson, ReplyOptions, StartLesson
from sessions.contracts import Fact, FactKind
from sessions.effects import Check
from sessions.events import Checked, Phrase
from sessions.items import MessageItem, Speaker
from sessions.outputs import (
    AttemptChecked,
    HintShown,
    LessonFinished,
    LessonShown,
    Output,
    ReplyStatus,
)
from sessions.reduce import finish, overlap, typed, votes
from sessions.reduce.draft import Draft
from sessions.reduce.durable import full
from sessions.reduce.looking import looked_up
from sessions.reduce.meaning import NO_ANSWER, event_of, wants_time
from sessions.reduce.recall import recall
from sessions.reduce.waiting import wait
from sessions.state import EndedTurn, Guard, Owed, PendingCheck, Timings
from sessions.teaching import policy, words
from sessions.teaching.asking import asks
from sessions.teaching.events import Answered, AskedHint, Event, Started, WentOn
from sessions.teaching.moves import Act, Move
from sessions.teaching.notes import Note, NoteKind
from sessions.teaching.run import PROBE_PREFIX, LessonRun


def start(d: Draft, command: StartLesson) -> None:
    """The lesson begins at once; what was being said stops."""
    if full(d, command.event_id):
        return
    _take_floor(d)
    decision = command.decision
    facts: tuple[Fact, ...] = ()
    if decision is not None:
        body = decision.body(command.run.lesson.lesson_id)
        facts = (d.fact(FactKind.DECISION_MADE, {**body}),)
    d.state = replace(d.state, lesson=command.run, checks=(), ballot=None)
    _decide(d, Started(at_s=d.at_s), _Reply(event_id=command.event_id), before=facts)


def resume(d: Draft) -> None:
    """A new owner takes the lesson up where the log says it stopped; what it says waits while a
    teacher's pause stands."""
    if d.state.lesson is not None:
        _decide(d, Started(at_s=d.at_s), _Reply())


def attempt(d: Draft, command: Attempt) -> None:
    """An answer from the page: a turn like any other, and certainly an answer."""
    run = _running(d, command.event_id)
    if run is None:
        return
    item = run.open_item
    if item is None or item.item_id != command.item_id:
        d.refuse(
            "item_not_posed",
            "This question is not open now.",
            event_id=command.event_id,
            param="item_id",
        )
        return
    typed.answer(d, command.answer, item_id=command.item_id, event_id=command.event_id)


def hint(d: Draft, command: AskHint) -> None:
    """The hint button."""
    if _ready(d, command.event_id):
        _decide(d, AskedHint(at_s=d.at_s), _Reply(event_id=command.event_id))


def go_on(d: Draft, command: GoOn) -> None:
    """The next button."""
    if _ready(d, command.event_id):
        _decide(d, WentOn(at_s=d.at_s), _Reply(event_id=command.event_id))


def leave(d: Draft, command: LeaveLesson) -> None:
    """Back to free talk. What was done is in the log already."""
    run = _running(d, command.event_id)
    if run is None:
        return
    _take_floor(d)
    d.state = replace(d.state, lesson=None, checks=(), owed=None)
    d.publish(_shown(run, part="left", event_id=command.event_id))


def asked(d: Draft, owed: Owed) -> bool:
    """`response.create` behind an item that the client added; True when the lesson sees to what
    is said. (A page's text box does it so, like any OpenAI client.)"""
    run, items = d.state.lesson, d.state.items
    last = items[-1] if items else None
    said = isinstance(last, MessageItem) and last.speaker is Speaker.STUDENT and not last.aside
    if run is None or not said or not _plain(owed) or d.state.blocked:
        return False
    assert isinstance(last, MessageItem)  # noqa: S101 - `said` for the type checker
    if last.item_id == d.state.taught_item:
        return False
    if wants_time(run, last.text):
        wait(d, d.state.turns)
        still = replace(owed, script=lines.STILL_HERE, aside=True)
        d.state = replace(d.state, owed=still, taught_item=last.item_id)
        return False
    d.state = replace(d.state, owed=None)
    timings = owed.timings or Timings(speech_end_s=d.at_s)
    turn = EndedTurn(
        number=d.state.turns, item_id=last.item_id, modality=last.modality, timings=timings
    )
    return turned(d, turn, last.text, options=owed.options)


def _plain(owed: Owed) -> bool:
    """The client leaves it to the tutor what is said."""
    options = owed.options
    ours = options.instructions is None and options.input_items is None
    return owed.explicit and not (owed.cancelled or options.out_of_band) and ours


def turned(d: Draft, turn: EndedTurn, text: str, *, options: ReplyOptions | None = None) -> bool:
    """A turn has entered the history; True when the lesson sees to what is said next."""
    options = options or ReplyOptions()
    d.state = replace(d.state, taught_item=turn.item_id)
    run = d.state.lesson
    if run is None or run.finished or (turn.heard and turn.heard.phrase is Phrase.THINKING):
        return False
    item = run.open_item
    answers = item is not None and turn.answering in {"", item.item_id}
    if not turn.answering and wants_time(run, text):
        wait(d, turn.number)
        return True
    wish = None if turn.answering and answers else event_of(run, text, d.at_s)
    reply = _Reply(timings=turn.timings, options=options, event_id=turn.event_id)
    if wish is not None:
        _decide(d, wish, reply)
    elif item is None or not answers:  # it was closed meanwhile: a remark now
        remark = Answered(outcome=NO_ANSWER, at_s=d.at_s, text=text)
        _decide(d, remark, reply)
    else:
        check = PendingCheck(
            number=turn.number,
            item=item,
            text=text,
            timings=turn.timings,
            options=options,
            event_id=turn.event_id,
        )
        d.state = replace(d.state, checks=(*d.state.checks, check))
        d.do(Check(number=turn.number, item=item, text=text))
    return True


def checked(d: Draft, event: Checked) -> None:
    """The checker's word; about an item that was left meanwhile it changes nothing."""
    found = next((c for c in d.state.checks if c.number == event.number), None)
    if found is None:
        return
    rest = tuple(c for c in d.state.checks if c.number != event.number)
    d.state = replace(d.state, checks=rest)
    run = d.state.lesson
    if run is None or run.open_item is None or run.open_item.item_id != found.item.item_id:
        return
    outcome = event.outcome
    if outcome is None or "unavailable" in outcome.flags:
        d.notice("cannot_check", lines.CANNOT_CHECK)
        script = lines.CANNOT_CHECK
        _owe(d, Owed(script=script, aside=True, timings=found.timings, options=found.options))
        d.publish(_shown(run, part=_part(run), event_id=found.event_id))
        return
    answered = Answered(outcome=outcome, at_s=d.at_s, text=found.text)
    reply = _Reply(timings=found.timings, options=found.options, event_id=found.event_id)
    _decide(d, answered, reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """How the words of a move are to be given, and which command they answer."""

    timings: Timings | None = None
    options: ReplyOptions = field(default_factory=ReplyOptions)
    event_id: str | None = None


def _decide(d: Draft, event: Event, reply: _Reply, *, before: tuple[Fact, ...] = ()) -> None:
    """Let the policy decide, write what it noted, show it, and owe its words."""
    event_id = reply.event_id
    old = d.state.lesson
    if old is None:
        return
    run, move = policy.decide(old, event)
    d.state = replace(d.state, lesson=None if run.finished else run)
    notes = [d.fact(FactKind(n.kind.value), {**n.body}, {**n.private}) for n in move.notes]
    facts = (*before, *notes)
    outputs = [output for note in move.notes for output in _told(run, note, move, event_id)]
    outputs.append(_shown(run, part=_part(run), event_id=event_id))
    if run.finished:
        outputs.append(votes.open_vote(d, run.lesson, run.run_id))
    if facts:
        d.commit(*facts, outputs=tuple(outputs))
    else:
        d.publish(*outputs)
    if move.act is not Act.WAIT:
        _say(d, run, move, reply)


def _say(d: Draft, run: LessonRun, move: Move, reply: _Reply) -> None:
    """The move in words: the model's where it follows instructions, else the lesson's own."""
    said = words.speak(run, move)
    source = f"lesson:{move.part.value}" if move.act is Act.PRESENT and move.part else ""
    owed = Owed(script=said.script, timings=reply.timings, options=reply.options, source=source)
    if d.state.rules.instructed and said.instructions:
        options = replace(reply.options, instructions=_instructions(d, said.instructions))
        hints = move.item.hints[: move.rung] if move.item else ()
        talk = recall(d.state.items, hints)
        guard = Guard(items=move.guards, rung=move.rung, talk=talk, asks=asks(move))
        owed = replace(owed, script="", options=options, guard=guard, fallback=said.script)
    if said.script:
        _owe(d, looked_up(run, move, owed, recall(d.state.items)))


def _instructions(d: Draft, move: str) -> str:
    own = d.state.settings.instructions
    return f"{own}\n{move}" if own else move


def _owe(d: Draft, owed: Owed) -> None:
    """A newer move takes the place of one that was not said yet."""
    turn = d.state.turns or None
    d.state = replace(d.state, owed=replace(owed, turn=turn))


def _told(run: LessonRun, note: Note, move: Move, event_id: str | None) -> tuple[Output, ...]:
    """What a fact of the lesson shows on the page."""
    body = note.body
    item_id = str(body.get("item", ""))
    if note.kind is NoteKind.ITEM_ATTEMPTED:
        attempt_number = body.get("attempt")
        return (
            AttemptChecked(
                run=run.run_id,
                item_id=item_id,
                correct=body.get("correct") is True,
                aided=body.get("aided") is True,
                attempt=attempt_number if isinstance(attempt_number, int) else 1,
                error=str(body.get("error", "")),
                event_id=event_id,
            ),
        )
    if note.kind is NoteKind.HINT_GIVEN and body.get("by") == "ladder":
        rung = body.get("rung")
        number = rung if isinstance(rung, int) else 0
        return (
            HintShown(
                run=run.run_id, item_id=item_id, rung=number, text=move.text, event_id=event_id
            ),
        )
    if note.kind is NoteKind.LESSON_FINISHED:
        summary = run.summary
        return (
            LessonFinished(
                run=run.run_id,
                lesson_id=run.lesson.lesson_id,
                xp=summary.xp,
                right=summary.right,
                total=summary.total,
                unaided_right=summary.unaided_right,
                unaided_total=summary.unaided_total,
                event_id=event_id,
            ),
        )
    return ()


def _shown(run: LessonRun, *, part: str, event_id: str | None) -> LessonShown:
    return LessonShown(
        lesson_id=run.lesson.lesson_id,
        run=run.run_id,
        title=run.lesson.title,
        format=run.format.value,
        part=part,
        item=run.open_item,
        done=min(run.record.at, len(run.items)),
        total=len(run.items),
        hints=run.work.rungs,
        event_id=event_id,
    )


def _part(run: LessonRun) -> str:
    if run.finished:
        return "finished"
    item = run.open_item
    if item is None:
        return "explain"
    return "probe" if item.item_id.startswith(PROBE_PREFIX) else "item"


def _running(d: Draft, event_id: str | None) -> LessonRun | None:
    if d.state.lesson is None:
        d.refuse("no_lesson", "There is no lesson just now.", event_id=event_id)
        return None
    return None if full(d, event_id) else d.state.lesson


def _ready(d: Draft, event_id: str | None) -> bool:
    """The page's buttons act at once; what was being said stops."""
    if _running(d, event_id) is None:
        return False
    if d.state.checks:
        d.refuse("busy", "Your answer is being checked.", event_id=event_id)
        return False
    _take_floor(d)
    return True


def _take_floor(d: Draft) -> None:
    overlap.take_floor(d)
    finish.cut(d, ReplyStatus.CANCELLED, "turn_detected")
    finish.discard(d)
    d.state = replace(d.state, cut_short=None, waiting=None)
