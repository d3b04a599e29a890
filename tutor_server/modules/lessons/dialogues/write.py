"""`python -m tutor_server.modules.lessons.dialogues.write --out FILE`: conversations on passages,
for `python -m inference.nano.train --grounded FILE`. The same seed writes the same file.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

from inference.nano.grounded import line_of
from inference.nano.split import Split
from tutor_server.modules.lessons.dialogues.make import conversations
from tutor_server.modules.lessons.load import open_curriculum


def main(argv: list[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", type=Split, choices=tuple(Split), default=Split.TRAIN)
    flags = parser.parse_args(argv)
    lessons = tuple(open_curriculum().lessons.values())
    made = islice(conversations(lessons, seed=flags.seed, split=flags.split), flags.count)
    with flags.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{line_of(one)}\n" for one in made)
    sys.stdout.write(f"{flags.count} conversations in {flags.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
