"""STEPS: all of the choices in the right order, by number, letter, place or words."""

import re
from typing import Final

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.cleaning import folded, words
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT
from tutor_server.modules.lessons.checkers.saying import asks

_PLACES: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
_NAMES: Final = ("one", "two", "three", "four", "five", "six")
_TOKEN = re.compile(r"[a-z]+|[0-9]+")


def check(item: Item, text: str) -> Outcome:
    """Whether the order is the key's; `missing` are the places that are not."""
    key = order_of(item.answer, item.choices)
    said = () if asks(folded(text)) else order_of(text, item.choices)
    if not key or not said:
        return NO_ATTEMPT
    parsed = ", ".join(str(number) for number in said)
    if said == key:
        return Outcome(correct=True, parsed=parsed)
    misconception = next(
        (w.misconception for w in item.wrong if order_of(w.answer, item.choices) == said), ""
    )
    return Outcome(
        correct=False,
        parsed=parsed,
        misconception=misconception,
        missing=tuple(place for place in range(len(key)) if said[place] != key[place]),
        flags=frozenset({"order"}),
    )


def order_of(text: str, choices: tuple[str, ...]) -> tuple[int, ...]:
    """The order as 1-based numbers into `choices`; empty unless each is there exactly once."""
    said = folded(text)
    for reading in (_by_numbers, _by_letters, _by_places, _by_words):
        found = reading(said, choices)
        if sorted(found) == list(range(1, len(choices) + 1)):
            return tuple(found)
    return ()


def _by_numbers(said: str, choices: tuple[str, ...]) -> list[int]:
    """`2, 3, 1`, `two three one`, `231`."""
    tokens = _TOKEN.findall(said)
    numbers = [token for token in tokens if token.isdecimal()]
    if len(numbers) == 1 and len(numbers[0]) == len(choices):
        numbers = list(numbers[0])
    spoken = [_NAMES.index(token) + 1 for token in tokens if token in _NAMES]
    return [int(number) for number in numbers if len(number) == 1] or spoken


def _by_letters(said: str, choices: tuple[str, ...]) -> list[int]:
    """`b c a`, `b, then c, then a`, `bca`."""
    letters = "abcdef"[: len(choices)]
    tokens = _TOKEN.findall(said)
    together = [token for token in tokens if sorted(token) == sorted(letters)]
    singles = list(together[0]) if together else [token for token in tokens if len(token) == 1]
    return [letters.index(token) + 1 for token in singles if token in letters]


def _by_places(said: str, choices: tuple[str, ...]) -> list[int]:
    """`the second, the third, then the first`."""
    return [_PLACES.index(token) + 1 for token in _TOKEN.findall(said) if token in _PLACES]


def _by_words(said: str, choices: tuple[str, ...]) -> list[int]:
    """The steps' own words, one after the other."""
    text = f" {words(said)} "
    places = {text.find(f" {words(choice)} "): number for number, choice in enumerate(choices, 1)}
    return [] if -1 in places else [places[place] for place in sorted(places)]
