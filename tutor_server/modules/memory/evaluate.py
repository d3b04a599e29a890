"""`python -m tutor_server.modules.memory.evaluate`: does recall find what belongs to a question?

On generated students (evaluation_set.py): facts and questions of earlier talks among other things
the same student said, each wanted once in other words. A fact counts as recalled when its sentence
is among the three that are told to the model; what the extraction missed counts as not recalled.
Beside it the three newest sentences, and the three best of full-text search. Weights are chosen on
one half of all wordings and fills (`--choose` prints that), the other half is reported. Exits with
1 when recall is below the goal or below a peer.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.embedding.minilm import MiniLm
from inference.remembering.piece import pieces_of_student
from tutor_server.modules.memory import ranking
from tutor_server.modules.memory.evaluation_set import NOW, Half, Student, students
from tutor_server.modules.memory.peers import full_text, newest
from tutor_server.modules.memory.ranking import BEST, Remembered, ranked

STUDENTS: Final = 40
SEED: Final = 20_260
GOAL: Final = 0.70
GRID: Final = tuple(
    (words, kind) for words in (0.0, 0.1, 0.2, 0.3) for kind in (0.0, 0.1, 0.2, 0.3, 0.4)
)

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Recall = Callable[[Sequence[Remembered], str], Sequence[Remembered]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, what the student's memory holds, and the sentences that answer it."""

    text: str
    fact: str
    kept: tuple[Remembered, ...]
    wanted: frozenset[str]


def main() -> int:
    """Measure; no data is needed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--choose", action="store_true", help="the half for choosing weights")
    parser.add_argument("--students", type=int, default=STUDENTS, help="default %(default)s")
    options = parser.parse_args()
    embed = MiniLm.load().embed
    if options.choose:
        sys.stdout.write("\n".join(choosing(asked_of(Half.CHOSEN, embed))) + "\n")
        return 0
    lines, good = report(asked_of(Half.HELD_OUT, embed, count=options.students))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if good else 1


def asked_of(half: Half, embed: Embed, *, count: int = STUDENTS, seed: int = SEED) -> list[Asked]:
    """Every question of so many students, with the likeness of all that each has said."""
    return [one for student in students(half, count, seed) for one in _of_student(student, embed)]


def _of_student(student: Student, embed: Embed) -> list[Asked]:
    kept, facts = list[Remembered](), defaultdict[str, set[str]](set)
    for saying in student.sayings:
        for piece in pieces_of_student(saying.text):
            kept.append(Remembered(piece=piece, at=saying.at))
            facts[saying.fact].add(piece.text)
    mine = embed([one.piece.text for one in kept])
    wanted = embed([query.text for query in student.queries])
    return [
        Asked(
            text=query.text,
            fact=query.fact,
            wanted=frozenset(facts[query.fact]),
            kept=tuple(
                Remembered(piece=one.piece, at=one.at, likeness=float(likeness))
                for one, likeness in zip(kept, mine @ vector, strict=True)
            ),
        )
        for query, vector in zip(student.queries, wanted, strict=True)
    ]


def recalled(asked: Sequence[Asked], recall: Recall) -> float:
    """Share of questions whose fact is among the best."""
    hits = [
        bool(one.wanted & {found.piece.text for found in recall(one.kept, one.text)[:BEST]})
        for one in asked
    ]
    return sum(hits) / len(hits)


def ours(kept: Sequence[Remembered], text: str) -> Sequence[Remembered]:
    """As live sessions rank."""
    return ranked(kept, text, NOW)


def report(asked: Sequence[Asked]) -> tuple[list[str], bool]:
    """The table, and whether the goal is reached."""
    mine = recalled(asked, ours)
    latest = recalled(asked, lambda kept, _: newest(kept, BEST))
    text = recalled(asked, lambda kept, text: full_text(kept, text, BEST))
    found = sum(bool(one.wanted) for one in asked) / len(asked)
    kept = sum(len(one.kept) for one in asked) / len(asked)
    good = mine >= GOAL and mine > max(latest, text)
    return [
        f"{len(asked)} questions of {STUDENTS} generated students, held-out wordings; "
        f"{kept:.0f} sentences remembered of each",
        f"recall@{BEST}:",
        f"  the newest           {latest:.1%}",
        f"  full text (BM25)     {text:.1%}",
        f"  embeddings and words {mine:.1%}  {_interval(asked, ours)}",
        f"  at most, for the extraction kept {found:.1%} of the facts",
        *_weakest(asked),
        f"goal at least {GOAL:.0%} and above both: {'reached' if good else 'MISSED'}",
    ], good


def choosing(asked: Sequence[Asked]) -> list[str]:
    """Recall for every pair of weights, on the half that is for choosing."""
    lines = []
    for words, kind in GRID:
        ranking.WORDS_WEIGHT, ranking.KIND_WEIGHT = words, kind  # type: ignore[misc]  # chosen here
        lines.append(f"words {words:.1f}  kind {kind:.1f}  recall {recalled(asked, ours):.1%}")
    return lines


def _interval(asked: Sequence[Asked], recall: Recall) -> str:
    """95% over questions drawn anew (bootstrap, seed 0)."""
    hits = np.array([recalled([one], recall) for one in asked])
    rng = np.random.default_rng(0)
    means = [hits[rng.integers(0, len(hits), len(hits))].mean() for _ in range(1_000)]
    low, high = np.quantile(means, (0.025, 0.975))
    return f"(95%: {low:.1%} to {high:.1%})"


def _weakest(asked: Sequence[Asked]) -> list[str]:
    by_fact = defaultdict[str, list[Asked]](list)
    for one in asked:
        by_fact[one.fact].append(one)
    shares = sorted((recalled(group, ours), fact) for fact, group in by_fact.items())
    return [f"  weakest: {', '.join(f'{fact} {share:.0%}' for share, fact in shares[:4])}"]


if __name__ == "__main__":
    raise SystemExit(main())
