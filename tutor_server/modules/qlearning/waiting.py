"""What a decision is worth, which becomes known bit by bit. Pure; time is an argument.

A format's reward is how much the student could do alone: at the lesson's end, and again when the
skill comes back a day or more later; that the lesson was finished at all counts a little. A
lesson that was left is worth nothing, until it is finished after all.

A fix's reward is the next answer, without help, to another item of the skill; that the failed
item was solved in the end counts a little. A fix that needs another one is worth what the other
one is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from tutor_server.modules.qlearning.deeds import (
    DecisionMade,
    Deed,
    ItemTried,
    LessonFinished,
    LessonStarted,
)
from tutor_server.modules.qlearning.state import Profile, State, state_like

COMPLETION: Final = 0.05
"""Of a format's reward, for coming to the end."""
LATER: Final = 0.5
"""Of the rest, for what is left a day or more later."""
LATER_TRIES: Final = 3
"""First tries that make up what is left."""
REST: Final = timedelta(days=1)
SOLVED: Final = 0.1
"""Of a fix's reward, for solving the failed item."""
LONGEST: Final = timedelta(days=60)
"""Nothing that comes later is a decision's doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A decision whose reward may still change."""

    decision: str
    kind: str
    skill: str
    state: str
    options: tuple[str, ...]
    chosen: str
    made_at: datetime
    run: str = ""
    """The lesson's; empty until it began."""
    item: str = ""
    """FIX: the failed one."""
    reward: float | None = None
    """As far as it is known; None: nothing yet."""
    share: float = 0.0
    """FORMAT: right alone at the lesson's end."""
    finished_at: datetime | None = None
    solved: bool = False
    later_right: int = 0
    later_total: int = 0
    done: bool = False
    """Nothing more will change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A decision that a deed has changed."""

    waiting: Waiting
    next_state: str | None = None
    """Where the student stands now, for a first reward; None: no next step."""


def begin(made: DecisionMade, profile: Profile, at: datetime) -> Waiting:
    """A new decision."""
    run, item = _failed(made, profile) if made.kind == "fix" else ("", "")
    return Waiting(
        decision=made.decision,
        kind=made.kind,
        skill=made.skill,
        state=made.state,
        options=made.options,
        chosen=made.chosen,
        made_at=at,
        run=run,
        item=item,
    )


def _failed(made: DecisionMade, profile: Profile) -> tuple[str, str]:
    """Run and item that a fix is for; help may come before there was any attempt."""
    return (made.run, made.item) if made.run else (profile.run, profile.item)


def settle(
    waiting: Sequence[Waiting], deed: Deed, *, profile: Profile, at: datetime
) -> list[Settled]:
    """Which of the waiting decisions a deed changes, and how. `profile` has the deed in it."""
    fresh = [one for one in waiting if at - one.made_at <= LONGEST]
    late = [Settled(waiting=replace(one, done=True)) for one in waiting if one not in fresh]
    return [*late, *_changed(fresh, deed, profile, at)]


def _changed(
    waiting: Sequence[Waiting], deed: Deed, profile: Profile, at: datetime
) -> Iterable[Settled]:
    formats = [one for one in waiting if one.kind == "format"]
    fixes = [one for one in waiting if one.kind == "fix"]
    match deed:
        case DecisionMade(kind="fix"):
            return _replaced(fixes, deed, profile)
        case DecisionMade():
            return ()
        case LessonStarted():
            return (*_begun(formats, deed, profile), *_gave_up(fixes, deed))
        case LessonFinished():
            return _finished(formats, deed, profile, at)
        case ItemTried():
            return (*_reviewed(formats, deed, at), *_answered(fixes, deed))


# --- formats


def _begun(
    formats: Sequence[Waiting], started: LessonStarted, profile: Profile
) -> Iterable[Settled]:
    for one in formats:
        if one.decision == started.decision:
            yield Settled(waiting=replace(one, run=started.run))
        elif not one.run:
            yield Settled(waiting=replace(one, done=True))  # made, and never carried out
        elif one.reward is None:
            left = replace(one, reward=0.0)
            yield Settled(waiting=left, next_state=_state_now(one, profile))


def _finished(
    formats: Sequence[Waiting], finished: LessonFinished, profile: Profile, at: datetime
) -> Iterable[Settled]:
    ended = next((one for one in formats if one.decision == finished.decision), None)
    if ended is None or ended.finished_at is not None:
        return
    now = replace(ended, share=finished.share, finished_at=at)
    yield Settled(
        waiting=replace(now, reward=format_reward(now)), next_state=_state_now(ended, profile)
    )
    for one in formats:
        # What is left later is the newest lesson's doing.
        if one is not ended and one.skill == ended.skill and one.finished_at is not None:
            yield Settled(waiting=replace(one, done=True))


def _reviewed(formats: Sequence[Waiting], tried: ItemTried, at: datetime) -> Iterable[Settled]:
    for one in formats:
        rested = one.finished_at is not None and at - one.finished_at >= REST
        if rested and tried.shows_alone and tried.skill == one.skill and tried.run != one.run:
            more = replace(
                one,
                later_right=one.later_right + tried.correct,
                later_total=one.later_total + 1,
                done=one.later_total + 1 >= LATER_TRIES,
            )
            yield Settled(waiting=replace(more, reward=format_reward(more)))


def format_reward(ended: Waiting) -> float:
    """Of a finished lesson, with what is known of later."""
    alone = ended.share
    if ended.later_total:
        alone += LATER * (ended.later_right / ended.later_total - alone)
    return COMPLETION + (1 - COMPLETION) * alone


# --- fixes


def _replaced(fixes: Sequence[Waiting], made: DecisionMade, profile: Profile) -> Iterable[Settled]:
    """Another fix for the same item: the earlier one has not been enough."""
    failed = _failed(made, profile)
    for one in fixes:
        if (one.run, one.item) == failed:
            yield Settled(waiting=replace(one, reward=0.0, done=True), next_state=made.state)


def _answered(fixes: Sequence[Waiting], tried: ItemTried) -> Iterable[Settled]:
    for one in fixes:
        if (one.run, one.item) == (tried.run, tried.item):
            if tried.correct and not one.solved:
                yield Settled(waiting=replace(one, solved=True))
        elif tried.shows_alone and tried.skill == one.skill:
            reward = SOLVED * one.solved + (1 - SOLVED) * tried.correct
            yield Settled(waiting=replace(one, reward=reward, done=True))


def _gave_up(fixes: Sequence[Waiting], started: LessonStarted) -> Iterable[Settled]:
    """Another lesson while the item is not solved."""
    for one in fixes:
        if one.run != started.run and not one.solved:
            yield Settled(waiting=replace(one, reward=0.0, done=True))


def _state_now(one: Waiting, profile: Profile) -> str | None:
    """None when the decision was filed under a state that this version does not know."""
    try:
        return str(state_like(State.parse(one.state), profile))
    except ValueError:
        return None
