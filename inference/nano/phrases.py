"""The wordings of questions and of the tutor's remarks, by group.

Knows phrases.toml and the hold-out of wordings; knows nothing about problems.
"""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random

from inference.nano.split import Split, side


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    text = files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    return {
        f"{table}.{name}": tuple(wordings)
        for table, groups in tomllib.loads(text).items()
        for name, wordings in groups.items()
    }


def is_group(group: str) -> bool:
    """Tell whether there is a group of this name."""
    return group in _groups()


def groups_of(table: str) -> tuple[str, ...]:
    """Name the groups of a table, such as `stories.add` of `stories`."""
    return tuple(group for group in _groups() if group.startswith(f"{table}."))


def wordings(group: str, split: Split) -> tuple[str, ...]:
    """Return the question wordings of a group, such as `ask.sum`, on one side."""
    return side(tuple(dict.fromkeys(_groups()[group])), split)


def all_of(group: str) -> tuple[str, ...]:
    """Return every wording of a group; for what the tutor or the system says."""
    return _groups()[group]


def pick(group: str, rng: Random, split: Split) -> str:
    """Draw a wording of a group; a wording listed twice is twice as likely in training."""
    allowed = set(wordings(group, split))
    return rng.choice([w for w in _groups()[group] if w in allowed])
