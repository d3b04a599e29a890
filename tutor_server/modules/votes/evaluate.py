"""`python -m tutor_server.modules.votes.evaluate --data FOLDER`: what the ranking is worth.

Prints tables and exits with 1 when a claim fails or a data set is missing:
- the Bradley-Terry ranking of votes_pandalm is the same, bit for bit, under 100 shuffles of the
  votes and of their sides (Elo's spread over the same shuffles stands beside it);
- two sources of known difference are recovered: 95% intervals hold the truth in at least 93% of
  500 simulations, for each of several truths;
- votes clicked at random score lower than annotators' votes on the same items;
- the thinned example set has the diversity that is wanted.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

from sessions.ballot import Choice
from tutor_server.modules.votes.bradley_terry import fit
from tutor_server.modules.votes.comparisons import Comparison, count_pairs
from tutor_server.modules.votes.diversity import WANTED, diversity, thin
from tutor_server.modules.votes.elo import rate
from tutor_server.modules.votes.quality import Cast, score_votes
from tutor_server.modules.votes.simulate import Truth, coverage

FILE: Final = Path("votes_pandalm") / "testset-v1.json"
SHUFFLES: Final = 100
RESAMPLES: Final = 200
RUNS: Final = 500
COVERAGE_GOAL: Final = 0.93
QUALITY_GOAL: Final = 0.75
SET_TEXTS: Final = 1_000
_CHOICES: Final = {0: Choice.TIE, 1: Choice.LEFT, 2: Choice.RIGHT}
_ANNOTATORS: Final = ("annotator1", "annotator2", "annotator3")
_READING_S: Final = 20.0
"""The set has no times; every vote is given one in which it could be read."""
TRUTHS: Final = (
    (Truth(points=(1500, 1500), tie=0.2), 100),
    (Truth(points=(1550, 1450), tie=0.2), 100),
    (Truth(points=(1550, 1450), tie=0.5), 400),
    (Truth(points=(1650, 1350), tie=0.1), 200),
    (Truth(points=(1560, 1520, 1500, 1470, 1450), tie=0.2), 500),
)
"""Truths and how many votes are drawn from each."""


class ClaimError(Exception):
    """A claim of this evaluation does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One pair of answers and three people's choices."""

    text: str
    """Instruction and both answers."""
    left: str
    right: str
    choices: tuple[Choice, ...]

    @property
    def comparisons(self) -> list[Comparison]:
        """One per annotator."""
        return [Comparison(left=self.left, right=self.right, choice=c) for c in self.choices]


