"""Proves the whole curriculum and reports what there is: `tutor lessons check`.

`python -m tutor_server.modules.lessons.check [--path ID] [--folder F]` prints one line for each
problem and exits 1, or the report and exits 0.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sessions.teaching.lesson import Item, Lesson
from tutor_server.modules.lessons.curriculum import file_of
from tutor_server.modules.lessons.load import CONTENT, Folder, read_folder
from tutor_server.modules.lessons.problem import Problem
from tutor_server.modules.lessons.proofs.lessons import prove_lesson
from tutor_server.modules.lessons.proofs.readability import reading_grade
from tutor_server.modules.lessons.proofs.whole import MAX_SHARED, near_duplicates, prove_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What there is, and what is wrong with it."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]
    """The counts, one a line."""


def examine(folder: Path = CONTENT, path: str = "") -> Report:
    """Read and prove a content folder; of one path only when it is given, though still as a part
    of the whole (unique hints, near-duplicates, prerequisites)."""
    found = read_folder(folder)
    chosen = [lesson for lesson in found.lessons if path in ("", lesson.path)]
    problems = [*found.problems, *prove_whole(found.lessons, found.paths)]
    for lesson in chosen:
        problems += [
            Problem(file=file_of(lesson), place=place, what=what)
            for place, what in prove_lesson(lesson)
        ]
    if path:
        problems = [problem for problem in problems if problem.file.startswith(f"{path}/")]
    return Report(problems=tuple(sorted(problems)), lines=tuple(_lines(found, chosen)))


def _lines(found: Folder, chosen: Sequence[Lesson]) -> Iterable[str]:
    items = [item for lesson in chosen for item in lesson.items]
    paths = {lesson.path for lesson in chosen}
    yield f"paths {len(paths)}, lessons {len(chosen)}, items {len(items)}"
    yield f"items by kind: {_counts(item.kind for item in items)}"
    yield f"items by use: {_counts(item.use for item in items)}"
    yield f"grades: {_counts(str(lesson.grade) for lesson in chosen)}"
    skills = {skill for lesson in chosen for skill in lesson.skills}
    standards = {code for lesson in chosen for code in lesson.standards}
    yield f"skills {len(skills)}, standards {len(standards)}"
    yield _coverage(chosen, items)
    yield f"hints {sum(len(item.hints) for item in items)}"
    yield f"lessons with a generator {sum(bool(lesson.template) for lesson in chosen)}"
    if chosen:
        levels = (median(reading_grade(text) for text in texts) for texts in _levels(chosen))
        yield "reading grade, median: simple {:.1f}, full {:.1f}".format(*levels)
    alike = near_duplicates(found.lessons)
    if alike:
        top = alike[0]
        pair = f"{top.what} of {top.first} and {top.second}"
        yield f"most alike: {top.share:.1%}, {pair}; the limit is {MAX_SHARED:.0%}"


def _levels(lessons: Sequence[Lesson]) -> tuple[list[str], list[str]]:
    return [lesson.simple for lesson in lessons], [lesson.full for lesson in lessons]


def _coverage(chosen: Sequence[Lesson], items: Sequence[Item]) -> str:
    beliefs = sum(len(lesson.misconceptions) for lesson in chosen)
    wrong = sum(len(item.wrong) for item in items)
    covered = sum(bool(item.wrong) for item in items)
    share = covered / len(items) if items else 0.0
    return (
        f"misconceptions {beliefs}, wrong answers that reveal one {wrong},"
        f" items with at least one {share:.0%}"
    )


def _counts(names: Iterable[str]) -> str:
    counted = Counter(names)
    return ", ".join(f"{name} {counted[name]}" for name in sorted(counted))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="lessons check", description=__doc__)
    parser.add_argument("--path", default="", help="prove one path only, such as geometry")
    parser.add_argument("--folder", type=Path, default=CONTENT, help="where the paths lie")
    chosen = parser.parse_args(arguments)
    report = examine(chosen.folder, chosen.path)
    for problem in report.problems:
        sys.stdout.write(f"{problem}\n")
    for line in report.lines:
        sys.stdout.write(f"{line}\n")
    if report.problems:
        sys.stdout.write(f"{len(report.problems)} problems\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
