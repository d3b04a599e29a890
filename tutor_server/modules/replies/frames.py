"""What a question wants, taken off what it is about: `can you tell me what a cell is` and `what is
a cell` both want the meaning of `a cell`. Pure; sees tokens in one string.

A frame that is not known takes nothing off, so its words stay and must be equal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Want(StrEnum):
    """Kinds of questions that get different answers."""

    MEANING = "meaning"
    HOW_TO = "how_to"
    HOW = "how"
    WHY = "why"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHICH = "which"
    WHAT = "what"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    EXAMPLE = "example"
    DIFFERENCE = "difference"
    OTHER = "other"
    """Everything else, asked in just these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """What is wanted, of what."""

    want: Want
    about: tuple[str, ...]
    """Tokens in their order; for a difference both sides, the first in the alphabet first."""


_TELLING: Final = "tell|explain|show|give|help|teach|describe|define|remind|say|list|name"
_ASKING: Final = "what|why|how|when|where|who|which"
_HELLO: Final = "hi|hey|hello|ok|okay|so|um|uh|hmm|well|please|and|sorry|tutor|excuse me"
_BEFORE: Final = re.compile(
    rf"^(?:(?:{_HELLO}) (?=(?:{_ASKING}|{_TELLING}|{_HELLO}|can|could|will|would|is|are|i)\b)"
    rf"|(?:could|can|would|will) you (?:please )?(?=(?:{_TELLING})\b)"
    r"|who can (?=tell me\b)"
    rf"|can you help me (?=(?:{_ASKING}|{_TELLING})\b))"
)
_AFTER: Final = re.compile(
    r"(?<!\ba)(?<!\ban)(?<!\bthe)(?<!\bof)(?<!\bby)(?<!\bto)"
    r" (?:please|thanks|thank you|for me"
    r"|(?<!\bis )(?<!\bare )(?:to me|again|exactly|really|tutor|now))$"
)
"""What could be the very thing that is asked about is left: `what is now`, `what is a thanks`."""
_TOLD: Final = re.compile(
    r"^(?:(?:tell|show|teach|remind|say) (?:me )?|explain (?:(?:to )?me )?"
    r"|(?:i want to know|i need to know|i would like to know|do you know|can i know|i forgot"
    rf"|help me understand) )(?=(?:{_ASKING})\b)"
)
"""What follows has the order of a clause: what a cell is, how plants make food."""
_SAYS: Final = r"(?:i|you|we|1)"
"""`one` has become a numeral by then."""


def _rules(*rules: tuple[Want, str]) -> tuple[tuple[Want, re.Pattern[str]], ...]:
    return tuple((want, re.compile(f"^(?:{text})$", re.VERBOSE)) for want, text in rules)


