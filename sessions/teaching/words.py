"""The words for a move: a script that can be said as it is, and what a capable model is told.

The script is Markdown for captions, in plain words, with at most one question, and passes the leak
gate; it is said whenever a model cannot be trusted with the move. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.sentences import split
from sessions.teaching.chance import draw
from sessions.teaching.excerpt import excerpt, says_nothing
from sessions.teaching.instructions import instructions
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.moves import Act, Move
from sessions.teaching.parts import one_question, questions
from sessions.teaching.phrases import CLOSE, FALLBACK, FIGURES, OFFER, OPEN, REASON_FOR_WHY
from sessions.teaching.run import Awaiting, LessonRun

LETTERS = "ABCDEFGH"
_ENDS = (".", "?", "!", ":")
_UNDERSTOOD = 5
"""Words. "What is true?" alone says little."""
_BACK_TO_IT = frozenset({Act.ASK_ATTEMPT, Act.SLOW_DOWN, Act.ASK_FORM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What to say."""

    script: str
    """Said as it is; empty: say nothing."""
    instructions: str
    """For a model that finds its own words; empty: only the script will do."""


def speak(run: LessonRun, move: Move) -> Words:
    """Words for a move of this run (the run after it)."""
    script = _script(run, move)
    told = "" if move.act in {Act.WAIT, Act.BOTTOM_OUT} else instructions(run, move)
    return Words(script=script, instructions=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is said around an answer that comes from another lesson."""

    before: str
    after: str


def elsewhere(run: LessonRun, move: Move) -> Frame | None:
    """The frame, when this lesson has no answer to the student's question; else None."""
    if not says_nothing(run, move):
        return None
    before = f"{_first(run, move.kind, move)} "
    return Frame(before=before, after="\n\n" + "\n\n".join(_back(run, move)))


def instead(run: LessonRun, move: Move) -> str:
    """Said for a sentence of a model that the leak gate has stopped."""
    return _pick(run, "fallback", FALLBACK, move.times)


def _script(run: LessonRun, move: Move) -> str:
    parts = [part for part in _parts(run, move) if part]
    if run.accommodations.reduced_text and len(parts) > 1 and move.text:
        parts = parts[1:]  # the material without an opening
    own = {*_posed(run, move.item), *_posed(run, move.probe)}
    kept = (part if part in own else _safe(move, part) for part in parts)
    safe = "\n\n".join(filter(None, kept))
    if any(leaks(guard, safe, move.rung) for guard in move.guards):
        return instead(run, move)
    return safe or (instead(run, move) if parts else "")


def _safe(move: Move, part: str) -> str:
    """The part without sentences that would give an answer away."""
    if not any(leaks(guard, part, move.rung) for guard in move.guards):
        return part
    kept = ""
    for sentence in split(part):
        if not any(leaks(guard, sentence, move.rung, kept) for guard in move.guards):
            kept += sentence
    return kept.strip()


def _parts(run: LessonRun, move: Move) -> Iterable[str]:
    match move.act:
        case Act.PRESENT:
            return _presented(run, move)
        case Act.POSE | Act.TRANSFER | Act.PRAISE | Act.MOVE_ON:
            return (*_closing_words(run, move), *_posed(run, move.item))
        case Act.ASK_WHY:
            praise = _pick(
                run, f"praise:{move.reason.value}", _bank(run, "praise", move), move.times
            )
            return (praise, f"{_first(run, 'ask_why:', move)} {REASON_FOR_WHY}")
        case Act.NUDGE | Act.LOCATE | Act.HINT | Act.BOTTOM_OUT | Act.CORRECT:
            return _helped(run, move)
        case Act.PROBE:
            return (_first(run, move.kind, move), *_posed(run, move.probe))
        case Act.REPRESENT:
            offer = OFFER[move.part.value] if move.part else ""
            return (f"{_first(run, move.kind, move)} {offer}",)
        case Act.ANSWER_QUESTION:
            return _answered(run, move)
        case Act.FINISH:
            return _finished(run, move)
        case Act.COMFORT:
            return (_first(run, move.kind, move), _last(run, move))
        case _:
            return _plain_words(run, move)


def _plain_words(run: LessonRun, move: Move) -> Iterable[str]:
    """Who is to try once more also hears what is asked for, so that a remark leads back to it."""
    first = _first(run, move.kind, move)
    yield first
    if move.act in _BACK_TO_IT and move.item is not None and not questions(first):
        yield _ask(move.item)


def _ask(item: Item) -> str:
    """The end of the question, whole sentences and enough of them to be understood alone."""
    pieces = list(split(item.question))
    ask = pieces.pop()
    while pieces and not (_is_whole(ask) and pieces[-1].rstrip().endswith(_ENDS)):
        ask = pieces.pop() + ask
    return ask.strip()


def _is_whole(ask: str) -> bool:
    """It says enough, is not only a program, and does not begin within a quotation."""
    words = len(ask.split())
    return words >= _UNDERSTOOD and not ask.startswith("```") and ask.count('"') % 2 == 0


def _presented(run: LessonRun, move: Move) -> Iterable[str]:
    opening = run.moment.piece == 0
    if opening and not run.moment.posed:
        yield f"**{run.lesson.title}**"
    yield _first(run, "present:" if opening else "present:more", move)
    yield move.text
    if not questions(move.text):
        yield _last(run, move)


def _closing_words(run: LessonRun, move: Move) -> Iterable[str]:
    """Words about the item that was closed, then those for what comes."""
    if move.act is Act.TRANSFER and move.done is not None:
        kind = "move_on" if move.reason.value in {"skipped", "enough"} else "praise"
        kind = f"{kind}:{move.reason.value}"
        yield _first(run, kind if kind in OPEN else "praise:", move)
    if move.act is Act.TRANSFER:
        yield _first(run, "transfer:", move)
    else:
        yield _first(run, move.kind, move)


def _posed(run: LessonRun, item: Item | None) -> Iterable[str]:
    if item is None:
        if run.moment.awaiting is Awaiting.GO:
            yield _pick(run, "go", CLOSE["present:"], run.record.at)
        return
    yield item.question
    if item.choices:
        yield _choices(run, item)
    if item.kind is ItemKind.PYTHON and item.starter.strip():
        yield f"```python\n{item.starter.rstrip()}\n```"


def _choices(run: LessonRun, item: Item) -> str:
    """Letters for choices, numbers for steps: so they are answered."""
    marks = LETTERS if item.kind is ItemKind.CHOICE else "12345678"
    pairs = list(zip(marks, item.choices, strict=False))
    if run.accommodations.read_aloud:
        name = "Choice" if item.kind is ItemKind.CHOICE else "Step"
        return "\n".join(f"{name} {mark}: {choice.rstrip('.')}." for mark, choice in pairs)
    return "\n".join(f"- **{mark})** {choice}" for mark, choice in pairs)


def _helped(run: LessonRun, move: Move) -> Iterable[str]:
    yield _first(run, move.kind, move)
    yield one_question(move.text)
    if not questions(move.text):
        yield _last(run, move)


def _answered(run: LessonRun, move: Move) -> Iterable[str]:
    found = excerpt(run, move)
    yield f"{_first(run, move.kind, move)} {found}".strip()
    yield from _back(run, move)


def _back(run: LessonRun, move: Move) -> Iterable[str]:
    """Back to what was under way."""
    if move.item is not None:
        yield _pick(run, "pose:again", OPEN["pose:again"], move.times)
        yield move.item.question
    else:
        yield _pick(run, "present:", CLOSE["present:"], move.times)


def _finished(run: LessonRun, move: Move) -> Iterable[str]:
    if move.reason.value and move.done is not None:
        yield _first(run, f"praise:{move.reason.value}", move) if _praised(move) else ""
    yield _pick(run, "finish:", OPEN["finish:"], move.times)
    summary = move.summary
    if summary is None:
        return
    yield (
        f"You answered {summary.unaided_right} of {summary.total} questions right without help, "
        f"and {summary.right} in all. You get **{summary.xp} XP**."
    )
    if summary.to_review:
        yield "Some of it is still new. We will practice it again another day."
    else:
        yield "You showed that you can do this on your own."


def _praised(move: Move) -> bool:
    return f"praise:{move.reason.value}" in OPEN


# --- choosing among variants


def _bank(run: LessonRun, act: str, move: Move) -> tuple[str, ...]:
    kind = f"{act}:{move.reason.value}"
    return _variants(run, kind if kind in OPEN else f"{act}:")


def _variants(run: LessonRun, kind: str) -> tuple[str, ...]:
    figures = () if run.accommodations.literal else FIGURES.get(kind, ())
    return (*OPEN.get(kind, ("",)), *figures)


def _first(run: LessonRun, kind: str, move: Move) -> str:
    fallback = f"{kind.partition(':')[0]}:"
    return _pick(run, kind, _variants(run, kind if kind in OPEN else fallback), move.times)


def _last(run: LessonRun, move: Move) -> str:
    """A stride of its own, so that first and last words pair up anew each time."""
    bank = CLOSE.get(f"{move.act.value}:", ("",))
    return _pick(run, f"last {move.kind}", bank, move.times)


def _pick(run: LessonRun, kind: str, bank: tuple[str, ...], times: int) -> str:
    """The next of the bank's variants; where it begins depends on the run."""
    return bank[(draw(run.run_id, kind) + times) % len(bank)]
