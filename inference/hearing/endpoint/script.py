"""Draws what one synthetic student says, and how long each pause lasts.

Pauses are log-normal, as the pauses of free speech are (Campione and Veronis 2002: short ones
below 0.2 s, most of 0.2 to 1 s, and long ones of hesitation above 1 s). Nobody has measured
our students yet; the medians below are our assumption and are part of the committed manifest.
"""

import math
import re
from dataclasses import dataclass
from random import Random

from inference.contracts import AnswerKind
from inference.hearing.endpoint.turns import Part, Tone
from inference.hearing.endpoint.wording import FILLERS, Bank
from inference.hearing.phrases import TEENS, TENS, UNFINISHED, UNITS

_PARTS = ("third", "quarter", "fifth", "sixth", "eighth", "tenth")
_GAP = re.compile(r"\s*(\|!?)\s*")
"""`|!` is a stop for certain."""
_BEFORE_A_NAME = re.compile(rf"\b(?:{'|'.join(sorted(UNFINISHED - set(FILLERS)))}) (?=\w)")
_SEARCHING_A_NAME = 0.35
"""So often one who stops does so after some word like `the`: the next word is the one searched."""
_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS, _FRACTIONS = ("n", "m", "k"), ("f", "g")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """A log-normal length in seconds."""

    median_s: float
    spread: float
    """Standard deviation of the logarithm."""

    def draw(self, random: Random) -> float:
        """Between 0.15 and 4 s, on milliseconds."""
        length_s = self.median_s * math.exp(random.gauss(0.0, self.spread))
        return round(min(4.0, max(0.15, length_s)), 3)


SEARCHING = Pauses(median_s=0.75, spread=0.6)
"""For a word or a result."""
BREATHING = Pauses(median_s=0.4, spread=0.45)
"""At the end of a clause."""
THINKING = Pauses(median_s=1.3, spread=0.5)
"""After "let me think", "wait", "no"."""
LISTING = Pauses(median_s=0.45, spread=0.5)
"""Counting and spelling."""

STYLES: dict[str, int] = {
    "short": 27,
    "answering": 18,
    "asking": 15,
    "requesting": 14,
    "counting": 5,
    "spelling": 3,
    "correcting": 3,
    "thinking": 4,
    "explaining": 8,
    "reading": 3,
}
"""Of 100 turns."""
AT_ONCE = {
    "answering": 0.5, "asking": 0.65, "requesting": 0.85, "explaining": 0.2, "reading": 0.1,
}  # fmt: skip
"""How often one is said in one go: the same sentences, so that words alone do not tell."""
_SPAN = {
    "answering": SEARCHING, "asking": SEARCHING, "requesting": SEARCHING, "correcting": THINKING,
    "thinking": THINKING, "explaining": BREATHING, "reading": BREATHING,
}  # fmt: skip
_HOLD = {"answering": 0.75, "asking": 0.45, "explaining": 0.7, "reading": 0.7}
"""How often a student who stops does so at a place where one may."""
_ASKED = {
    "answering": (AnswerKind.NUMBER, AnswerKind.ANY),
    "asking": (AnswerKind.ANY, AnswerKind.ANY, AnswerKind.NUMBER, AnswerKind.EXPLAIN),
    "requesting": (AnswerKind.ANY, AnswerKind.ANY, *AnswerKind),
    "correcting": (AnswerKind.NUMBER, AnswerKind.ANY),
    "thinking": (AnswerKind.NUMBER, AnswerKind.ANY, AnswerKind.YES_NO),
    "explaining": (AnswerKind.EXPLAIN, AnswerKind.EXPLAIN, AnswerKind.ANY),
    "reading": (AnswerKind.ANY,),
}
"""What the tutor had asked for; who was asked a number may ask back or want help."""
_RISE = {"asking": 0.5, "requesting": 0.35}
"""How often the voice rises at the end; 0.25 else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A turn without its voice."""

    style: str
    kind: AnswerKind
    parts: tuple[Part, ...]


def draw(random: Random, bank: Bank) -> Said:
    """Any style. `asking at once` is `asking` without a pause."""
    style = random.choices(list(STYLES), list(STYLES.values()))[0]
    if style == "short":
        return _short(random, bank)
    if style in ("counting", "spelling"):
        return _listing(random, bank, style)
    at_once = random.random() < AT_ONCE.get(style, 0.0)
    frame = _frame(random, bank, style, at_once=at_once)
    at_once = at_once or not _GAP.search(frame)
    kind = random.choice(_ASKED[style])
    parts = _broken(random, _filled(random, bank, frame), style, at_once=at_once)
    return Said(style=f"{style} at once" if at_once else style, kind=kind, parts=parts)


