"""`python -m tutor_server.modules.lessons.retrieval.evaluate_faithful`: what the check of facts
catches, and what it stops without need.

Two labelled sets: statements written by hand about lessons that no rule was tuned on, and the
lessons' own sentences, said again or changed in one thing. Exits with 1 when it catches less than
GOAL of a set or stops more than FALSE of its faithful statements.
"""

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inference.safety.faithful import doubt
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.corrupting import FAITHFUL, Labelled, statements
from tutor_server.modules.lessons.retrieval.passages import passages

GOAL: Final = 0.75
FALSE: Final = 0.15
EACH: Final = 60
SEED: Final = 2_026
_FILE: Final = Path(__file__).parent / "faithful.toml"


def written(curriculum: Curriculum, part: str) -> tuple[Labelled, ...]:
    """The statements of `held_out` or `tuning`, each beside its lesson's simple explanation."""
    told = tomllib.loads(_FILE.read_text("utf-8"))[part]
    return tuple(
        Labelled(
            kind=FAITHFUL if kind == "yes" else "unfaithful",
            text=text,
            material=curriculum.lessons[lesson].simple,
            title=curriculum.lessons[lesson].title,
        )
        for lesson, sides in told.items()
        for kind, texts in sides.items()
        for text in texts
    )


def report(name: str, labelled: Iterable[Labelled]) -> tuple[list[str], bool]:
    """A table of one set, and whether it holds what is promised."""
    there, stopped = Counter[str](), Counter[str]()
    for one in labelled:
        there[one.kind] += 1
        stopped[one.kind] += bool(doubt(one.text, one.material, known=one.title))
    false, fine = stopped.pop(FAITHFUL, 0), there.pop(FAITHFUL, 0)
    caught, wrong = sum(stopped.values()), sum(there.values())
    recall, precision = caught / wrong, caught / (caught + false or 1)
    lines = [
        f"{name}: {fine} faithful and {wrong} unfaithful statements",
        f"  recall {recall:.1%}, precision {precision:.1%}; "
        f"faithful ones stopped: {false} of {fine}, {false / fine:.1%}",
        *(f"    {kind:10} {stopped[kind]:4} of {there[kind]:4}" for kind in there),
    ]
    return lines, recall >= GOAL and false / fine <= FALSE


def main() -> int:
    """Run everything; no data is needed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("held_out", "tuning"), default="held_out")
    part = parser.parse_args().part
    curriculum = open_curriculum()
    cut = passages(curriculum.lessons.values())
    seed = SEED if part == "held_out" else SEED + 1
    sets = {
        "written by hand": written(curriculum, part),
        "made of the lessons' sentences": tuple(statements(cut, each=EACH, seed=seed)),
    }
    reports = [report(name, labelled) for name, labelled in sets.items()]
    sys.stdout.write("\n".join(line for lines, _ in reports for line in lines) + "\n")
    return 0 if all(good for _, good in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
