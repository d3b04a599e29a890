"""CHOICE: one of the choices, by its words, its letter or its place."""

import difflib
import re
from functools import lru_cache
from typing import Final

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.cleaning import folded, plain, words
from tutor_server.modules.lessons.checkers.numeric import numbers_in
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, SEVERAL
from tutor_server.modules.lessons.checkers.saying import answering

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
_CLOSE: Final = 0.84
"""difflib's ratio from which a spelling counts; two slips in a word of ten letters."""
_CLEAR: Final = 0.1
"""By how much the best must be closer than the next."""
_MAX_FUZZY: Final = 120


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
    whole = _same(choices, text)
    if whole:
        return whole
    part = answering(folded(text))
    if part is None:
        return ()
    return (
        _same(choices, part)
        or _by_place(choices, part)
        or _by_letter(choices, part)
        or _within(choices, part)
        or _by_number(choices, part)
        or _by_beginning(choices, part)
        or _by_spelling(choices, part)
    )


def _same(choices: tuple[str, ...], text: str) -> tuple[int, ...]:
    """Letter by letter, then without case, then without punctuation: as soon as one fits."""
    for form in (str.strip, plain, folded, words):
        wanted = form(text)
        found = tuple(n for n, choice in enumerate(choices) if form(choice) == wanted)
        if len(found) == 1 and wanted:
            return found
    return ()


def _by_place(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    match = _PLACE.search(words(part))
    if match is None or _within(choices, part):
        return ()
    if match["name"] == "last":
        return (len(choices) - 1,)
    number = match["number"]
    if number:
        place = _NUMBER_NAMES.index(number) if number.isalpha() else int(number) - 1
    else:
        place = _PLACES[match["name"]]
    return (place,) if place < len(choices) else ()


def _by_letter(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    match = _LETTER.search(part.rstrip(" .!?"))
    if match is None or any(words(choice) == match["letter"] for choice in choices):
        return ()
    place = ord(match["letter"]) - ord("a")
    rest = words(match["rest"])
    if place >= len(choices) or (rest and rest not in words(choices[place])):
        return ()
    return (place,)


def _within(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    """The choices whose words stand in the text; a longer one hides a shorter one in it."""
    said = f" {words(_REFUSED.sub(' ', part))} "
    plain_said = f" {words(part)} "
    found = []
    for number, choice in enumerate(choices):
        wanted = words(choice)
        # A choice may itself say "not".
        negative = bool(_NEGATIONS & set(wanted.split()))
        if wanted and f" {wanted} " in (plain_said if negative else said):
            found.append(number)
    return tuple(
        number
        for number in found
        if not any(
            other != number and f" {words(choices[number])} " in f" {words(choices[other])} "
            for other in found
        )
    )


def _by_number(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    """`fifteen` for the only choice whose one number is 15."""
    said = _lone_number(part)
    if said is None:
        return ()
    return _only(tuple(n for n, choice in enumerate(choices) if _lone_number(choice) == said))


@lru_cache(maxsize=4096)
def _lone_number(text: str) -> object:
    found = {value for value in numbers_in(text) if value >= 0}
    return next(iter(found)) if len(found) == 1 else None


def _by_beginning(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    """The only choice that begins with the words, or has all of them that matter."""
    said = words(part)
    content = [word for word in said.split() if word not in _SMALL_WORDS]
    if not content:
        return ()
    beginning = tuple(n for n, c in enumerate(choices) if f"{words(c)} ".startswith(f"{said} "))
    if len(beginning) == 1:
        return beginning
    return _only(tuple(n for n, c in enumerate(choices) if set(content) <= set(words(c).split())))


def _by_spelling(choices: tuple[str, ...], part: str) -> tuple[int, ...]:
    """A choice with slips of spelling; its numbers and its "not" must be there exactly."""
    said = words(part)
    if not 3 <= len(said) <= _MAX_FUZZY:
        return ()
    scores = sorted(
        (
            (difflib.SequenceMatcher(None, said, wanted, autojunk=False).ratio(), number)
            for number, wanted in enumerate(map(words, choices))
            if _exact_words(wanted) == _exact_words(said)
        ),
        reverse=True,
    )
    clear = len(scores) < 2 or scores[0][0] - scores[1][0] >= _CLEAR
    return (scores[0][1],) if scores and scores[0][0] >= _CLOSE and clear else ()


def _exact_words(text: str) -> list[str]:
    """What must not be misspelt: numbers and negations."""
    return [
        word for word in text.split() if word in _NEGATIONS or any(char.isdigit() for char in word)
    ]


def _only(found: tuple[int, ...]) -> tuple[int, ...]:
    return found if len(found) == 1 else ()
