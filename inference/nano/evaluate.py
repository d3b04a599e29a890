"""Prints the held-out table: `python -m inference.nano.evaluate [--model DIR] [--json FILE]`.

Knows how results are counted and shown; items are in heldout.py, the model in answer.py.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from inference.nano import unknown, weights_dir
from inference.nano.answer import Answerer
from inference.nano.heldout import Item, examination
from inference.nano.skills import MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Right answers among all answers of one skill."""

    suite: str
    skill: str
    right: int
    total: int

    @property
    def share(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.right / self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A reply that did not pass, for reading."""

    skill: str
    question: str
    reply: str


def score(items: Sequence[Item], replies: Sequence[str]) -> list[Score]:
    """Count right answers per skill, in order of first appearance."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for item, reply in zip(items, replies, strict=True):
        counts.setdefault((item.suite, item.skill), []).append(item.passes(reply))
    return [
        Score(suite=suite, skill=skill, right=sum(passed), total=len(passed))
        for (suite, skill), passed in counts.items()
    ]


def refused(items: Sequence[Item], replies: Sequence[str]) -> Score:
    """Count known questions that were wrongly answered with "I don't know that yet"."""
    known = [reply for item, reply in zip(items, replies, strict=True) if item.known]
    wrong = sum(unknown.admits(reply) for reply in known)
    return Score(suite="refused", skill="known but refused", right=wrong, total=len(known))


def misses(items: Sequence[Item], replies: Sequence[str]) -> list[Miss]:
    """List the replies that did not pass."""
    return [
        Miss(skill=item.skill, question=item.messages[-1]["content"], reply=reply)
        for item, reply in zip(items, replies, strict=True)
        if not item.passes(reply)
    ]


def table(scores: Sequence[Score]) -> str:
    """Lay the scores out as text."""
    lines = [f"{'suite':8} {'skill':24} {'right':>5} {'of':>5} {'share':>7}"]
    lines += [f"{s.suite:8} {s.skill:24} {s.right:5} {s.total:5} {s.share:7.1%}" for s in scores]
    return "\n".join(lines) + "\n"


def totals(scores: Sequence[Score]) -> list[Score]:
    """Sum up the single-turn skills: whole numbers, fractions, and what came later."""
    skills = [s for s in scores if s.suite == "skill"]
    parts = {"simplify", "equivalent", "compare", "of_number", "meaning"}
    fractions = [s for s in skills if s.skill.startswith("fraction") or s.skill in parts]
    more = [s for s in skills if s.skill in MORE and s not in fractions]
    whole = [s for s in skills if s not in fractions and s not in more]
    return [
        Score(
            suite="total",
            skill=name,
            right=sum(s.right for s in group),
            total=sum(s.total for s in group),
        )
        for name, group in (
            ("whole numbers", whole),
            ("fractions", fractions),
            ("decimals and more", more),
        )
        if group
    ]


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m inference.nano.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, default=weights_dir(), help="model folder")
    parser.add_argument("--json", type=Path, help="write scores and misses to this file")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--threads", type=int, default=2)
    flags = parser.parse_args(argv)
    torch.set_num_threads(flags.threads)
    items = examination()
    replies = Answerer(flags.model, getattr(torch, flags.dtype)).answer(
        [item.messages for item in items]
    )
    scores = score(items, replies)
    scores += [*totals(scores), refused(items, replies)]
    sys.stdout.write(table(scores))
    if flags.json:
        report = {
            "scores": [asdict(s) for s in scores],
            "misses": [asdict(m) for m in misses(items, replies)],
        }
        flags.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
