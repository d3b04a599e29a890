"""The clocks: one never goes back, the other knows where it is."""

from datetime import UTC

from tutor_server.clock import monotonic, wall_clock


def test_monotonic_never_goes_back() -> None:
    times = [monotonic() for _ in range(1_000)]
    assert times == sorted(times)


def test_wall_clock_is_aware() -> None:
    assert wall_clock().tzinfo is UTC
