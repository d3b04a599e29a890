"""The curve: its borders, and that it never goes back."""

import pytest

from tutor_server.modules.xp.levels import begins_at, level_of, progress


def test_the_documented_borders() -> None:
    assert [begins_at(level) for level in range(1, 6)] == [0, 40, 100, 180, 280]


def test_every_total_against_counting() -> None:
    """The closed form against going up the levels one by one."""
    level = 1
    for total in range(30_000):
        while begins_at(level + 1) <= total:
            level += 1
        assert level_of(total) == level, total


@pytest.mark.parametrize("level", [10**3, 10**6, 10**9])
def test_borders_far_out_are_exact(level: int) -> None:
    assert level_of(begins_at(level)) == level
    assert level_of(begins_at(level) - 1) == level - 1


@pytest.mark.parametrize(
    ("total", "shown"),
    [(0, (1, 0, 40, 40)), (39, (1, 39, 40, 1)), (40, (2, 0, 60, 60)), (130, (3, 30, 80, 50))],
)
def test_progress(total: int, shown: tuple[int, int, int, int]) -> None:
    now = progress(total)
    assert (now.level, now.into_level, now.level_size, now.to_next) == shown
