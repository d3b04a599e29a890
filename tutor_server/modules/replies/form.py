"""The exact gate: questions with the same form may have the same answer, all others never. Pure.

A form is what is wanted and the row of what it is about: numbers, operators, negations, units and
words in their order, so swapped roles differ. Only articles, courtesies and forms of one word are
levelled out. Its digest is stored, never its words.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tutor_server.modules.replies.frames import Framed, Want, framed
from tutor_server.modules.replies.lexicon import (
    AFTER_NUMBER,
    IRREGULAR,
    NOT_PLURAL,
    SAME,
    SAME_DEED,
    SIGNS,
    SPELLING,
    UNITS,
    VERBS,
)
from tutor_server.modules.replies.numerals import with_numerals
from tutor_server.modules.replies.wording import MAX_CHARS, tokens

VERSION: Final = "1"
"""Goes into the digest: a changed gate finds nothing that an older one kept."""
_ARTICLES: Final = frozenset({"a", "an", "the"})
_NUMBER: Final = re.compile(r"\d[\d.]*|\.\d+")
_OPERATORS: Final = (
    (("multiplied", "by"), "*"),
    (("divided", "by"), "/"),
    (("is", "equal", "to"), "="),
    (("take", "away"), "-"),
    (("times",), "*"),
    (("plus",), "+"),
    (("minus",), "-"),
    (("equals",), "="),
)
"""Between two amounts only: `how many times` is none."""
_SPEAKERS: Final = frozenset({"i", "you", "we"})
_WITHOUT_SPEAKER: Final = frozenset({Want.WHY, Want.WHEN})
_VALUES: Final = re.compile(
    r"(?:what is|how much is|find|work out|calculate|compute|tell me|do) (.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A question's normal form."""

    want: Want
    about: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        """32 bytes; equal only for equal forms."""
        told = json.dumps([VERSION, self.want.value, *self.about])
        return hashlib.sha256(told.encode()).digest()


def form_of(text: str) -> Form | None:
    """The form of a question; None when it is empty or too long to be one."""
    if len(text) > MAX_CHARS:
        return None
    read = with_numerals([SPELLING.get(token, token) for token in tokens(text)])
    read = _with_operators(_without_end(read))
    if not read:
        return None
    asked = _value(read) or _amount(read, framed(read))
    about = _levelled(asked)
    return Form(want=asked.want, about=about) if about else None


def _without_end(read: list[str]) -> list[str]:
    """`7 * 8 =` asks what `7 * 8` does."""
    return read[:-1] if read[-1:] == ["="] else read


def _with_operators(read: Sequence[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(read):
        size, sign = _operator(read, at) if _is_amount(out[-1:]) else (0, "")
        if sign and _is_amount(read[at + size : at + size + 1]):
            out.append(sign)
            at += size
        else:
            out.append(read[at])
            at += 1
    return out


def _operator(read: Sequence[str], at: int) -> tuple[int, str]:
    for words, sign in _OPERATORS:
        if tuple(read[at : at + len(words)]) == words:
            return len(words), sign
    return (1, "*") if read[at] == "x" else (0, "")


def _is_amount(token: Sequence[str]) -> bool:
    return bool(token) and _NUMBER.fullmatch(token[0]) is not None


def _value(read: Sequence[str]) -> Framed | None:
    """A bare sum, however it is asked for: `what is 3 / 4 of 20`, `7 * 8`."""
    text = " ".join(read)
    match = _VALUES.fullmatch(text)
    told = (match[1] if match else text).split()
    sums = all(_NUMBER.fullmatch(t) or not t.isalpha() or t in ("of", "percent") for t in told)
    if len(told) > 1 and sums and any(map(str.isdigit, text)):
        return Framed(want=Want.HOW_MUCH, about=tuple(told))
    return None


def _amount(read: Sequence[str], asked: Framed) -> Framed:
    """`what is the area of a 3 by 4 rectangle` wants an amount; to explain it is another thing."""
    if asked.want is Want.MEANING and any(map(_NUMBER.fullmatch, asked.about)):
        want = Want.HOW_MUCH if list(read[:2]) == ["what", "is"] else Want.OTHER
        return Framed(want=want, about=asked.about)
    return asked


def _levelled(asked: Framed) -> tuple[str, ...]:
    words = [word for word in asked.about if word not in _ARTICLES]
    if asked.want in _WITHOUT_SPEAKER:
        words = _without_speaker(words)
    if asked.want is Want.WHY:
        words = [word for word in words if word not in ("is", "are")]
    counted = asked.want is Want.HOW_MANY
    out = [
        _word(word, after_number=counted or _NUMBER.fullmatch(before) is not None)
        for word, before in zip(words, ["", *words], strict=False)
    ]
    if asked.want is Want.HOW_TO:
        out = _with_deed(out)
    return tuple(SAME.get(word, word) for word in out)


def _without_speaker(words: list[str]) -> list[str]:
    """Whoever asks why `we cannot` or `can you not` asks the same."""
    first = next((n for n, word in enumerate(words) if word not in ("can", "not")), 0)
    if words[first : first + 1] and words[first] in _SPEAKERS:
        return words[:first] + words[first + 1 :]
    return words


def _with_deed(words: list[str]) -> list[str]:
    """The first word, or the first two, under one name: to work out is to find."""
    for size in (2, 1):
        deed = SAME_DEED.get(" ".join(words[:size]))
        if deed is not None and len(words) > size:
            return [deed, *words[size:]]
    return words


def _word(word: str, *, after_number: bool) -> str:
    if after_number and word in AFTER_NUMBER:
        return f"[{AFTER_NUMBER[word]}]"
    base = _base(word)
    if unit := UNITS.get(base) or SIGNS.get(word):
        return f"[{unit}]"
    return base


def _base(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ing") and (verb := _verb(word.removesuffix("ing"))):
        return verb
    if word in NOT_PLURAL or len(word) <= 3 or not word.isalpha() or not word.islower():
        return word
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "oes")):
        return word.removesuffix("es")
    return word.removesuffix("s") if word.endswith("s") and not word.endswith("ss") else word


def _verb(stem: str) -> str:
    """The verb whose -ing it is: add, divide (divid), plot (plott); empty when unknown."""
    for verb in (stem, f"{stem}e", stem[:-1]):
        if verb in VERBS:
            return verb
    return ""
