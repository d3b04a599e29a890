"""When a known skill falls due."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tutor_server.modules.mastery.cards import REST, RETENTION, begun, recall, reviewed

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_new_card_is_due_in_days_not_minutes() -> None:
    card = begun(MONDAY)
    assert DAY <= card.due - MONDAY <= 5 * DAY
    assert recall(card, MONDAY) == 1.0
    assert recall(card, card.due) == pytest.approx(RETENTION, abs=0.03)
    assert recall(card, card.due + 30 * DAY) < 0.8


def test_intervals_grow_while_it_is_remembered() -> None:
    card, intervals = begun(MONDAY), []
    for _ in range(5):
        card = reviewed(card, right=True, attempt=1, at=card.due)
        intervals.append(card.due - card.reviewed_at)
    assert intervals == sorted(set(intervals))
    assert intervals[-1] > 30 * DAY


def test_forgetting_brings_it_back_at_once() -> None:
    card = begun(MONDAY)
    for _ in range(4):
        card = reviewed(card, right=True, attempt=1, at=card.due)
    lapsed = reviewed(card, right=False, attempt=1, at=card.due)
    assert lapsed.due - lapsed.reviewed_at < (card.due - card.reviewed_at) / 3
    assert lapsed.difficulty > card.difficulty


def test_right_after_a_miss_counts_for_less() -> None:
    card = begun(MONDAY)
    at_once, second = (reviewed(card, right=True, attempt=n, at=card.due) for n in (1, 2))
    assert MONDAY < second.due < at_once.due


@pytest.mark.parametrize("right", [True, False])
def test_practice_without_a_rest_is_no_review(right: bool) -> None:
    card = begun(MONDAY)
    too_soon = MONDAY + REST - timedelta(seconds=1)
    assert reviewed(card, right=right, attempt=1, at=too_soon) is card
    assert reviewed(card, right=right, attempt=1, at=MONDAY - DAY) is card
    assert reviewed(card, right=right, attempt=1, at=MONDAY + REST) != card


def test_the_same_reviews_give_the_same_card() -> None:
    """Intervals long enough for `fsrs` to spread them at random if it were allowed to."""

    def card() -> object:
        found = begun(MONDAY)
        for _ in range(6):
            found = reviewed(found, right=True, attempt=1, at=found.due)
        return found

    assert card() == card()


def test_any_time_zone_is_taken() -> None:
    tokyo = MONDAY.astimezone(timezone(timedelta(hours=9)))
    assert begun(tokyo) == begun(MONDAY)
