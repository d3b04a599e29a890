"""`python -m tutor_server.modules.replies.evaluate`: what the cache says again, rightly and not.

One run, one gate, one threshold:
- 10,000 generated questions that look like a kept one and want another reply (negation, changed
  numbers, swapped roles, units), each against its own look-alike and against the whole curriculum;
- held-out wordings of curriculum questions, against the whole curriculum.
Exits with 1 when an adversarial question is a hit, when a wording gets the reply of another
question, or when fewer than 60% of the held-out wordings are hits. `--calibrate` prints the bands
that belong into threshold.py.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.embedding.minilm import MiniLm
from tutor_server.modules.replies.adversary import Pair, further_pairs, pairs
from tutor_server.modules.replies.curriculum_questions import Wording, held_out, questions, seen
from tutor_server.modules.replies.eligible import Refusal, judged
from tutor_server.modules.replies.threshold import (
    CONFIDENCE,
    ERROR_BOUND,
    Check,
    bands,
    threshold,
)

PER_KIND: Final = 2_500
FURTHER: Final = 1_500
GOAL: Final = 0.60
SEED: Final = 20_260
SAMPLE: Final = 400
"""Adversarial pairs of each kind that similarity alone is tried on, for comparison."""
ALONE: Final = (0.80, 0.85, 0.90, 0.95)


_MEANINGS: Final = re.compile(
    r"What is an? (?P<a>\w+)\?|Explain what an? (?P<b>\w+) is\.|What does (?P<c>\w+) mean\?"
)


@dataclass(slots=True)
class Shelf:
    """Kept questions, found as the cache finds them: by form, then by likeness."""

    model: MiniLm
    kept: dict[bytes, list[str]] = field(default_factory=lambda: defaultdict(list))
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def keep(self, texts: Iterable[str]) -> None:
        """Put questions on the shelf; raises ValueError for one that the cache would refuse."""
        for text in texts:
            form = judged(text)
            if isinstance(form, Refusal):
                raise ValueError(f"{text!r} cannot be kept: {form.value}")
            self.kept[form.digest].append(text)

    def found(self, text: str) -> tuple[str, float] | None:
        """The kept question of the same form that is most like it, and how much."""
        form = judged(text)
        if isinstance(form, Refusal) or form.digest not in self.kept:
            return None
        likeness = [(float(self.vector(k) @ self.vector(text)), k) for k in self.kept[form.digest]]
        similarity, kept = max(likeness)
        return kept, similarity

    def hit(self, text: str) -> str | None:
        """The kept question whose reply would be said again."""
        near = self.found(text)
        return near[0] if near is not None and near[1] >= threshold(()) else None

    def vector(self, text: str) -> NDArray[np.float32]:
        """Embedded once."""
        if text not in self.vectors:
            self.vectors[text] = self.model.embed([text])[0]
        return self.vectors[text]


def main() -> int:
    """Run everything; no data is needed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibrate", action="store_true")
    options = parser.parse_args()
    shelf = Shelf(MiniLm.load())
    shelf.keep(questions())
    if options.calibrate:
        return _calibrate(shelf)
    lines, good = report(shelf)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if good else 1


def report(
    shelf: Shelf, *, per_kind: int = PER_KIND, further: int = FURTHER
) -> tuple[list[str], bool]:
    """The tables, and whether every claim holds."""
    hard = [*pairs(per_kind, SEED), *further_pairs(further, SEED + 1)]
    false, others = false_hits(shelf, hard)
    asked = list(held_out(SEED))
    right, wrong = hits(shelf, asked)
    share = sum(right.values()) / len(asked)
    good = not false and not others and not wrong and share >= GOAL
    promised = 4 * per_kind
    return [
        f"threshold {threshold(()):.2f}: at most {ERROR_BOUND:.0%} wrong hits at or above it, "
        f"{CONFIDENCE:.0%} confidence",
        f"adversarial questions: {promised} of the four promised kinds, {2 * further} of two more",
        *_false_lines(hard, false),
        f"  replies of another curriculum question: {len(others)}",
        *[f"    {text!r} -> {kept!r}" for text, kept in [*false, *others][:10]],
        f"held-out wordings of {len(questions())} curriculum questions: {len(asked)}",
        *_hit_lines(asked, right),
        f"  all      {sum(right.values())} of {len(asked)} hits, {share:.1%}; "
        f"wrong question's reply: {len(wrong)}",
        *[f"    {text!r} -> {kept!r}" for text, kept in wrong[:10]],
        *_alone(shelf, hard, asked),
        f"goal 0 false hits and at least {GOAL:.0%}: {'reached' if good else 'MISSED'}",
    ], good


