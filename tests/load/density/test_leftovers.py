"""What counts as left over."""

from tests.load.density.leftovers import Sample, Soak


def sample(at_s: float = 0.0, **more: float) -> Sample:
    known = {"memory_mib": 200.0, "tasks": 20, "files": 40, "sessions": 0}
    return Sample(at_s=at_s, **{**known, **more})


def soak(**more: object) -> Soak:
    known = {
        "before": sample(),
        "during": [sample(at * 10.0, tasks=300, sessions=20) for at in range(100)],
        "after": sample(1_000.0),
        "warnings": [],
        "missed": 0,
        "failures": [],
    }
    return Soak(**{**known, **more})


def test_a_server_as_it_was_has_no_faults() -> None:
    assert soak().faults(long=True) == []


def test_what_is_left_is_told() -> None:
    left = soak(after=sample(tasks=40, files=80, sessions=1)).faults(long=True)
    assert [fault.partition(" ")[0] for fault in left] == ["20", "40", "1"]


def test_memory_that_grows_counts_in_a_long_run_only() -> None:
    growing = [sample(at * 10.0, memory_mib=200 + at) for at in range(100)]
    assert "memory grows" in soak(during=growing).faults(long=True)[0]
    assert soak(during=growing).faults(long=False) == []


def test_memory_that_is_reached_once_does_not_grow() -> None:
    full = [sample(at * 10.0, memory_mib=200 + min(at, 40)) for at in range(100)]
    assert soak(during=full).faults(long=True) == []


def test_warnings_missing_replies_and_failed_joins_are_faults() -> None:
    found = soak(warnings=["WARNING x"], missed=2, failures=["refused"]).faults(long=True)
    assert found == ["logged: WARNING x", "could not join: refused", "2 replies never came"]