def _frame(random: Random, bank: Bank, style: str, *, at_once: bool) -> str:
    if style != "requesting":
        frames: tuple[str, ...] = getattr(bank, style)
        return random.choice(frames)
    wish = random.choice(bank.requesting)
    if at_once and random.random() < 0.8:
        return wish
    return f"{wish} | {random.choice(bank.adding)}"


def number(random: Random) -> str:
    """A whole number up to 99, in words."""
    if random.random() < 0.6:
        return random.choice((*UNITS, *TEENS))
    tens = random.choice(TENS)
    return f"{tens} {random.choice(UNITS)}" if random.random() < 0.7 else tens


def fraction(random: Random) -> str:
    """One half up to nine tenths, in words."""
    top = random.randint(1, 9)
    part = random.choice(_PARTS) if top > 1 or random.random() < 0.6 else "half"
    return f"{UNITS[top - 1]} {part}{'s' if top > 1 else ''}"


def _filled(random: Random, bank: Bank, frame: str) -> str:
    """With something in every slot; what stands in one may have slots of its own."""

    def put(slot: re.Match[str]) -> str:
        if slot[1] in _NUMBERS:
            return number(random)
        return fraction(random) if slot[1] in _FRACTIONS else random.choice(bank.slots[slot[1]])

    while _SLOT.search(frame):
        frame = _SLOT.sub(put, frame)
    return frame


def _short(random: Random, bank: Bank) -> Said:
    yes_no = random.random() < 0.4
    frame = random.choice(bank.yes_no if yes_no else bank.numbers)
    text = _filled(random, bank, frame)
    asked = AnswerKind.YES_NO if yes_no else AnswerKind.NUMBER
    kind = random.choice((*[asked] * 6, *[AnswerKind.ANY] * 3, *AnswerKind))
    return Said(style="short", kind=kind, parts=(_last(random, text),))


def _listing(random: Random, bank: Bank, style: str) -> Said:
    if style == "spelling":
        words = list(random.choice(bank.to_spell))
    else:
        first, step = random.randint(1, 4), random.choice((1, 1, 1, 2))
        count = random.randint(3, 8)
        words = [(*UNITS, *TEENS)[first + step * i - 1] for i in range(count)]
        words = words[: random.randint(3, count)]
    parts = [_held(random, word, LISTING, hang=0.2) for word in words[:-1]]
    kind = AnswerKind.ANY if style == "spelling" else AnswerKind.NUMBER
    return Said(style=style, kind=kind, parts=(*parts, _last(random, words[-1])))


def _broken(random: Random, text: str, style: str, *, at_once: bool) -> tuple[Part, ...]:
    """Stops at some of the places where one may, at least once unless all is said at once;
    sometimes with an "um"."""
    if not at_once and random.random() < _SEARCHING_A_NAME:
        text = _searching(random, text)
    said, *more = _GAP.split(text)
    marks, pieces = more[::2], more[1::2]
    hold = 0.0 if at_once else _HOLD.get(style, 1.0)
    stops = [mark == "|!" or random.random() < hold for mark in marks]
    if not at_once and not any(stops):
        stops[random.randrange(len(stops))] = True
    parts: list[Part] = []
    for stop, piece in zip(stops, pieces, strict=True):
        if not stop:
            said = f"{said} {piece}"
            continue
        parts += _stopping(random, said, _SPAN[style])
        said = piece
    return (*parts, _last(random, said, rise=_RISE.get(style, 0.25)))


def _searching(random: Random, text: str) -> str:
    places = [found.end() for found in _BEFORE_A_NAME.finditer(text)]
    if not places:
        return text
    at = random.choice(places)
    return f"{text[:at]}|! {text[at:]}"


def _stopping(random: Random, said: str, span: Pauses) -> list[Part]:
    held = _held(random, said, span, hang=0.5)
    draw = random.random()
    if draw < 0.2:  # the filler is the end of this breath
        return [_held(random, f"{said} {random.choice(FILLERS)}", span, hang=0.5)]
    if draw < 0.35:  # or it stands alone
        return [held, _held(random, random.choice(FILLERS), span, hang=0.2)]
    return [held]


def _held(random: Random, text: str, span: Pauses, *, hang: float) -> Part:
    draw = random.random()
    tone = Tone.HANG if draw < hang else Tone.RISE if draw < hang + 0.6 * (1 - hang) else Tone.FALL
    stretch = round(random.uniform(1.0, 1.8), 2)
    return Part(text=text, pause_s=span.draw(random), tone=tone, stretch=stretch)


def _last(random: Random, text: str, rise: float = 0.25) -> Part:
    tone = Tone.RISE if random.random() < rise else Tone.FALL
    return Part(text=text, tone=tone, stretch=round(random.uniform(1.0, 1.25), 2))
