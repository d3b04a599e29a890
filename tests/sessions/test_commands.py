"""Tests of sessions.commands."""

from typing import Any

import pytest

from sessions.commands import TurnSettings


@pytest.mark.parametrize(
    "bad",
    [
        {"patience": 0.4},
        {"patience": 3.1},
        {"speed": 0.4},
        {"speed": 2.1},
        {"max_tokens": 0},
        {"max_tokens": 4097},
        {"temperature": -0.1},
        {"temperature": 2.1},
        {"patience": float("nan")},
    ],
)
def test_settings_out_of_range_are_refused_by_name(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        TurnSettings(**bad)
