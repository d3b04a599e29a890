"""From what a student said to what the policy hears: the checker's word first, then the intent.

Also what the tutor expects to hear next, for speech recognition. Pure.
"""

from inference.contracts import AnswerKind, Expected
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
    Waited,
    WentOn,
)
from sessions.teaching.intents import Intent, recognise
from sessions.teaching.lesson import ItemKind, Outcome
from sessions.teaching.run import Awaiting, LessonRun

NOT_AN_ANSWER = Outcome(correct=False, attempt=False)
_MOST_TERMS = 24
_NUMBERS = frozenset({ItemKind.NUMBER, ItemKind.FRACTION})


def hear(run: LessonRun, text: str, outcome: Outcome | None, at_s: float) -> Event:
    """The event for a student's sentence. `outcome` is what the checker says about it as an
    answer to `run.open_item`; None when nothing is open or it could not check."""
    checked = outcome or NOT_AN_ANSWER
    if checked.correct or checked.misconception or checked.equivalent:
        return Answered(outcome=checked, text=text, at_s=at_s)
    intent = recognise(text, item=run.open_item).intent
    if intent is Intent.ATTEMPT or (intent in _MAYBE and run.moment.awaiting in _SHORT_ANSWERS):
        return Answered(outcome=checked, text=text, at_s=at_s)
    return _wish(run, intent, text, at_s)


_MAYBE = frozenset({Intent.REMARK, Intent.QUESTION, Intent.UNSURE, Intent.YES, Intent.NO})
_SHORT_ANSWERS = frozenset({Awaiting.WHY})


def _wish(run: LessonRun, intent: Intent, text: str, at_s: float) -> Event:  # noqa: C901 - a table
    match intent:
        case Intent.HINT:
            return AskedHint(at_s=at_s)
        case Intent.TELL | Intent.AUTHORITY:
            return AskedAnswer(at_s=at_s, authority=intent is Intent.AUTHORITY)
        case Intent.GIVE_UP:
            return Struggled(at_s=at_s)
        case Intent.UNSURE:
            return Unsure(at_s=at_s)
        case Intent.SKIP:
            return Skipped(at_s=at_s)
        case Intent.AGAIN:
            return AskedAgain(at_s=at_s)
        case Intent.QUESTION:
            return AskedQuestion(text=text, at_s=at_s)
        case Intent.THINKING:
            return Waited(seconds=0.0, at_s=at_s)
        case Intent.NEXT:
            return WentOn(at_s=at_s)
        case Intent.YES | Intent.NO if run.moment.awaiting is Awaiting.OFFER:
            return WentOn(at_s=at_s) if intent is Intent.YES else Skipped(at_s=at_s)
        case Intent.YES if run.moment.awaiting in {Awaiting.READ, Awaiting.GO}:
            return WentOn(at_s=at_s)
        case _:
            return Answered(outcome=NOT_AN_ANSWER, text=text, at_s=at_s)


def expects(run: LessonRun) -> Expected:
    """What the student is likely to say next."""
    item = run.open_item
    match run.moment.awaiting:
        case Awaiting.OFFER:
            return Expected(kind=AnswerKind.YES_NO, terms=("yes", "no"))
        case Awaiting.WHY:
            return Expected(kind=AnswerKind.EXPLAIN)
        case Awaiting.ATTEMPT | Awaiting.PROBE if item is not None:
            if item.kind in _NUMBERS:
                return Expected(kind=AnswerKind.NUMBER, terms=_terms((item.form,)))
            if item.kind is ItemKind.TEXT:
                words = tuple(key for group in item.keys for key in group)
                return Expected(kind=AnswerKind.EXPLAIN, terms=_terms(words))
            return Expected(terms=_terms(item.choices))
        case _:
            return Expected()


def _terms(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)[:_MOST_TERMS]
