"""When somebody is stuck, and who comes first. The time is an argument."""

from datetime import UTC, datetime, timedelta

import pytest

from tutor_server.modules.classroom.stuck import (
    AWAY,
    HIGH_RUNG,
    PATIENCE,
    WRONG_IN_ROW,
    Why,
    is_here,
    urgency,
    why_stuck,
)
from tutor_server.modules.classroom.whereabouts import NOWHERE, Part, Whereabouts

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def at_item(*, last_at: datetime = NOON, **more: object) -> Whereabouts:
    return Whereabouts(last_at=last_at, run="r", lesson="l", part=Part.ITEM, item="i", **more)  # type: ignore[arg-type]


def test_nobody_is_stuck_without_a_lesson() -> None:
    assert why_stuck(NOWHERE, NOON) is None
    ended = Whereabouts(last_at=NOON, part=Part.FINISHED, wrong_in_row=9, rung=4)
    assert why_stuck(ended, NOON) is None


@pytest.mark.parametrize("wrong", range(6))
def test_three_wrong_in_a_row(wrong: int) -> None:
    expected = Why.WRONG_IN_ROW if wrong >= WRONG_IN_ROW else None
    assert why_stuck(at_item(wrong_in_row=wrong), NOON) is expected


@pytest.mark.parametrize("rung", range(5))
def test_a_high_rung(rung: int) -> None:
    assert why_stuck(at_item(rung=rung), NOON) is (Why.HINTS if rung >= HIGH_RUNG else None)


def test_no_progress_for_a_while_after_an_error() -> None:
    where = at_item(wrong_in_row=1, erred_at=NOON)
    assert why_stuck(where, NOON + PATIENCE - SECOND) is None
    assert why_stuck(where, NOON + PATIENCE) is Why.NO_PROGRESS


def test_thinking_long_without_an_error_is_not_being_stuck() -> None:
    assert why_stuck(at_item(), NOON + timedelta(minutes=9)) is None


def test_who_left_soon_after_an_error_was_not_stuck() -> None:
    where = at_item(last_at=NOON + SECOND, wrong_in_row=1, erred_at=NOON)
    assert why_stuck(where, NOON + AWAY + 2 * SECOND) is None
    stayed = at_item(last_at=NOON + PATIENCE, wrong_in_row=1, erred_at=NOON)
    assert why_stuck(stayed, NOON + timedelta(days=1)) is Why.NO_PROGRESS


def test_a_probe_can_be_stuck_too() -> None:
    where = Whereabouts(last_at=NOON, part=Part.PROBE, wrong_in_row=3)
    assert why_stuck(where, NOON) is Why.WRONG_IN_ROW


def test_here_is_recent_or_live() -> None:
    where = at_item()
    assert is_here(where, NOON + AWAY, live=False)
    assert not is_here(where, NOON + AWAY + SECOND, live=False)
    assert is_here(NOWHERE, NOON, live=True)
    assert not is_here(NOWHERE, NOON, live=False)


def test_who_needs_help_first() -> None:
    long_ago = NOON - timedelta(days=1)
    cases = [
        (at_item(wrong_in_row=4), False),  # stuck and here
        (at_item(last_at=NOON - SECOND, rung=4), False),  # the same, a little earlier
        (at_item(last_at=long_ago, wrong_in_row=3), True),  # live, the last deed is old
        (at_item(), False),  # here
        (NOWHERE, True),  # just came
        (at_item(last_at=long_ago, rung=3), False),  # stuck and gone
        (at_item(last_at=long_ago), False),  # gone
        (NOWHERE, False),  # never here
    ]
    keys = [urgency(where, NOON, live=live) for where, live in cases]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