def main() -> int:
    """Run everything on the data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    try:
        items = read_items(data / FILE)
        for part in (
            ranking_table(items),
            coverage_table(TRUTHS, runs=RUNS),
            quality_table(items),
            diversity_table(items),
        ):
            for line in part:
                sys.stdout.write(f"{line}\n")
    except FileNotFoundError as error:
        sys.stderr.write(f"missing data: {error.filename}\n")
        return 1
    except ClaimError as error:
        sys.stderr.write(f"CLAIM FAILED: {error}\n")
        return 1
    return 0


def read_items(path: Path) -> list[Item]:
    """The pairs of the file. Raises FileNotFoundError."""
    items = []
    for row in json.loads(path.read_text("utf-8")):
        left, _, right = row["cmp_key"].partition("_")
        parts = (row["instruction"], row["input"], row["response1"], row["response2"])
        items.append(
            Item(
                text="\n".join(map(str, parts)),  # a few answers are bare numbers or booleans
                left=left,
                right=right,
                choices=tuple(_CHOICES[row[name]] for name in _ANNOTATORS),
            )
        )
    return items


def ranking_table(items: Sequence[Item]) -> Iterator[str]:
    """Bradley-Terry and Elo over shuffles. Raises ClaimError when an order moves the ranking."""
    votes = [vote for item in items for vote in item.comparisons]
    ranking = fit(count_pairs(votes))
    expected = ranking.strengths()
    dice = random.Random(1)  # noqa: S311 shuffles, no secrets
    elos: list[dict[str, float]] = []
    for _ in range(SHUFFLES):
        dice.shuffle(votes)
        turned = [_turned(vote) if dice.random() < 0.5 else vote for vote in votes]
        if fit(count_pairs(turned)).strengths() != expected:
            raise ClaimError("the ranking depends on the order of the votes")
        elos.append(rate(turned))
    reach = _by_item(items, dice)
    yield f"ranking: {FILE}, {len(items)} pairs, {len(votes)} votes, equals tie {ranking.tie:.1%}"
    yield "rank source             points   95% interval      +-  by item  Elo min..max  spread"
    for place in expected:
        seen = [elo[place.source] for elo in elos]
        points = place.points
        yield (
            f"{place.rank:4} {place.source:18} {points.value:6.0f}"
            f"   {points.low:6.0f}..{points.high:<6.0f} {(points.high - points.low) / 2:5.0f}"
            f"    {reach[place.source]:5.0f}  {min(seen):5.0f}..{max(seen):<5.0f}"
            f"   {max(seen) - min(seen):5.0f}"
        )
    yield f"identical under {SHUFFLES} shuffles of votes and sides: yes"
    yield (
        "'by item' is the half width from 200 resamples of whole items: three people on one item"
        " are not three independent votes."
    )


def coverage_table(truths: Sequence[tuple[Truth, int]], *, runs: int) -> Iterator[str]:
    """Known differences recovered. Raises ClaimError below the goal."""
    yield f"known differences, {runs} simulations each; goal: {COVERAGE_GOAL:.0%} of 95% intervals"
    yield "sources  difference  ties  votes  covered   bias  half width"
    for number, (truth, votes) in enumerate(truths):
        found = coverage(truth, votes=votes, runs=runs, seed=number)
        yield (
            f"{len(truth.points):7}  {truth.points[0] - truth.points[1]:10.0f}"
            f"  {truth.tie:4.0%}  {votes:5}  {found.covered:7.1%}"
            f"  {found.mean_error:5.1f}  {found.mean_reach:10.1f}"
        )
        if found.covered < COVERAGE_GOAL:
            raise ClaimError(f"only {found.covered:.1%} of intervals hold the truth of {truth}")


def quality_table(items: Sequence[Item]) -> Iterator[str]:
    """Annotators' votes against planted ones. Raises ClaimError when scores do not tell them
    apart."""
    dice = random.Random(2)  # noqa: S311 a simulation
    planted: dict[str, Callable[[], Choice]] = {
        "clicks at random": lambda: dice.choice(list(Choice)),
        "always left": lambda: Choice.LEFT,
    }
    yield "quality of votes: mean scores; chance that an annotator's is above a planted one's"
    for name, pick in planted.items():
        casts = [
            _cast(student, number, item, choice)
            for number, item in enumerate(items)
            for student, choice in (
                *zip(_ANNOTATORS, item.choices, strict=True),
                (name, pick()),
            )
        ]
        scores = {key: quality.score for key, quality in score_votes(casts).items()}
        real = [score for (student, _), score in scores.items() if student != name]
        false = [score for (student, _), score in scores.items() if student == name]
        apart = above(real, false)
        yield (
            f"  {name:18} {sum(false) / len(false):.2f}"
            f"   annotators {sum(real) / len(real):.2f}   apart {apart:.2f}"
        )
        if apart < QUALITY_GOAL:
            raise ClaimError(f"the votes of one who {name} score too well ({apart:.2f})")


def diversity_table(items: Sequence[Item]) -> Iterator[str]:
    """Of all pairs as examples, and of the thinned set. Raises ClaimError below WANTED."""
    texts = [item.text for item in items[:SET_TEXTS]]
    kept = [texts[place] for place in thin(texts)]
    reached = diversity(kept)
    yield f"diversity of examples (1 - mean nearest cosine of TF-IDF); wanted above {WANTED}"
    yield f"  all pairs      {len(texts):5} texts  {diversity(texts):.3f}"
    yield f"  thinned set    {len(kept):5} texts  {reached:.3f}"
    if reached <= WANTED:
        raise ClaimError(f"the thinned set has a diversity of {reached:.3f}")


def above(high: Sequence[float], low: Sequence[float]) -> float:
    """The chance that one of `high` is above one of `low`; equals count half (AUC)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return wins / (len(high) * len(low))


def _turned(vote: Comparison) -> Comparison:
    """The same vote with its sides exchanged."""
    sides = {Choice.LEFT: Choice.RIGHT, Choice.RIGHT: Choice.LEFT, Choice.TIE: Choice.TIE}
    return Comparison(left=vote.right, right=vote.left, choice=sides[vote.choice])


def _by_item(items: Sequence[Item], dice: random.Random) -> dict[str, float]:
    """Half the width of the middle 95% of points, over resamples of whole items."""
    points: dict[str, list[float]] = {}
    for _ in range(RESAMPLES):
        sample = dice.choices(items, k=len(items))
        ranking = fit(count_pairs(vote for item in sample for vote in item.comparisons))
        for place in ranking.strengths():
            points.setdefault(place.source, []).append(place.points.value)
    cuts = {source: quantiles(values, n=40) for source, values in points.items()}
    return {source: (cut[-1] - cut[0]) / 2 for source, cut in cuts.items()}


def _cast(student: str, number: int, item: Item, choice: Choice) -> Cast:
    return Cast(
        student=student,
        vote=str(number),
        about=str(number),
        comparison=Comparison(left=item.left, right=item.right, choice=choice),
        seconds=_READING_S,
    )


if __name__ == "__main__":
    sys.exit(main())