_ANYWAY: Final = _rules(
    (Want.DIFFERENCE, r"(?:what\ is\ |explain\ |tell\ me\ )?(?:the\ )?difference\ between"
                      r"\ (?P<x>.+)\ and\ (?P<y>.+)"),
    (Want.DIFFERENCE, r"how\ (?:is|are)\ (?P<x>.+)\ and\ (?P<y>.+)\ different"),
    (Want.DIFFERENCE, r"how\ (?:is|are)\ (?P<x>.+)\ different\ from\ (?P<y>.+)"),
    (Want.DIFFERENCE, r"how\ do(?:es)?\ (?P<x>.+)\ and\ (?P<y>.+)\ differ"),
    (Want.DIFFERENCE, r"how\ do(?:es)?\ (?P<x>.+)\ differ\ from\ (?P<y>.+)"),
    (Want.EXAMPLE, r"(?:(?:give|show|tell)\ (?:me\ )?|what\ is\ |(?:i\ want|can\ i\ have)\ )?"
                   r"an?\ example\ (?:of|for)\ (?P<x>.+)"),
    (Want.HOW_TO, r"(?:(?:show|teach|tell)\ (?:me\ )?|explain\ (?:to\ me\ )?)?how\ to\ (?P<x>.+)"),
    (Want.HOW_TO, r"(?:what\ (?:is|are)\ |show\ me\ |tell\ me\ )?the\ (?:steps?|way)\ (?:to|for)"
                  r"\ (?P<x>.+)"),
    (Want.WHY, r"how\ come\ (?P<x>.+)"),
    (Want.WHY, r"(?:what\ is\ )?the\ reason\ (?:that\ |why\ )?(?P<x>.+)"),
    (Want.WHY, r"for\ what\ reason\ do(?:es)?\ (?P<x>.+)"),
)  # fmt: skip
_ASKED: Final = _rules(
    (Want.HOW_TO, rf"how\ (?:do|does|can|would|could)\ {_SAYS}\ (?P<x>.+)"),
    (Want.HOW_MANY, r"how\ many\ (?P<x>.+)\ (?:are\ there|are)\ in\ (?P<y>.+)"),
    (Want.HOW_MANY, r"how\ many\ (?P<x>.+)\ do(?:es)?\ (?P<y>.+)\ have"),
    (Want.HOW_MANY, r"how\ many\ (?P<x>.+)\ in\ (?P<y>.+)"),
    (Want.MEANING, r"what\ do(?:es)?\ (?:the\ (?:word|term)\ )?(?P<x>.+)\ mean"),
    (Want.MEANING, rf"what\ do\ {_SAYS}\ mean\ by\ (?P<x>.+)"),
    (Want.MEANING, r"what\ is\ meant\ by\ (?P<x>.+)"),
    (Want.MEANING, r"(?:what\ is\ |tell\ me\ |give\ me\ )?the\ (?:meaning|definition)\ of"
                   r"\ (?P<x>.+)"),
    (Want.MEANING, r"what\ (?:exactly\ )?(?:is|are)\ (?P<x>.+)"),
    (Want.MEANING, r"(?:explain|describe|define)\ (?:(?:to\ )?me\ )?(?:the\ (?:word|term)\ )?"
                   r"(?P<x>.+)"),
    (Want.MEANING, r"(?:tell|teach)\ me\ about\ (?P<x>.+)"),
    (Want.MEANING, r"tell\ me\ the\ (?P<x>.+)"),
    (Want.MEANING, r"what\ (?:do\ you|should\ i)\ know\ about\ (?P<x>.+)"),
    (Want.MEANING, r"help\ me\ (?:understand|with)\ (?P<x>.+)"),
    (Want.MEANING, r"i\ (?:do\ not|never)\ (?:understand|understood|get|got)\ (?P<x>.+)"),
    (Want.MEANING, r"i\ (?:want|would\ like)\ to\ (?:learn|know)\ about\ (?P<x>.+)"),
    (Want.MEANING, r"i\ need\ help\ with\ (?P<x>.+)"),
    (Want.HOW, r"how\ do(?:es)?\ (?P<x>.+)"),
    (Want.WHY, r"why\ (?:do|does|is|are)\ (?P<x>.+)"),
    (Want.WHY, r"why\ (?P<x>can\ .+)"),
    (Want.WHEN, r"when\ do(?:es)?\ (?P<x>.+)"),
    (Want.WHERE, r"where\ do(?:es)?\ (?P<x>.+)"),
    (Want.WHAT, r"what\ do(?:es)?\ (?P<x>.+)"),
)  # fmt: skip
_CLAUSE: Final = _rules(
    (Want.HOW_TO, rf"how\ {_SAYS}\ (?:can\ )?(?P<x>.+)"),
    (Want.HOW_MANY, r"how\ many\ (?P<x>.+)\ (?:there\ are|are)\ in\ (?P<y>.+)"),
    (Want.HOW_MANY, r"how\ many\ (?P<x>\S+)\ (?P<y>.+)\ (?:have|has)"),
    (Want.MEANING, r"what\ (?P<x>.+)\ (?:is|are|mean|means)"),
    (Want.HOW, r"how\ (?!do|does|is|are|to|many|much|old|long|far|big)(?P<x>.+)"),
    (Want.WHY, r"why\ (?!do|does)(?P<x>.+)"),
    (Want.WHEN, r"when\ (?!do|does)(?P<x>.+)"),
    (Want.WHERE, r"where\ (?!do|does)(?P<x>.+)"),
    (Want.WHAT, r"what\ (?!do|does|is|are)(?P<x>.+)"),
)  # fmt: skip
_FIRST_WORD: Final[Mapping[str, Want]] = {
    want.value: want
    for want in (Want.HOW, Want.WHY, Want.WHEN, Want.WHERE, Want.WHO, Want.WHICH, Want.WHAT)
}
_BARE_WORDS: Final = 4
"""A row of so few words and nothing else asks what they mean."""
_NO_BARE: Final = frozenset(
    """a an the i you we it is are was be do does did can could will would should not no yes and
    or if to of in on for with by than that this please tell give show find solve make say help
    """.split()  # noqa: SIM905 a list of words reads better
)


def framed(tokens: Sequence[str]) -> Framed:
    """What the tokens ask."""
    text, told = _opened(" ".join(tokens))
    for want, rule in (*_ANYWAY, *(_CLAUSE if told else ()), *_ASKED):
        if (match := rule.match(text)) is not None:
            return _of(want, match)
    return _bare(text.split(), told=told)


def _opened(text: str) -> tuple[str, bool]:
    """The text without courtesies, and whether it goes on as a clause after `tell me`."""
    told = False
    while True:
        shorter = _AFTER.sub("", _BEFORE.sub("", text))
        if _TOLD.match(shorter):
            shorter, told = _TOLD.sub("", shorter), True
        if shorter == text:
            return text, told
        text = shorter


def _of(want: Want, match: re.Match[str]) -> Framed:
    sides = [match[name].split() for name in ("x", "y") if name in match.re.groupindex]
    if want is Want.DIFFERENCE:
        if "and" in sides[0] + sides[1]:
            return Framed(want=Want.OTHER, about=tuple(match[0].split()))
        sides.sort()
    about = sides[0] if len(sides) == 1 else [*sides[0], "|", *sides[1]]
    return Framed(want=want, about=tuple(about))


def _bare(words: Sequence[str], *, told: bool) -> Framed:
    if 0 < len(words) <= _BARE_WORDS and all(w.isalpha() and w not in _NO_BARE for w in words):
        want = _FIRST_WORD.get(words[0])
        return Framed(want=want or Want.MEANING, about=tuple(words))
    about = ("clause", *words) if told else tuple(words)
    return Framed(want=Want.OTHER, about=about)
