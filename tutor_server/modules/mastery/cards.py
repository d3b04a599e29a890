"""When a known skill is due again: one `fsrs` card per student and skill.

A card begins when the skill first looks known. From then on the first unaided try after a rest
is a review; what follows it at once is practice and leaves the card alone. No random spread of
intervals, so that a fact applied twice gives one and the same card. Knows no storage.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from fsrs import Card, Rating, Scheduler, State

REST: Final = timedelta(hours=8)
"""Shortest time between two reviews of a card: the student has slept or been away."""
RETENTION: Final = 0.9
"""Probability of recall at which a card falls due."""

_SCHEDULER: Final = Scheduler(
    desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A card after a review."""

    stability: float
    """Days until recall has fallen to 0.9."""
    difficulty: float
    """1 to 10."""
    due: datetime
    reviewed_at: datetime


def begun(at: datetime) -> Memory:
    """The card of a skill that has just become known."""
    return _memory(Card(card_id=0, state=State.Learning, due=at), Rating.Good, at)


def reviewed(memory: Memory, *, right: bool, attempt: int, at: datetime) -> Memory:
    """The card after an unaided try; the same one when the student has not rested.

    Right at once is `good`, right after a miss `hard`, wrong `again`.
    """
    if at - memory.reviewed_at < REST:
        return memory
    rating = Rating.Again
    if right:
        rating = Rating.Good if attempt == 1 else Rating.Hard
    return _memory(_card(memory), rating, at)


def recall(memory: Memory, now: datetime) -> float:
    """Probability that the skill is remembered now."""
    return _SCHEDULER.get_card_retrievability(_card(memory), now)


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.reviewed_at,
    )


def _memory(card: Card, rating: Rating, at: datetime) -> Memory:
    card, _ = _SCHEDULER.review_card(card, rating, at.astimezone(UTC))
    if card.stability is None or card.difficulty is None:
        raise ValueError("fsrs gives every reviewed card a stability and a difficulty.")
    return Memory(
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        reviewed_at=at.astimezone(UTC),
    )
