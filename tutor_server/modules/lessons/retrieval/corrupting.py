"""Makes labelled statements of the lessons' own sentences: said again in other frames (faithful),
or with one thing changed (unfaithful). Deterministic by seed. Pure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from inference.safety.amounts import plain_maths
from inference.safety.everyday import EMPTY, EVERYDAY, NEGATIONS, OPPOSITES
from inference.safety.stems import stem
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage
from tutor_server.modules.lessons.retrieval.sentences import sentences

FEW_WORDS: Final = 6
MOST_WORDS: Final = 28
FAITHFUL: Final = "faithful"
_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_DIGITS: Final = re.compile(r"(?<![\w.,/])\d{1,4}(?![\w/]|[.,]\d)")
_AUXILIARY: Final = re.compile(r"\b(is|are|was|were|can|will|must|does|do)\b(?! not)")
_UNITS: Final = (
    "centimeters/meters", "meters/kilometers", "grams/kilograms", "minutes/hours", "hours/days",
    "years/days", "degrees/meters", "cm/m", "kg/g", "percent/times",
)  # fmt: skip
_LEADS: Final = ("Good question! ", "Remember: ", "So, ", "As the lesson says, ", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A statement about a passage."""

    kind: str
    """FAITHFUL, or what was changed."""
    text: str
    material: str
    title: str


Change = Callable[[str, Sequence[str], Random], str | None]
"""A sentence, the words of its passage, chance: the changed sentence, or None when it cannot."""


def statements(cut: Sequence[LessonPassage], *, each: int, seed: int) -> Iterator[Labelled]:
    """`each` statements of every kind, and as many faithful ones as of all others together."""
    random = Random(seed)  # noqa: S311 - for a table, not for secrets
    told = [(passage, one) for passage in cut for one in _usable(passage)]
    for kind, change in CHANGES.items():
        made = 0
        for passage, sentence in random.sample(told, len(told)):
            if made == each:
                break
            words = _WORD.findall(plain_maths(passage.text))
            changed = change(sentence, words, random)
            if changed is not None and changed != sentence:
                made += 1
                yield _labelled(kind, changed, passage)
    for passage, sentence in random.sample(told, min(len(told), each * (len(CHANGES) + 1))):
        yield _labelled(FAITHFUL, random.choice(_LEADS) + _shorter(sentence, random), passage)
    foreign = random.sample(told, 2 * each)
    for (passage, _), (other, sentence) in zip(foreign[:each], foreign[each:], strict=True):
        if passage.lesson_id != other.lesson_id:
            yield _labelled("invented", sentence, passage)


def _labelled(kind: str, text: str, passage: LessonPassage) -> Labelled:
    return Labelled(kind=kind, text=text, material=passage.text, title=passage.title)


def _usable(passage: LessonPassage) -> list[str]:
    if passage.kind is not Kind.EXPLANATION or "```" in passage.text:
        return []
    plain = [plain_maths(one) for one in sentences(passage.text)]
    return [
        one
        for one in plain
        if FEW_WORDS <= len(one.split()) <= MOST_WORDS
        and one[0].isupper()
        and one.endswith(".")
        and not re.search(r"[|\\=]", one)
    ]


def _shorter(sentence: str, random: Random) -> str:
    """Sometimes without what follows its last comma."""
    first, comma, rest = sentence.rpartition(", ")
    long = len(first.split()) >= FEW_WORDS and len(rest.split()) > 2
    return f"{first}." if comma and long and random.random() < 0.5 else sentence


def _number(sentence: str, words: Sequence[str], random: Random) -> str | None:
    del words
    found = list(_DIGITS.finditer(sentence))
    if not found:
        return None
    match = random.choice(found)
    other = int(match[0]) + random.choice((1, 2, 3, 10))
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _unit(sentence: str, words: Sequence[str], random: Random) -> str | None:
    del words, random
    for pair in _UNITS:
        one, other = pair.split("/")
        for unit, instead in ((one, other), (other, one)):
            changed = re.sub(rf"(?<=\d ){unit}\b", instead, sentence, count=1)
            if changed != sentence:
                return changed
    return None


def _negation(sentence: str, words: Sequence[str], random: Random) -> str | None:
    del words, random
    if any(word.strip(",.").lower() in NEGATIONS for word in sentence.split()):
        changed = re.sub(r"\b(?:not|never) |n't\b", "", sentence, count=1)
        return changed if changed != sentence else None
    changed, made = _AUXILIARY.subn(r"\1 not", sentence, count=1)
    return changed if made else None


def _opposite(sentence: str, words: Sequence[str], random: Random) -> str | None:
    del words
    turned = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])}
    found = [m for m in _WORD.finditer(sentence) if stem(m[0].lower()) in turned]
    if not found:
        return None
    match = random.choice(found)
    other = turned[stem(match[0].lower())]
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _swapped(sentence: str, words: Sequence[str], random: Random) -> str | None:
    """One term by another of the same passage."""
    own = [m for m in _WORD.finditer(sentence) if _is_term(m[0])]
    held = {stem(m[0].lower()) for m in own}
    others = sorted({w.lower() for w in words if _is_term(w) and stem(w.lower()) not in held})
    if len(own) < 3 or not others:
        return None
    match = random.choice(own)
    other = random.choice(others)
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _exchanged(sentence: str, words: Sequence[str], random: Random) -> str | None:
    """The first and the last of three terms or more."""
    del words, random
    own = [m for m in _WORD.finditer(sentence) if _is_term(m[0])]
    if len(own) < 4 or own[0][0].lower() == own[-1][0].lower():
        return None
    first, last = own[0], own[-1]
    middle = sentence[first.end() : last.start()]
    return f"{sentence[: first.start()]}{last[0]}{middle}{first[0]}{sentence[last.end() :]}"


def _foreign(sentence: str, words: Sequence[str], random: Random) -> str | None:
    """One term by one that the passage does not know."""
    del words
    own = [m for m in _WORD.finditer(sentence) if _is_term(m[0])]
    if not own:
        return None
    match = random.choice(own)
    other = random.choice(("hemoglobin", "volcano", "parliament", "sonnet", "algorithm", "piston"))
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _is_term(word: str) -> bool:
    return len(word) > 3 and stem(word.lower()) not in EMPTY | EVERYDAY


CHANGES: Final[dict[str, Change]] = {
    "number": _number,
    "unit": _unit,
    "negation": _negation,
    "opposite": _opposite,
    "swapped": _swapped,
    "exchanged": _exchanged,
    "foreign": _foreign,
}
