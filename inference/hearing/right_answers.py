"""How far the words have come on the way to an answer that the tutor waits for. Pure.

A tutor who has asked seven times eight knows what will be said: `fifty` is on the way there,
`fifty six` has arrived, `fifty four` may be put right. Numbers are compared by value, other
answers by their words; of a long one (counting, spelling, reading aloud) by the last few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from inference.hearing.phrases import PART, PARTS, VALUES
from inference.speaking.verbalise import utterance, verbalise

_TAIL = 3
"""Words of a long answer that are compared: a recogniser mishears some of those before."""
_AFTER = 2
"""Words that may follow a number: `twelve apples`, `three quarters i think`."""
_LONGEST = 9
"""Words of a number."""
_RECENT = 40
"""Words of what was heard that are looked at."""
_SIGNS = ("minus", "negative")
_DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100,
}  # fmt: skip
_DENOMINATORS |= {f"{name}s": n for name, n in _DENOMINATORS.items()} | {"halves": 2}
_NUMBER = frozenset(
    (*VALUES, *PART, *PARTS, *_DENOMINATORS, *_SIGNS, "hundred", "thousand", "and", "point",
     "over", "a")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the words are. Without answers, or without words, nothing is true."""

    right: bool = False
    """They end in a right answer."""
    begun: bool = False
    """They end in the beginning of one."""
    other: bool = False
    """They end in a number that is neither."""
    passed: bool = False
    """A right answer was said, and more after it."""


def progress(text: str, answers: Sequence[str]) -> Progress:
    """`text` is what was heard, `answers` are texts too: `3/4`, `b e d`, `a whole pancake`."""
    said = spoken_form(" ".join(text.split()[-_RECENT:])) if answers else ()
    if not said:
        return Progress()
    wanted = [spoken_form(answer) for answer in answers]
    amounts = {_amount(words) for words in wanted} - {None}
    texts = [words for words in wanted if _amount(words) is None]
    number = _last_number(said)
    right = number in amounts if number is not None else False
    right = right or any(_ends_in(said, words) for words in texts)
    begun = not right and any(_begins(said, words) for words in wanted)
    return Progress(
        right=right,
        begun=begun,
        other=number is not None and not right and not begun,
        passed=not right and any(_holds(said, words) for words in wanted),
    )


@lru_cache(maxsize=4096)
def spoken_form(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers among them: `3/4 cm` is three words."""
    spoken = utterance(verbalise(text))[0].lower().replace("-", " ")
    words = (word.strip(".,;:!?\"'()") for word in spoken.split())
    return tuple(word for word in words if word)


def value_of(words: Sequence[str]) -> Fraction | None:
    """The number that these words are, all of them: `minus two and a half`. None: no number."""
    if words and words[0] in _SIGNS:
        found = value_of(words[1:])
        return None if found is None else -found
    if "over" in words:
        at = list(words).index("over")
        above, below = _whole(words[:at]), _whole(words[at + 1 :])
        return Fraction(above, below) if above is not None and below else None
    if "point" in words:
        return _decimal(words)
    if words and words[-1] in _DENOMINATORS:
        return _mixed(words)
    whole = _whole(words)
    return None if whole is None else Fraction(whole)


def _whole(words: Sequence[str]) -> int | None:
    total, group, last = 0, 0, 1000
    for place, word in enumerate(words):
        if word == "and" and 0 < place < len(words) - 1 and last >= 100:
            continue
        if word == "hundred" and 0 < group < 100:
            group, last = group * 100, 100
        elif word == "thousand" and group and not total:
            total, group, last = group * 1000, 0, 1000
        elif word in VALUES and _fits(VALUES[word], last):
            group += VALUES[word]
            last = 10 if VALUES[word] >= 20 else 1
        else:
            return None
    return total + group if words else None


def _fits(value: int, last: int) -> bool:
    """`twenty one`, and neither `one two` nor `ten three`."""
    return last >= 100 or (last == 10 and 0 < value < 10)


def _decimal(words: Sequence[str]) -> Fraction | None:
    at = list(words).index("point")
    whole = _whole(words[:at]) if at else 0
    digits = [VALUES.get(word, 10) for word in words[at + 1 :]]
    if whole is None or not digits or max(digits) > 9:
        return None
    return whole + Fraction(int("".join(map(str, digits))), 10 ** len(digits))


def _mixed(words: Sequence[str]) -> Fraction | None:
    """`three quarters`, `half`, `a half`, `two and a half`."""
    part, rest = _DENOMINATORS[words[-1]], list(words[:-1])
    if "and" in rest:
        at = len(rest) - 1 - rest[::-1].index("and")
        whole, above = _whole(rest[:at]), _above(rest[at + 1 :])
        if whole is not None and above is not None:
            return whole + Fraction(above, part)
    above = _above(rest)
    return None if above is None else Fraction(above, part)


def _above(words: Sequence[str]) -> int | None:
    return 1 if list(words) in ([], ["a"]) else _whole(words)


def _amount(answer: Sequence[str]) -> Fraction | None:
    """The number that an answer is, whatever its unit: `twenty five cents`."""
    for end in range(len(answer), max(0, len(answer) - 1 - _AFTER), -1):
        found = value_of(answer[:end])
        if found is not None:
            return found
        if answer[end - 1] in _NUMBER:  # `one two`: a list
            break
    return None


def _last_number(said: Sequence[str]) -> Fraction | None:
    """The number that ends the words, but for a unit or two words."""
    for end in range(len(said), max(0, len(said) - 1 - _AFTER), -1):
        if said[end - 1] in _NUMBER:
            begins = range(max(0, end - _LONGEST), end)
            found = (value_of(said[begin:end]) for begin in begins)
            return next((value for value in found if value is not None), None)
    return None


def _ends_in(said: Sequence[str], words: Sequence[str]) -> bool:
    tail = tuple(words[-_TAIL:])
    return bool(tail) and tuple(said[-len(tail) :]) == tail


def _begins(said: Sequence[str], words: Sequence[str]) -> bool:
    """`one two three` of `one two three four five`."""
    return any(_ends_in(said, words[:count]) for count in range(1, len(words)))


def _holds(said: Sequence[str], words: Sequence[str]) -> bool:
    """And no number goes on where it ends: `one` is not in `one hundred`."""
    ends = (end for end in range(1, len(said)) if said[end] not in _NUMBER)
    return any(_ends_in(said[:end], words) for end in ends)