def false_hits(
    shelf: Shelf, hard: Sequence[Pair]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Questions that got their look-alike's reply, and those that got a curriculum question's
    which they are not; each with what was kept."""
    false, others = [], []
    for pair in hard:
        alone = Shelf(shelf.model, vectors=shelf.vectors)
        if not isinstance(judged(pair.kept), Refusal):
            alone.keep([pair.kept])
            if (kept := alone.hit(pair.asked)) is not None:
                false.append((pair.asked, kept))
        kept = shelf.hit(pair.asked)
        if kept is not None and kept not in (pair.plain, _meaning(pair.plain)):
            others.append((pair.asked, kept))
    return false, others


def _meaning(plain: str) -> str:
    """The curriculum's way of asking what an adversarial question asks, for the few that are one
    in other words; read off the text, not through the gate."""
    match = _MEANINGS.fullmatch(plain)
    if match is None:
        return plain.replace(" x ", " times ")
    term = match["a"] or match["b"] or match["c"]
    return f"What is {'an' if term[0] in 'aeiou' else 'a'} {term}?"


def hits(shelf: Shelf, asked: Sequence[Wording]) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Right hits by source, and wordings that got another question's reply."""
    right: Counter[str] = Counter()
    wrong = []
    for wording in asked:
        kept = shelf.hit(wording.text)
        if kept == wording.question:
            right[wording.source] += 1
        elif kept is not None:
            wrong.append((wording.text, kept))
    return right, wrong


def _false_lines(hard: Sequence[Pair], false: Sequence[tuple[str, str]]) -> list[str]:
    wrong = {asked for asked, _ in false}
    kinds = Counter(pair.kind for pair in hard)
    failed = Counter(pair.kind for pair in hard if pair.asked in wrong)
    kept = Counter(p.kind for p in hard if not isinstance(judged(p.kept), Refusal))
    return [
        f"  {kind:<10}{failed[kind]} false hits of {count} ({kept[kind]} look-alikes may be kept)"
        for kind, count in kinds.items()
    ]


def _hit_lines(asked: Sequence[Wording], right: Counter[str]) -> list[str]:
    count = Counter(wording.source for wording in asked)
    return [
        f"  {source:<9}{right[source]} of {n} hits, {right[source] / n:.1%}"
        for source, n in count.items()
    ]


def _alone(shelf: Shelf, hard: Sequence[Pair], asked: Sequence[Wording]) -> list[str]:
    """What similarity would do without the gate, on a part of the same questions."""
    kinds = dict.fromkeys(pair.kind for pair in hard)
    some = [p for kind in kinds for p in [p for p in hard if p.kind == kind][:SAMPLE]]
    near = np.array([float(shelf.vector(p.kept) @ shelf.vector(p.asked)) for p in some])
    every = questions()
    matrix = np.stack([shelf.vector(text) for text in every])
    written = [wording for wording in asked if wording.source == "written"]
    best = [matrix @ shelf.vector(wording.text) for wording in written]
    return [
        "for comparison, similarity alone (look-alikes that are hits; written wordings that are):",
        *[
            f"  at {level:.2f}: {float((near >= level).mean()):.1%} of {len(some)}; "
            f"{_reached(best, written, every, level):.1%} of {len(written)}"
            for level in ALONE
        ],
    ]


def _reached(
    best: Sequence[NDArray[np.float32]],
    asked: Sequence[Wording],
    every: Sequence[str],
    level: float,
) -> float:
    right = [
        bool(row.max() >= level) and every[int(row.argmax())] == wording.question
        for row, wording in zip(best, asked, strict=True)
    ]
    return sum(right) / len(right)


def _calibrate(shelf: Shelf) -> int:
    """Print the bands of pairs that pass the gate, from wordings that may be looked at."""
    checks = []
    for wording in seen():
        near = shelf.found(wording.text)
        if near is not None:
            kept, similarity = near
            checks.append(Check(similarity=similarity, agreed=kept == wording.question))
    for band in bands(checks):
        sys.stdout.write(
            f"    Band(similarity={band.similarity:.2f}, pairs={band.pairs}, "
            f"wrong={band.wrong}),\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
