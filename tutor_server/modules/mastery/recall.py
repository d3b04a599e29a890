"""Are `fsrs`' probabilities of recall true? Its default parameters, walked over real reviews.

Each review is foreseen from the card's earlier ones. Reviews on the day of the one before are
learned from and not scored: `fsrs` models memory over days.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from fsrs import Card, Rating, Scheduler

from tutor_server.modules.mastery.lbfgs import Vector
from tutor_server.modules.mastery.measures import auc, constant_log_loss, log_loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One line of a review log."""

    card: str
    rating: Rating
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What was foreseen of each scored review, and what came."""

    right: Vector
    """1 recalled, 0 not."""
    predicted: Vector

    @property
    def log_loss(self) -> float:
        """In nats."""
        return log_loss(self.right, self.predicted)

    @property
    def constant(self) -> float:
        """Log-loss of always saying the share that was recalled, which nobody knew beforehand."""
        return constant_log_loss(self.right)

    @property
    def auc(self) -> float:
        """Of remembered above forgotten."""
        return auc(self.right, self.predicted)


def read_reviews(folder: Path) -> Iterator[Review]:
    """The reviews of every log in the folder, in order of time. Raises OSError when there is
    none."""
    files = sorted(folder.glob("review_logs_*.csv"))
    if not files:
        raise FileNotFoundError(f"There is no review log in {folder}.")
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield Review(
                    card=row["card_id"],
                    rating=Rating(int(row["review_rating"])),
                    at=datetime.fromisoformat(row["review_time"]).astimezone(UTC),
                )


def foresee(reviews: Iterable[Review]) -> Recalled:
    """Walk the reviews; raises ValueError when none is a day after the one before."""
    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, Card] = {}
    right, predicted = [], []
    for review in reviews:
        card = cards.get(review.card) or Card(card_id=0, due=review.at)
        if card.last_review is not None and (review.at - card.last_review).days >= 1:
            predicted.append(scheduler.get_card_retrievability(card, review.at))
            right.append(review.rating is not Rating.Again)
        cards[review.card], _ = scheduler.review_card(card, review.rating, review.at)
    if not right:
        raise ValueError("No review is a day or more after the one before.")
    return Recalled(right=np.array(right, np.float64), predicted=np.array(predicted))
