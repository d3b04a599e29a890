"""How long a pause must last before the student's turn is over, and what a short remark means.

Pure: words and seconds in, seconds out. Knows no audio and no clock. English; other languages get
the waiting time of a sentence without clues.

The figures stand between two measurements: people answer one another after about 200 ms, and
detectors with open weights need about 1,050 ms to cut off no more than one student in twenty.
A child who counts or spells pauses inside the answer, so those waits are the long ones.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from inference.contracts import AnswerKind, TurnEvidence
from inference.hearing.phrases import (
    BACKCHANNELS,
    PART,
    PARTS,
    SOFTENERS,
    THINKING,
    UNFINISHED,
    VALUES,
    WHOLE_ANSWERS,
)
from inference.hearing.phrases_abroad import THINKING_ABROAD
from inference.hearing.right_answers import progress

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Silence in seconds that ends a turn, before it is multiplied by patience."""

    complete_s: float = 0.3
    """A whole expected answer: `yes`, `three quarters`."""
    sentence_s: float = 0.55
    """Nothing says that more will come."""
    unheard_s: float = 0.7
    """No words yet."""
    explain_s: float = 0.9
    """An explanation was asked for: people think while they explain."""
    listing_s: float = 1.4
    """Counting aloud or spelling."""
    unfinished_s: float = 1.7
    """The last word cannot be the last."""
    longest_s: float = 4.0
    """After patience, too."""

    def __post_init__(self) -> None:
        ordered = (self.complete_s, self.sentence_s, self.unheard_s, self.explain_s)
        longer = (self.listing_s, self.unfinished_s, self.longest_s)
        steps = (0.0, *ordered, *longer)
        if any(a > b for a, b in pairwise(steps)):
            raise ValueError("waits must grow from 0 in the order of their fields")


_NUMBER_WORDS = frozenset((*VALUES, *PART, *PARTS, "hundred", "thousand", "million", "and"))
_IN_NUMBERS = _NUMBER_WORDS | {"point", "over", "a", "an", "percent", "degrees"}


def wants_to_think(text: str) -> bool:
    """The student asks for time, and says nothing else: `Hold on...`, `um, let me think`."""
    said = spoken_words(text)
    if " ".join(said) in _thinking_abroad():
        return True
    while len(said) > 1 and said[0] in SOFTENERS:
        said = said[1:]
    while len(said) > 1 and said[-1] in SOFTENERS:
        said = said[:-1]
    return " ".join(said) in THINKING


@cache
def _thinking_abroad() -> frozenset[str]:
    """Parted into words as a text is: Hindi is cut at its vowel signs, on both sides alike."""
    phrases = (phrase for known in THINKING_ABROAD.values() for phrase in known)
    return frozenset(" ".join(spoken_words(phrase)) for phrase in phrases)


def is_backchannel(text: str) -> bool:
    """A sound of listening, which does not ask the tutor to stop: `mm-hm`, `okay`, `right`."""
    return " ".join(spoken_words(text)) in BACKCHANNELS


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsEndOfTurn:
    """Reads the end of a turn from the words so far (contracts.EndOfTurn)."""

    waits: Waits = Waits()

    def wait_s(self, evidence: TurnEvidence) -> float:
        """Silence in seconds, counted from the end of speech, after which the turn ends."""
        said = spoken_words(evidence.text)
        base_s = self._base_s(said, evidence)
        patience = max(0.5, min(3.0, evidence.patience))
        return min(self.waits.longest_s, base_s * patience)

    def _base_s(self, said: list[str], evidence: TurnEvidence) -> float:
        kind = evidence.expected.kind
        if not said:
            return self.waits.unheard_s
        answer = progress(evidence.text, evidence.expected.answers)
        if trails_off(evidence.text) or is_unfinished(said):
            return self.waits.unfinished_s
        if answer.right:
            return self.waits.complete_s
        if answer.begun:
            return self.waits.listing_s
        if is_listing(said):
            return self.waits.listing_s
        if answers(said, kind, evidence.expected.terms):
            return self.waits.complete_s
        return self.waits.explain_s if kind is AnswerKind.EXPLAIN else self.waits.sentence_s


def spoken_words(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def trails_off(text: str) -> bool:
    """The recogniser wrote a comma, dash, dots or an operator at the end."""
    return text.rstrip().endswith((",", "-", "–", "…", "...", "+", "=", "×", "/", "("))


def is_unfinished(said: list[str]) -> bool:
    """The last word cannot be a sentence's last; `said` has at least one."""
    return said[-1] in UNFINISHED and " ".join(said) not in WHOLE_ANSWERS


def is_listing(said: list[str]) -> bool:
    """`one two three` goes on, `c a t` may; `twenty one` and `2 1` (a typed 21) do not."""
    letters = [len(w) == 1 and w.isalpha() for w in said[-2:]]
    return (len(letters) == 2 and all(letters)) or _is_counting(said)


def _is_counting(said: list[str]) -> bool:
    values = [_value(word) for word in said[-3:]]
    if len(values) < 3 or None in values:
        return False
    first, second, third = (v for v in values if v is not None)
    return second - first == third - second and second != first


def _value(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 7 else VALUES.get(word)


def answers(said: list[str], kind: AnswerKind, terms: tuple[str, ...]) -> bool:
    """A short whole answer of the kind that was asked for."""
    text = " ".join(said)
    match kind:
        case AnswerKind.YES_NO:
            return text in WHOLE_ANSWERS
        case AnswerKind.NUMBER:
            return is_number(said)
        case AnswerKind.ANY:
            return text in WHOLE_ANSWERS or is_number(said) or _is_term(text, terms)
        case AnswerKind.EXPLAIN:
            return False


def _is_term(text: str, terms: tuple[str, ...]) -> bool:
    return any(text == " ".join(spoken_words(term)) for term in terms)


def is_number(said: list[str]) -> bool:
    """`4`, `twenty one`, `three quarters`, `two and a half`, `it's five over eight`."""
    core = said[1:] if said[0] in ("it's", "a", "an", "minus", "negative") else said
    return bool(core) and len(core) <= 7 and all(w.isdecimal() or w in _IN_NUMBERS for w in core)
