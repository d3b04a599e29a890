"""What the tutor does with an answer: praise and next, or name the error and choose the help.

Pure rules on the desk; the checker has spoken already.
"""

from dataclasses import replace

from sessions.teaching.chance import draw
from sessions.teaching.desk import Desk
from sessions.teaching.events import Answered
from sessions.teaching.fixing import help_now, probe
from sessions.teaching.lesson import Item, ItemKind, Outcome, Use
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.naming import Answer, Named, name_error
from sessions.teaching.notes import item_attempted
from sessions.teaching.pacing import glance_s, since_s, words_in
from sessions.teaching.run import Awaiting, By, Error, LessonRun, Work, closed

_FORM_REQUESTS = 2
"""So often the form is asked for; then the ladder helps."""
_WHY_EVERY = 3
"""About every third item that invites it is followed by "why?"."""
_WHY_KINDS = frozenset({ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION, ItemKind.CHOICE})
_LOOK_AGAIN = {
    Error.SLIP: Reason.SLIP,
    Error.MISREAD: Reason.MISREAD,
    Error.IMPRECISE: Reason.IMPRECISE,
    Error.RIGHT_IDEA: Reason.RIGHT_IDEA,
}
"""Errors that a second look may mend: it is asked for once, before any help."""


def attempted(d: Desk, event: Answered) -> Move:
    """An answer to the item under way."""
    item = d.run.item
    if item is None:
        return d.close()
    if not event.outcome.attempt:
        return d.ask(Reason.NO_ATTEMPT)
    seconds = since_s(d.run, event.at_s)
    d.named = named = _named(d.run, item, event, seconds)
    note = item_attempted(
        d.run, item, event.outcome, error=named.error, answer=event.text, seconds=seconds
    )
    d.note(note)
    if event.outcome.correct:
        return _success(d, item)
    return _wrong(d, item, event.outcome)


def _named(run: LessonRun, item: Item, event: Answered, seconds: float | None) -> Named:
    answer = Answer(
        text=event.text,
        words=words_in(event.text),
        seconds=seconds,
        glance_s=glance_s(run, item),
        earlier=run.work.tried,
        known=item.skill in run.skills_shown,
    )
    return name_error(item, event.outcome, answer, run.items)


# --- right


def _success(d: Desk, item: Item) -> Move:
    work = d.run.record.work(item.item_id)
    if asks_why(d.run, item, work):
        d.moment = replace(d.moment, awaiting=Awaiting.WHY, posed=False)
        return replace(d.move(Act.ASK_WHY, praise_for(work)), done=item)
    return d.lead_on(Act.PRAISE, praise_for(work), item)


def praise_for(work: Work) -> Reason:
    """What in the way of working deserves the praise."""
    last = work.tried[-1]
    if last.rung >= 4:
        return Reason.SHOWN
    if work.helps:
        return Reason.USED_HELP
    return Reason.FIRST if len(work.tried) == 1 else Reason.KEPT_TRYING


def asks_why(run: LessonRun, item: Item, work: Work) -> bool:
    """Is this a success to ask "why?" after? The run's id decides, so a replay does the same."""
    if item.use is not Use.PRACTICE or item.kind not in _WHY_KINDS or run.item is None:
        return False
    if run.accommodations.reduced_text or not work.right_alone:
        return False
    return draw(run.run_id, "why", item.item_id) % _WHY_EVERY == 0


# --- wrong


def _wrong(d: Desk, item: Item, outcome: Outcome) -> Move:
    work, named = d.run.record.work(item.item_id), d.named
    if closed(item, work):
        return d.lead_on(Act.MOVE_ON, Reason.ENOUGH, item)
    if named.error not in {Error.RIGHT_IDEA, Error.IMPRECISE}:
        d.moment = replace(d.moment, stuck=d.moment.stuck + 1)
    if outcome.equivalent and work.count(Error.RIGHT_IDEA) <= _FORM_REQUESTS:
        d.moment = replace(d.moment, awaiting=Awaiting.ATTEMPT)
        return d.move(Act.ASK_FORM)
    if item.use is Use.TRANSFER:
        return d.ask(_LOOK_AGAIN.get(named.error, Reason.ALONE))
    if named.error is Error.MISCONCEPTION:
        return _misconception(d, work, outcome.misconception)
    if named.error is Error.GUESS and work.count(Error.GUESS) % 2:
        return d.ask(Reason.GUESS)
    if named.error in _LOOK_AGAIN and work.count(named.error) == 1:
        return d.ask(_LOOK_AGAIN[named.error])
    return help_now(d)


def _misconception(d: Desk, work: Work, name: str) -> Move:
    """It may be probed when it shows for the first time in this run; once it is known to be held,
    it is put right once for each item."""
    found = d.run.lesson.misconception(name)
    if found is None:
        return help_now(d)
    if name not in {probed.misconception for probed in d.run.record.probes}:
        return help_now(d, name)
    if any(help_.by is By.CORRECTION for help_ in work.helps):
        return help_now(d)
    return _correct(d, name)


def _correct(d: Desk, name: str) -> Move:
    found = d.run.lesson.misconception(name)
    d.help_note(By.CORRECTION, 2)
    d.moment = replace(d.moment, awaiting=Awaiting.ATTEMPT, misconception="")
    text = found.correction if found else ""
    return replace(d.move(Act.CORRECT), misconception=found, text=text)


def probed(d: Desk, event: Answered) -> Move:
    """An answer to a misconception's probe."""
    name = d.moment.misconception
    item = d.run.open_item
    if item is None:
        return d.pose(Reason.AGAIN)
    if not event.outcome.attempt:
        return probe(d, name, Reason.AGAIN)
    holds = bool(event.outcome.misconception) and not event.outcome.correct
    error = Error.MISCONCEPTION if holds else Error.NONE
    seconds = since_s(d.run, event.at_s)
    d.note(
        item_attempted(d.run, item, event.outcome, error=error, answer=event.text, seconds=seconds)
    )
    d.moment = replace(d.moment, misconception="")
    if holds:
        return _correct(d, name)
    if event.outcome.correct:
        return d.ask(Reason.PROBE_RIGHT)
    return d.rung(asked=False)
