"""Tables as text and as Markdown, and what they were measured on. Measures nothing."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One question and its answer."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.question!r} does not have {len(self.columns)} cells")


def as_text(table: Table) -> str:
    """For a terminal."""
    lines = [table.columns, *table.rows]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    shown = [_aligned(line, widths) for line in lines]
    shown.insert(1, "-" * len(shown[0]))
    return "\n".join(("", table.question, "", *shown, *table.notes, ""))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    numbers = (cell.rjust(width) for cell, width in others)
    return "  ".join((first[0].ljust(first[1]), *numbers))


def as_markdown(table: Table) -> str:
    """For BENCHMARKS.md."""
    rule = ("---", *("---:" for _ in table.columns[1:]))
    rows = "\n".join(f"| {' | '.join(cells)} |" for cells in (table.columns, rule, *table.rows))
    notes = "".join(f"\n{note}\n" for note in table.notes)
    return f"\n### {table.question}\n\n{rows}\n{notes}"


def circumstances(plan: str) -> tuple[str, ...]:
    """Commit, date, hardware and how busy the machine is, one line each."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"Commit {_commit()}, {datetime.now(UTC).date()}, {plan} plan",
        f"{_processor()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, "
        f"Python {platform.python_version()}, torch {version('torch')}",
        f"Load before the run (1, 5, 15 minutes): {load}",
    )


def _commit() -> str:
    """The short hash; `+` when files differ from it."""
    try:
        changed = _git("status", "--porcelain", "--untracked-files=no")
        return _git("rev-parse", "--short", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown (no git here)"


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines: Iterable[str] = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = ()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.machine()
