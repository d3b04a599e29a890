"""Token buckets: never more than the rate allows, never waiting for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.storage import buckets
from tutor_server.storage.buckets import LocalBuckets, Rate


@given(
    st.floats(0.1, 100), st.integers(1, 50),
    st.lists(st.floats(0, 5), min_size=1, max_size=200),
)  # fmt: skip
def test_never_more_than_the_rate(per_s: float, burst: int, pauses_s: list[float]) -> None:
    local, rate, now_s, allowed = LocalBuckets(), Rate(per_s=per_s, burst=burst), 0.0, 0
    for pause_s in pauses_s:
        now_s += pause_s
        allowed += local.wait_s("k", rate, now_s=now_s) == 0.0
    assert allowed <= burst + per_s * sum(pauses_s) + 1e-6
    assert allowed >= 1


@given(st.floats(0.1, 100), st.integers(1, 20))
def test_waiting_as_told_is_enough(per_s: float, burst: int) -> None:
    local, rate = LocalBuckets(), Rate(per_s=per_s, burst=burst)
    for _ in range(burst):
        assert local.wait_s("k", rate, now_s=0.0) == 0.0
    wait_s = local.wait_s("k", rate, now_s=0.0)
    assert wait_s > 0
    assert local.wait_s("k", rate, now_s=wait_s + 1e-6) == 0.0


def test_keys_do_not_share() -> None:
    local, rate = LocalBuckets(), Rate(per_s=1, burst=1)
    assert local.wait_s("a", rate, now_s=0) == 0
    assert local.wait_s("b", rate, now_s=0) == 0
    assert local.wait_s("a", rate, now_s=0) == 1


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MAX_BUCKETS", 3)
    local, rate = LocalBuckets(), Rate(per_s=1, burst=1)
    for n in range(10):
        local.wait_s(str(n), rate, now_s=0)
    assert len(local._buckets) == 3


@pytest.mark.parametrize(("per_s", "burst"), [(0, 1), (-1, 1), (1, 0)])
def test_bad_rates(per_s: float, burst: float) -> None:
    with pytest.raises(ValueError, match="a rate needs"):
        Rate(per_s=per_s, burst=burst)
