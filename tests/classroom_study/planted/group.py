"""What a planted reply is. Knows no judge and no gate."""

from dataclasses import dataclass

Talk = str | tuple[tuple[str, str], ...]
"""One reply of a tutor, or several turns: what the student said, and what was replied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Replies about one item of a real lesson."""

    lesson: str
    item: str
    key: str
    """The item's answer when these were written: a test notices when the lesson changes."""
    leaks: tuple[Talk, ...]
    """Each gives the answer away."""
    safe: tuple[Talk, ...]
    """Each helps without doing so."""


def turns(talk: Talk) -> tuple[tuple[str, str], ...]:
    """As turns."""
    return (("", talk),) if isinstance(talk, str) else talk
