"""What a student's sentence means in a lesson, as an event for the policy."""

from sessions.teaching.events import (
    Answered,
    AskedAgain,
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Event,
    Skipped,
    Struggled,
    Unsure,
    WentOn,
)
from sessions.teaching.intents import Intent, recognise
from sessions.teaching.lesson import Outcome
from sessions.teaching.run import Awaiting, LessonRun

NO_ANSWER = Outcome(correct=False, attempt=False)
"""A remark, or a reason that nobody marks."""
_LEADING = frozenset({Awaiting.READ, Awaiting.GO, Awaiting.OFFER})
"""Here yes means go on, and no means leave it out."""


def wants_time(run: LessonRun, text: str) -> bool:
    """ "Let me think", in the words that a lesson hears."""
    return recognise(text, item=run.open_item).intent is Intent.THINKING


def event_of(run: LessonRun, text: str, at_s: float) -> Event | None:
    """The event, or None when the text is to be checked as an answer to the open item."""
    intent = recognise(text, item=run.open_item).intent
    match intent:
        case Intent.HINT:
            return AskedHint(at_s=at_s)
        case Intent.TELL | Intent.AUTHORITY:
            return AskedAnswer(at_s=at_s, authority=intent is Intent.AUTHORITY)
        case Intent.GIVE_UP:
            return Struggled(at_s=at_s)
        case Intent.UNSURE:
            return Unsure(at_s=at_s)
        case Intent.AGAIN:
            return AskedAgain(at_s=at_s)
        case Intent.QUESTION:
            return AskedQuestion(text=text, at_s=at_s)
        case Intent.SKIP:
            return Skipped(at_s=at_s)
        case _:
            return _other(run, intent, text, at_s)


def _other(run: LessonRun, intent: Intent, text: str, at_s: float) -> Event | None:
    leading = run.moment.awaiting in _LEADING
    if intent is Intent.NEXT or (leading and intent is Intent.YES):
        return WentOn(at_s=at_s)
    if leading and intent is Intent.NO:
        return Skipped(at_s=at_s)
    if run.moment.awaiting is Awaiting.WHY or intent is Intent.REMARK:
        return Answered(outcome=NO_ANSWER, at_s=at_s, text=text)
    return WentOn(at_s=at_s) if run.open_item is None else None
