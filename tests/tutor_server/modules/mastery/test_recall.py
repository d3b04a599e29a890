"""Scoring `fsrs` on a review log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fsrs import Rating

from tutor_server.modules.mastery.recall import Review, foresee, read_reviews

START = datetime(2026, 1, 1, tzinfo=UTC)


def review(days: float, rating: Rating = Rating.Good, card: str = "c") -> Review:
    return Review(card=card, rating=rating, at=START + timedelta(days=days))


def test_only_reviews_a_day_later_are_scored() -> None:
    found = foresee([review(0), review(0.01), review(2, Rating.Again), review(2.1), review(9)])
    assert found.right.tolist() == [0.0, 1.0]
    assert all(0 < p < 1 for p in found.predicted)


def test_a_prediction_does_not_see_its_review() -> None:
    kept = foresee([review(0), review(3), review(9)])
    lost = foresee([review(0), review(3), review(9, Rating.Again)])
    assert kept.predicted.tolist() == lost.predicted.tolist()
    assert kept.right.tolist() != lost.right.tolist()


def test_waiting_longer_is_riskier_and_cards_are_apart() -> None:
    soon, late = (foresee([review(0), review(days)]).predicted[0] for days in (1, 60))
    assert soon > late
    both = foresee([review(0), review(0, card="d"), review(1), review(60, card="d")])
    assert both.predicted.tolist() == [soon, late]


def test_nothing_to_score() -> None:
    with pytest.raises(ValueError, match="day"):
        foresee([review(0), review(0.5)])


def test_reading_a_log(tmp_path: Path) -> None:
    (tmp_path / "review_logs_x.csv").write_text(
        "card_id,review_rating,review_time,review_duration\n"
        "7,1,2024-03-29T20:32:32.250000+02:00,25060\n7,3,2024-03-31T20:32:39+00:00,7\n"
    )
    first, second = read_reviews(tmp_path)
    assert first == Review(
        card="7", rating=Rating.Again, at=datetime(2024, 3, 29, 18, 32, 32, 250000, tzinfo=UTC)
    )
    assert second.rating is Rating.Good
    with pytest.raises(FileNotFoundError):
        list(read_reviews(tmp_path / "elsewhere"))
