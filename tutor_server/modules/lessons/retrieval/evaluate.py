"""`python -m tutor_server.modules.lessons.retrieval.evaluate`: how often a right lesson is found.

Held-out questions that nobody tuned on, by embeddings alone, by full text alone and by both; then
what is retrieved for questions that no lesson answers, and how many answerable ones are refused.
Exits with 1 when both together find the lesson less often than GOAL, or accept more than FALSE of
the unanswerable.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from inference.embedding.minilm import MiniLm
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.index import By, Index, Vector
from tutor_server.modules.lessons.retrieval.passages import Level, passages
from tutor_server.modules.lessons.retrieval.vectors import read_vectors

GOAL: Final = 0.90
"""recall@3 of both together."""
FALSE: Final = 0.10
"""Share of unanswerable questions that may get a passage."""
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with the lessons that answer it; none when no lesson does."""

    text: str
    lessons: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How well lessons were ranked."""

    first: float
    third: float
    reciprocal: float
    """Mean reciprocal rank."""


def questions(part: str) -> tuple[Asked, ...]:
    """`held_out` or `tuning`, answerable ones first."""
    known = tomllib.loads((_HERE / "questions.toml").read_text("utf-8"))[part]
    unknown = tomllib.loads((_HERE / "unknown.toml").read_text("utf-8"))[part]
    answered = (
        Asked(text=text, lessons=frozenset(names.split("|")))
        for names, texts in known.items()
        for text in texts
    )
    return (*answered, *(Asked(text=text, lessons=frozenset()) for text in unknown))


def ranks(index: Index, asked: Mapping[Asked, Vector], by: By) -> Found:
    """Of the answerable questions."""
    places = np.array([_rank(index, one, vector, by) for one, vector in asked.items()])
    return Found(
        first=float((places == 1).mean()),
        third=float((places <= 3).mean()),
        reciprocal=float((1 / places).mean()),
    )


def _rank(index: Index, asked: Asked, vector: Vector, by: By) -> float:
    """The place of the first right lesson, from 1; infinite when it is not found."""
    ranked = index.ranked(index.scores(asked.text, vector), by)
    places = (place for place, lesson in enumerate(ranked, 1) if lesson in asked.lessons)
    return next(places, float("inf"))


def report(index: Index, asked: Sequence[Asked], vectors: Vector) -> tuple[list[str], bool]:
    """The tables, and whether every claim holds."""
    rows = dict(zip(asked, vectors, strict=True))
    known = {one: vector for one, vector in rows.items() if one.lessons}
    unknown = {one: vector for one, vector in rows.items() if not one.lessons}
    found = {by: ranks(index, known, by) for by in By}
    accepted = [(one, got) for one, got in _accepted(index, unknown)]
    answered = [(one, got) for one, got in _accepted(index, known)]
    right = sum(got in one.lessons for one, got in answered)
    false = len(accepted) / len(unknown)
    lines = [
        f"{len(index.passages)} passages; {len(known)} answerable questions, "
        f"{len(unknown)} that no lesson answers",
        "             recall@1  recall@3  mean reciprocal rank",
        *(
            f"{by.value:12} {one.first:8.1%}  {one.third:8.1%}  {one.reciprocal:.3f}"
            for by, one in found.items()
        ),
        f"above the threshold: {len(answered)} of {len(known)} answerable questions, "
        f"{right} of them with a passage of a right lesson",
        f"false accepts: {len(accepted)} of {len(unknown)}, {false:.1%}",
        *(f"  {one.text!r} -> {got}" for one, got in accepted),
    ]
    return lines, found[By.BOTH].third >= GOAL and false <= FALSE


def _accepted(index: Index, asked: Mapping[Asked, Vector]) -> Iterator[tuple[Asked, str]]:
    for one, vector in asked.items():
        passage = index.find(one.text, vector, Level.SIMPLE)
        if passage is not None:
            yield one, passage.lesson_id


def timing(index: Index, model: MiniLm, asked: Sequence[Asked]) -> str:
    """Milliseconds of whole look-ups, one after the other, embedding included."""
    took_ms = []
    for one in asked:
        began_s = time.perf_counter()
        index.find(one.text, model.embed([one.text])[0], Level.FULL)
        took_ms.append((time.perf_counter() - began_s) * 1_000)
    middle, late = np.percentile(took_ms, (50, 99))
    return f"a look-up with its embedding: p50 {middle:.1f} ms, p99 {late:.1f} ms"


def main() -> int:
    """Run everything; no data is needed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("held_out", "tuning"), default="held_out")
    asked = questions(parser.parse_args().part)
    wanted = passages(open_curriculum().lessons.values())
    vectors, missing = read_vectors(wanted)
    model = MiniLm.load()
    for place in missing:
        vectors[place] = model.embed([wanted[place].key])[0]
    index = Index(wanted, vectors)
    lines, good = report(index, asked, model.embed([one.text for one in asked]))
    sys.stdout.write("\n".join([*lines, timing(index, model, asked)]) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
