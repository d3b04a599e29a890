"""How well are answers and memory foreseen? `python -m tutor_server.modules.mastery.evaluate`

`--data DIR` holds `tracing_assist2015/` (train_valid.csv, test.csv: a row is one student's
answers in order) and `reviews_fsrs/` (one person's reviews). The tracer is picked by its
log-loss on fold 4 of train_valid.csv, fitted again on all folds, and only then measured on
test.csv, whose students are in neither. Nothing that is fitted here is kept or shipped.

Exits with 1 when the tracer is below the goal or `fsrs` is no better than a constant.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.recall import Recalled, foresee, read_reviews
from tutor_server.modules.mastery.tracing import Tracer, Tracing, bkt_tracer, logistic_tracer
from tutor_server.modules.mastery.walk import Answered

PUBLISHED: Final = "BKT .700  Elo .678  logistic .707  DKT .73"
"""AUC on the same test file (shared/data/SOURCES.md)."""
GOAL: Final = 0.72
HELD_OUT: Final = "4"
"""Fold of train_valid.csv that the tracer is picked by."""
TRACERS: Final[Mapping[str, Callable[[Sequence[Answered]], Tracer]]] = MappingProxyType(
    {"BKT": bkt_tracer, "logistic": logistic_tracer}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A row of the data."""

    fold: str
    answered: Answered


def read_students(file: Path) -> Iterator[Student]:
    """Each student's answers in order. Raises OSError, KeyError, ValueError on other files."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            skills, answers = row["concepts"].split(","), row["responses"].split(",")
            if set(answers) - {"0", "1"}:
                raise ValueError(f"{file.name} has answers that are neither 0 nor 1.")
            pairs = zip(skills, answers, strict=True)
            yield Student(
                fold=row["fold"],
                answered=[(Question(skill=skill), answer == "1") for skill, answer in pairs],
            )


def trace_all(folder: Path) -> tuple[str, Mapping[str, Tracing]]:
    """The name of the tracer that is picked, and every tracer's outcome on the test file."""
    rows = list(read_students(folder / "train_valid.csv"))
    fitted = [row.answered for row in rows if row.fold != HELD_OUT]
    held_out = [row.answered for row in rows if row.fold == HELD_OUT]
    losses = {name: make(fitted)(held_out).log_loss for name, make in TRACERS.items()}
    everybody = [row.answered for row in rows]
    tests = [row.answered for row in read_students(folder / "test.csv")]
    outcomes = {name: make(everybody)(tests) for name, make in TRACERS.items()}
    return min(losses, key=losses.__getitem__), outcomes


def tracing_report(picked: str, outcomes: Mapping[str, Tracing]) -> str:
    """A line per tracer."""
    answers, students = len(outcomes[picked].right), int(outcomes[picked].first.sum())
    lines = [
        f"tracing_assist2015 test.csv: {answers:,} answers of {students:,} students, each"
        " predicted from the same student's earlier answers only",
        f"{'tracer':10} {'AUC':>6} {'log-loss':>9} {'AUC without first answers':>26}",
    ]
    for name, found in outcomes.items():
        mark = "  picked on fold 4" if name == picked else ""
        lines.append(
            f"{name:10} {found.auc:6.4f} {found.log_loss:9.4f} {found.auc_later:26.4f}{mark}"
        )
    return "\n".join([*lines, f"published: {PUBLISHED}; goal {GOAL}"]) + "\n"


def recall_report(recalled: Recalled) -> str:
    """Two lines."""
    return (
        f"reviews_fsrs: {len(recalled.right):,} reviews at least a day after the one before,"
        f" {recalled.right.mean():.1%} recalled; default parameters\n"
        f"fsrs log-loss {recalled.log_loss:.4f}  constant {recalled.constant:.4f}"
        f"  AUC {recalled.auc:.3f}\n"
    )


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    data: Path = parser.parse_args().data
    picked, outcomes = trace_all(data / "tracing_assist2015")
    sys.stdout.write(tracing_report(picked, outcomes))
    recalled = foresee(read_reviews(data / "reviews_fsrs"))
    sys.stdout.write(recall_report(recalled))
    return int(outcomes[picked].auc < GOAL or recalled.log_loss >= recalled.constant)


if __name__ == "__main__":
    sys.exit(main())
