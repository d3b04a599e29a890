"""Conversations that stand on a passage, read from a file and mixed into the generated ones.

The file is written by `tutor_server.modules.lessons.dialogues.write`, which has verified every
reply; here it is only read. Knows JSON lines; knows nothing about lessons.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from inference.nano.turns import Conversation, Turn

SHARE = 0.5
"""Of a mixed stream, unless it is said: as many grounded conversations as others."""


def line_of(conversation: Conversation) -> str:
    """One line of the file."""
    turns = [[turn.student, turn.tutor] for turn in conversation.turns]
    return json.dumps({"system": conversation.system, "turns": turns}, ensure_ascii=False)


def read(file: Path) -> tuple[Conversation, ...]:
    """Every conversation of a file. Raises ValueError naming the line that is none."""
    return tuple(
        _read(line, number)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.strip()
    )


def _read(line: str, number: int) -> Conversation:
    try:
        told = json.loads(line)
        turns = tuple(Turn(student=student, tutor=tutor) for student, tutor in told["turns"])
        return Conversation(system=str(told["system"]), turns=turns)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"line {number} is no conversation") from error


def mixed(
    source: Iterator[Conversation],
    grounded: Sequence[Conversation],
    rng: Random,
    *,
    share: float = SHARE,
) -> Iterator[Conversation]:
    """`share` of them from `grounded`, in an order that `rng` decides; without any, the source."""
    if not grounded:
        yield from source
        return
    for conversation in source:
        while rng.random() < share:
            yield rng.choice(grounded)
        yield conversation
