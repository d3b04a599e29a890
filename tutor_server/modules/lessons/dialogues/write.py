"""`python -m tutor_server.modules.lessons.dialogues.write --out FILE`: conversations on passages,
for `python -m inference.nano.train --grounded FILE`. The same seed writes the same file.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from inference.nano.grounded import line_of
from inference.nano.seeds import generator
from inference.nano.split import Split
from inference.nano.turns import Conversation
from tutor_server.modules.lessons.dialogues.make import conversations, without_passage
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.evaluate import questions


def written(part: str) -> dict[str, list[str]]:
    """Questions that somebody wrote, by the lesson that answers them: `tuning`, never `held_out`
    for training."""
    by_lesson: dict[str, list[str]] = {}
    for one in questions(part):
        for lesson in sorted(one.lessons):
            by_lesson.setdefault(lesson, []).append(one.text)
    return by_lesson


def mixed(
    grounded: Iterator[Conversation], bare: Iterator[Conversation], *, seed: int, share: float
) -> Iterator[Conversation]:
    """A `share` of them without a passage, in an order that the seed decides."""
    random = generator(f"written:{seed}")
    while True:
        if (made := next(bare if random.random() < share else grounded, None)) is None:
            return
        yield made


def main(argv: list[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bare", type=float, default=0.0, help="share without a passage")
    parser.add_argument("--split", type=Split, choices=tuple(Split), default=Split.TRAIN)
    flags = parser.parse_args(argv)
    lessons = tuple(open_curriculum().lessons.values())
    seed, split = flags.seed, flags.split
    grounded = conversations(lessons, seed=seed, split=split, asked=written("tuning"))
    bare = without_passage(lessons, seed=seed, split=split)
    made = islice(mixed(grounded, bare, seed=seed, share=flags.bare), flags.count)
    with flags.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{line_of(one)}\n" for one in made)
    sys.stdout.write(f"{flags.count} conversations in {flags.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
