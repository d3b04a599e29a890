"""CHOICE: one of the choices, by its words, its letter or its place."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.cleaning import folded, plain, words
from tutor_server.modules.lessons.checkers.numeric import numbers_in
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, SEVERAL
from tutor_server.modules.lessons.checkers.saying import answering
from tutor_server.modules.lessons.checkers.spans import in_signs

_PLACES: Final = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "sixth": 5, "6th": 5,
}  # fmt: skip
_PLACE = re.compile(
    rf"\b(?:(?P<name>{'|'.join(_PLACES)}|last)(?: (?:one|choice|option|answer|step))?"
    r"|(?:number|choice|option|answer) (?P<number>[1-6]|one|two|three|four|five|six))$"
)
_NUMBER_NAMES: Final = ("one", "two", "three", "four", "five", "six")
_LETTER = re.compile(
    r"(?:^|\b(?:is|it|it's|its|be|choose|pick|say|think|option|answer|choice|letter|for)[ :]*)"
    r"[\"(]*(?P<letter>[a-f])(?:[).:,\"]+|$)(?P<rest>.*)"
)
_REFUSED = re.compile(r"\b(?:not|isn't|isnt)\b[^,;.]*")
_SMALL_WORDS: Final = frozenset("a an the it is its that to of and i think".split())  # noqa: SIM905
_NEGATIONS: Final = frozenset("not no never none cannot isnt doesnt dont wont cant".split())  # noqa: SIM905
_MATHS = re.compile(r"[<>=≤≥+*/^%√]|(?<!\w)- ?[\d(]")
_MATHS_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[<>=≤≥+*/^%√-]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_CLOSE: Final = 0.84
"""difflib's ratio from which a spelling counts; two slips in a word of ten letters."""
_CLEAR: Final = 0.1
"""By how much the best must be closer than the next."""
_MAX_FUZZY: Final = 120
_MAX_CHARS: Final = 600
"""No choice is half as long."""


def check(item: Item, text: str) -> Outcome:
    """Which choice it is, and whether it is the right one."""
    found = pick(item.choices, text)
    if not found:
        return NO_ATTEMPT
    if len(found) > 1:
        return SEVERAL
    said = item.choices[found[0]]
    if said == item.answer:
        return Outcome(correct=True, parsed=said)
    misconception = next((w.misconception for w in item.wrong if w.answer == said), "")
    return Outcome(correct=False, parsed=said, misconception=misconception)


def pick(choices: tuple[str, ...], text: str) -> tuple[int, ...]:
    """The places of the choices that the text may mean; empty when it means none of them."""
    text = text[:_MAX_CHARS]
    menu = _menu(choices)
    found = menu.same(text) or menu.most_of(text)
    part = None if found else answering(folded(text))
    if part is None:
        return found
    return (
        menu.by_place(part)
        or menu.by_letter(part)
        or menu.within(part)
        or menu.by_number(part)
        or menu.by_beginning(part)
        or menu.by_spelling(part)
        # "it is because": what looks like a reason is the choice itself.
        or menu.within(folded(text))
    )


def stands_in(item: Item, text: str) -> bool:
    """Whether the right choice is quoted in a text."""
    menu = _menu(item.choices)
    answer = menu.form(item.answer)
    # Choices that differ by a comma or a capital can only be told apart letter by letter.
    if not answer or menu.written.count(answer) > 1:
        return plain(item.answer) in plain(text)
    return f" {answer} " in f" {menu.form(text)} "


