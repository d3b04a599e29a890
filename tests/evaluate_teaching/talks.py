"""`python -m tests.evaluate_teaching.talks [--model DIR] [--beside DIR]`: some of the nano model's
examination as it is, behind every line that the server may put before a talk, and late in a long
talk; one column for each model.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from inference.nano import weights_dir
from inference.nano.answer import Answerer
from inference.nano.dialogues import exchange
from inference.nano.heldout import Item, examination
from inference.nano.seeds import generator
from inference.nano.split import Split
from inference.nano.turns import Conversation
from tutor_server.modules.lessons.dialogues.profile import draw_grade, head_of

EVERY: Final = 40
"""One in so many items of the examination."""
BEFORE: Final = (5, 9)
"""Student turns before the question, in a long talk."""
SUITES: Final = ("skill", "spoken", "turns", "terms", "unknown", "talk")


def headed(item: Item, random: Random) -> Item:
    """With a grade, a subject, a learning style and a need in the prompt."""
    grade, _ = draw_grade(random)
    head = head_of(grade, "Math", random, told=1.0)
    said = [one for one in item.messages if one["role"] != "system"]
    return replace(item, messages=[{"role": "system", "content": head}, *said])


def late(item: Item, random: Random) -> Item:
    """After other questions, each with its verified reply."""
    least = random.randint(*BEFORE)
    turns = exchange(random, Split.HELDOUT, None, least=least)
    before = Conversation(system="", turns=turns).messages()
    head = [one for one in item.messages if one["role"] == "system"]
    said = [one for one in item.messages if one["role"] != "system"]
    return replace(item, messages=[*head, *before, *said])


def conditions() -> Iterator[tuple[str, list[Item]]]:
    """The same items in three surroundings; always the same."""
    items = examination()[::EVERY]
    random = generator("talks")
    yield "as it is", items
    yield "behind the server's lines", [headed(item, random) for item in items]
    yield "late in a long talk", [late(item, random) for item in items]


def shares(answerer: Answerer, items: Sequence[Item]) -> dict[str, tuple[int, int]]:
    """Right ones and all, by suite."""
    replies = answerer.answer([item.messages for item in items])
    counted = dict.fromkeys(SUITES, (0, 0))
    for item, reply in zip(items, replies, strict=True):
        right, total = counted[item.suite]
        counted[item.suite] = (right + item.passes(reply), total + 1)
    return counted


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=weights_dir())
    parser.add_argument("--beside", type=Path, action="append", default=[])
    flags = parser.parse_args(argv)
    models = [Answerer(folder) for folder in (flags.model, *flags.beside)]
    for name, items in conditions():
        found = [shares(model, items) for model in models]
        for suite in SUITES:
            cells = "".join(
                f"{right:6} of {total:3}" for right, total in (f[suite] for f in found)
            )
            sys.stdout.write(f"{name:28}{suite:10}{cells}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
