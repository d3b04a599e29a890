"""Turns English number words into digits within a text: `three quarters` -> `3/4`.

`twelve point five` -> `12.5`, `two and a half` -> `2 1/2`, `a hundred and five` -> `105`,
`1.5 million` -> `1500000`. Knows no question; everything else in the text stays.
"""

import re
from fractions import Fraction
from typing import Final

from tutor_server.modules.lessons.checkers.cardinals import (
    PARTS,
    POWERS,
    SMALL,
    TENS,
    read_cardinal,
    read_part,
)

_MAX_RUN: Final = 24
"""Words that one number can be made of."""
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
# `one` is a number only where it does not stand for a thing: "this one", "one of them".
_BEFORE: Final = (
    "this that the which another each every any no first second third last right wrong other same"
    " next only"
)
_BEFORE_PRONOUN: Final = frozenset(_BEFORE.split())
_AFTER_PRONOUN: Final = frozenset(
    "of more thing things is was that step at by another side way day time who".split()  # noqa: SIM905  words read better as a sentence
)


def in_digits(text: str) -> str:
    """`text` is folded (see cleaning.folded)."""
    text = _HYPHEN.sub(" ", text)
    words = [(match[0], *match.span()) for match in _WORD.finditer(text)]
    pieces: list[str] = []
    done = at = 0
    while at < len(words):
        run = _run(text, words, at)
        before = words[at - 1][0] if at else ""
        written, used = _read(run, before)
        if used:
            pieces += [text[done : words[at][1]], written]
            done = words[at + used - 1][2]
        at += max(used, 1)
    return "".join(pieces) + text[done:]


def _run(text: str, words: list[tuple[str, int, int]], at: int) -> list[str]:
    """The words from here on that only spaces keep apart."""
    run = [words[at][0]]
    for before, word in zip(words[at:], words[at + 1 : at + _MAX_RUN], strict=False):
        if text[before[2] : word[1]].strip(" ") or before[2] == word[1]:
            break
        run.append(word[0])
    return run


def _read(run: list[str], before: str) -> tuple[str, int]:
    """The number at the head of a run as digits, and how many words it takes."""
    if run[0] == "one" and (before in _BEFORE_PRONOUN or (run[1:2] and run[1] in _AFTER_PRONOUN)):
        return "", 0
    if run[0] == "point":
        decimals, used = _decimals(run[1:])
        return (f"0.{decimals}", 1 + used) if used else ("", 0)
    head, used = _head(run)
    if not used:
        return _bare_part(run)
    rest = run[used:]
    if rest[:1] == ["point"] and head.isdigit():
        decimals, more = _decimals(rest[1:])
        return (f"{head}.{decimals}", used + 1 + more) if more else (head, used)
    bottom, more = read_part(rest)
    if more and head.isdigit():
        return f"{head}/{bottom}", used + more
    part, more = _joined_part(rest)
    if more and head.isdigit():
        return f"{head} {part}", used + more
    if rest[:1] and rest[0] in POWERS and not run[0].isalpha():
        return _scaled(head, POWERS[rest[0]]), used + 1
    return (head, used) if run[0].isalpha() else ("", 0)


def _head(run: list[str]) -> tuple[str, int]:
    if run[0][0].isdigit():
        return run[0], 1
    value, used = read_cardinal(run)
    return str(value), used


def _bare_part(run: list[str]) -> tuple[str, int]:
    """`half`, `a third`, `quarter`: a part without a number in front."""
    article = run[0] in {"a", "an"}
    if not article and run[0] not in {"half", "quarter"}:
        return "", 0
    bottom, used = read_part(run[article:])
    return (f"1/{bottom}", used + article) if used else ("", 0)


def _joined_part(rest: list[str]) -> tuple[str, int]:
    """`and a half`, `and three quarters`."""
    if rest[:1] != ["and"]:
        return "", 0
    part, used = _bare_part(rest[1:]) if len(rest) > 1 else ("", 0)
    if used:
        return part, used + 1
    if len(rest) < 3:
        return "", 0
    top, taken = _head(rest[1:])
    bottom, more = read_part(rest[1 + taken :])
    return (f"{top}/{bottom}", 1 + taken + more) if taken and more else ("", 0)


def _decimals(words: list[str]) -> tuple[str, int]:
    """`two five`, `twenty five` and `oh five` after the word point."""
    digits, used = "", 0
    for word in words:
        if word.isdigit():
            digits += word
        elif word in TENS and not digits:
            value, taken = read_cardinal(words)
            return str(value), taken
        elif word in SMALL or word == "oh":
            digits += str(SMALL.get(word, 0))
        else:
            break
        used += 1
    return digits, used


def _scaled(number: str, power: int) -> str:
    value = Fraction(number) * power
    return str(value.numerator) if value.denominator == 1 else str(float(value))


NUMBER_WORDS: Final = frozenset([*SMALL, *TENS, *POWERS, *PARTS])
"""Every word that can stand in a number."""
