"""Greetings, feelings and other small talk, with honest, warm replies.

Knows smalltalk.toml and how a guess is said aloud; knows no mathematics.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random

from inference.nano import noise
from inference.nano.numerals import UNITS, speak, speak_pair, spell_decimal
from inference.nano.split import Split, common, side
from inference.nano.turns import Turn

COMMON_SHARE = 0.4
"""So often a student of the training says one of the common wordings, where a kind has any."""


@cache
def talks() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read what students say and what the tutor replies, by name."""
    text = files(__package__).joinpath("smalltalk.toml").read_text(encoding="utf-8")
    return {
        entry["name"]: (tuple(entry["say"]), tuple(entry["reply"]))
        for entry in tomllib.loads(text)["talk"]
    }


def turn(name: str, rng: Random, split: Split) -> Turn:
    """Make one turn of a kind of small talk, such as `greeting`."""
    say, reply = talks()[name]
    often = [w for w in say if w in common()] if split is Split.TRAIN else []
    text = rng.choice(often if often and rng.random() < COMMON_SHARE else side(say, split))
    said = rng.random() < 0.4
    student = noise.spoken(text) if said else noise.typed(text, rng)
    return Turn(student=student, tutor=rng.choice(reply))


ONLY_FIRST = frozenset({"lost", "no_task"})
"""Kinds that mean something else after something was explained."""


def any_turn(rng: Random, split: Split, *, first: bool) -> Turn:
    """Make one turn of any kind of small talk; `first`: nothing was said before."""
    return turn(rng.choice([n for n in talks() if first or n not in ONLY_FIRST]), rng, split)


def say_answer(answer: str, rng: Random) -> str:
    """Say an answer such as `3/4`, `0.5`, `25%`, `12 cm` or `3 remainder 2` in words."""

    def words(match: re.Match[str]) -> str:
        if "." in match[0]:
            return spell_decimal(match[0])
        top, _, bottom = match[0].partition("/")
        return speak_pair(int(top), int(bottom), rng) if bottom else speak(int(top), rng)

    said = re.sub(r"\d+(?:/\d+|\.\d+)?", words, answer.replace("-", "minus "))
    return re.sub(
        r"\b(?:cm|m|km|g|kg|ml|l)\b", lambda m: UNITS[m[0]], said.replace("%", " percent")
    )