@dataclass(frozen=True, slots=True)
class _Menu:
    """The choices with the form in which they are compared."""

    choices: tuple[str, ...]
    form: Callable[[str], str]
    written: tuple[str, ...]
    """The choices in that form."""

    def same(self, text: str) -> tuple[int, ...]:
        """Letter by letter, then without case, then in the common form."""
        for form in (str.strip, plain, folded, self.form):
            wanted = form(text)
            found = self._where(form(choice) == wanted for choice in self.choices)
            if len(found) == 1 and wanted:
                return found
        return ()

    def most_of(self, text: str) -> tuple[int, ...]:
        """A choice that makes up most of a sentence, even one that begins like a question."""
        found = self.within(folded(text))
        if len(found) != 1:
            return ()
        count = len(self.written[found[0]].split())
        return found if count > 1 and 2 * count >= len(self.form(text).split()) else ()

    def within(self, part: str) -> tuple[int, ...]:
        """The choices whose words stand in the text; a longer one hides a shorter one in it."""
        said = f" {self.form(part)} "
        agreed = f" {self.form(_REFUSED.sub(' ', part))} " if _REFUSED.search(part) else said
        # A choice may itself say "not".
        found = self._where(
            bool(choice) and f" {choice} " in (said if _denies(choice) else agreed)
            for choice in self.written
        )
        return tuple(
            one
            for one in found
            if not any(
                other != one and f" {self.written[one]} " in f" {self.written[other]} "
                for other in found
                if self.written[one] != self.written[other]
            )
        )

    def by_place(self, part: str) -> tuple[int, ...]:
        """`the second one`, `number 2`, `the last`."""
        match = _PLACE.search(words(part))
        if match is None or self.within(part):
            return ()
        number = match["number"]
        if number:
            place = _NUMBER_NAMES.index(number) if number.isalpha() else int(number) - 1
        else:
            place = _PLACES.get(match["name"], len(self.choices) - 1)
        return (place,) if place < len(self.choices) else ()

    def by_letter(self, part: str) -> tuple[int, ...]:
        """`b`, `it's (b)`, `B. The cake`."""
        match = _LETTER.search(part.rstrip(" .!?"))
        if match is None or match["letter"] in self.written:
            return ()
        place, rest = ord(match["letter"]) - ord("a"), self.form(match["rest"])
        fits = place < len(self.choices) and (not rest or rest in self.written[place])
        return (place,) if fits else ()

    def by_number(self, part: str) -> tuple[int, ...]:
        """`fifteen` for the only choice whose one number is 15."""
        said = _lone_number(part)
        if said is None:
            return ()
        return _only(self._where(_lone_number(choice) == said for choice in self.choices))

    def by_beginning(self, part: str) -> tuple[int, ...]:
        """The only choice that begins with the words, or has all of them that matter."""
        said = self.form(part)
        content = set(said.split()) - _SMALL_WORDS
        if not content:
            return ()
        begun = self._where(f"{choice} ".startswith(f"{said} ") for choice in self.written)
        held = self._where(_has_all(content, choice) for choice in self.written)
        return _only(begun) or _only(held)

    def by_spelling(self, part: str) -> tuple[int, ...]:
        """A choice with slips of spelling; numbers, signs and "not" must be there exactly."""
        said = self.form(part)
        if not 3 <= len(said) <= _MAX_FUZZY:
            return ()
        scores = sorted(
            (
                (difflib.SequenceMatcher(None, said, choice, autojunk=False).ratio(), number)
                for number, choice in enumerate(self.written)
                if _exact_words(choice) == _exact_words(said)
            ),
            reverse=True,
        )
        clear = len(scores) < 2 or scores[0][0] - scores[1][0] >= _CLEAR
        return (scores[0][1],) if scores and scores[0][0] >= _CLOSE and clear else ()

    def _where(self, holds: Iterable[bool]) -> tuple[int, ...]:
        return tuple(number for number, true in enumerate(holds) if true)


@lru_cache(maxsize=2048)
def _menu(choices: tuple[str, ...]) -> _Menu:
    """Signs count only where a choice has some: `x < 8` is not `x > 8`."""
    form = _with_signs if any(_MATHS.search(plain(choice)) for choice in choices) else words
    return _Menu(choices, form, tuple(map(form, choices)))


def _with_signs(text: str) -> str:
    """As cleaning.words, with the signs of maths kept and spoken ones written."""
    signs = in_signs(_HYPHEN.sub(" ", folded(text))).replace("percent", "%")
    return " ".join(_MATHS_TOKEN.findall(signs.replace("'", "")))


def _has_all(content: set[str], choice: str) -> bool:
    """Whether a choice has all these words; with a number among them, the same numbers and signs:
    5 is not -5."""
    exact = set(_exact_words(" ".join(content)))
    numbers = any(word[0].isdigit() for word in exact)
    return content <= set(choice.split()) and (not numbers or exact == set(_exact_words(choice)))


def _denies(choice: str) -> bool:
    return bool(_NEGATIONS & set(choice.split()))


def _lone_number(text: str) -> Fraction | None:
    found = numbers_in(text)
    positive = {value for value in found if value >= 0}
    return positive.pop() if len(positive) == 1 and len(found) == 1 else None


def _exact_words(text: str) -> list[str]:
    """What must not be misspelt: numbers, signs and negations."""
    return [word for word in text.split() if word in _NEGATIONS or not word.isalpha()]


def _only(found: tuple[int, ...]) -> tuple[int, ...]:
    return found if len(found) == 1 else ()
