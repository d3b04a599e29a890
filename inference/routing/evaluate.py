"""`python -m inference.routing.evaluate --data FOLDER`: what the difficulty score is worth.

On routing_routellm (1,319 questions; whether a weak and a strong model were right): the share of
calls that must go to the strong model to reach 95% of its accuracy, when the hardest go first.
Scores come from cross-validation: each question is judged by a model that never saw it, and the
strengths are chosen inside each training part. Exits with 1 when the goal is missed or the data
set is missing.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.embedding.minilm import NAME, MiniLm
from inference.routing.difficulty import DifficultyModel, Floats
from inference.routing.features import NAMES, features
from inference.routing.outcomes import FILE, Outcomes, read_outcomes
from inference.routing.ship import parts
from inference.routing.shipped import SHIPPED
from inference.routing.training import Questions, fit, folds

WANTED: Final = 0.95
"""Of the strong model's accuracy."""
GOAL: Final = 0.60
FOLDS: Final = 5
SEEDS: Final = 5
"""Ways of cutting the folds; the goal is held against their mean."""
RESAMPLES: Final = 2_000


def main() -> int:
    """Run everything on the data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    path = parser.parse_args().data / FILE
    try:
        outcomes = read_outcomes(path)
    except (OSError, KeyError, ValueError) as error:
        sys.stderr.write(f"{path} cannot be read: {error!r}\n")
        return 1
    vectors = MiniLm.load().embed(outcomes.texts)
    lines, reached = report(outcomes, vectors)
    lines += shipped(outcomes, vectors, DifficultyModel.load(SHIPPED, embedding=NAME))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if reached else 1


def strong_share(outcomes: Outcomes, scores: Floats, *, wanted: float = WANTED) -> float:
    """The smallest share of calls that goes to the strong model, highest scores first, to be right
    as often as `wanted` of what the strong model alone is."""
    order = np.argsort(-scores, kind="stable")
    right = outcomes.weak.sum() + np.concatenate([[0.0], np.cumsum(outcomes.gains[order])])
    enough = np.flatnonzero(right >= wanted * outcomes.strong.sum())
    return float(enough[0]) / len(scores) if len(enough) else 1.0


def random_share(outcomes: Outcomes, *, wanted: float = WANTED) -> float:
    """The same when calls are drawn by lot: what is lacking, over what a call gains on average."""
    weak, strong = float(outcomes.weak.sum()), float(outcomes.strong.sum())
    return min(1.0, max(0.0, (wanted * strong - weak) / (strong - weak))) if strong > weak else 0.0


def held_out(questions: Questions, gains: Floats, *, seed: int) -> Floats:
    """Each question's predicted gain, by a model that never saw it."""
    scores = np.zeros(len(gains))
    for inside, outside in folds(len(gains), FOLDS, seed):
        model = fit(questions.take(inside), gains[inside], embedding=NAME)
        asked = questions.take(outside)
        scores[outside] = model.gains(asked.texts, asked.vectors)
    return scores


def interval(outcomes: Outcomes, scores: Floats) -> tuple[float, float]:
    """95% of the share over questions drawn anew (bootstrap, seed 0)."""
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(RESAMPLES):
        rows = rng.integers(0, len(scores), len(scores))
        shares.append(strong_share(outcomes.take(rows), scores[rows]))
    low, high = np.quantile(shares, (0.025, 0.975))
    return float(low), float(high)


def report(outcomes: Outcomes, vectors: NDArray[np.float32]) -> tuple[list[str], bool]:
    """The table, and whether the goal is reached."""
    questions, gains = Questions(texts=outcomes.texts, vectors=vectors), outcomes.gains
    runs = [held_out(questions, gains, seed=seed) for seed in range(SEEDS)]
    shares = [strong_share(outcomes, scores) for scores in runs]
    mean = float(np.mean(shares))
    low, high = interval(outcomes, runs[0])
    length = features(outcomes.texts)[:, NAMES.index("chars")]
    reached = mean <= GOAL
    return [
        f"routing_routellm, {len(gains)} questions: weak right {outcomes.weak.mean():.1%}, "
        f"strong right {outcomes.strong.mean():.1%}",
        f"strong calls needed for {WANTED:.0%} of the strong model's accuracy:",
        f"  by lot (expected)    {random_share(outcomes):.1%}",
        f"  by prompt length     {strong_share(outcomes, length):.1%}",
        f"  by learned score     {mean:.1%}  ({FOLDS}-fold cross-validation, mean of "
        f"{SEEDS} cuts: {', '.join(f'{share:.1%}' for share in shares)})",
        f"    95% interval of the first cut over questions: {low:.1%} to {high:.1%}",
        f"  by oracle            {strong_share(outcomes, gains):.1%}",
        f"goal at most {GOAL:.0%}: {'reached' if reached else 'MISSED'}",
    ], reached


def shipped(outcomes: Outcomes, vectors: NDArray[np.float32], model: DifficultyModel) -> list[str]:
    """The weights of this repository, on the questions that they were not trained on."""
    _, rows = parts(len(outcomes.texts))
    held = outcomes.take(rows)
    scores = model.gains(held.texts, vectors[rows])
    low, high = interval(held, scores)
    length = features(held.texts)[:, NAMES.index("chars")]
    return [
        f"the shipped weights on {len(rows)} held-out questions:",
        f"  by lot {random_share(held):.1%}, by prompt length {strong_share(held, length):.1%}, "
        f"by learned score {strong_share(held, scores):.1%} (95%: {low:.1%} to {high:.1%}), "
        f"by oracle {strong_share(held, held.gains):.1%}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
