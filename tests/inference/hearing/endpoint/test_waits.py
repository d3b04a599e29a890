"""inference.contracts.PauseWaits: silence from probability, from what was asked, from patience."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import AnswerKind, PauseWaits

WAITS = PauseWaits()
probabilities = st.floats(0.0, 1.0)
kinds = st.sampled_from(AnswerKind)
patiences = st.floats(0.5, 3.0)


@given(probabilities, probabilities, kinds, patiences)
def test_the_surer_the_shorter(a: float, b: float, kind: AnswerKind, patience: float) -> None:
    low, high = sorted((a, b))
    assert WAITS.wait_s(high, kind, patience) <= WAITS.wait_s(low, kind, patience)


@given(probabilities, kinds, patiences)
def test_waits_are_bounded(probability: float, kind: AnswerKind, patience: float) -> None:
    assert 0.5 * WAITS.shortest_s <= WAITS.wait_s(probability, kind, patience) <= WAITS.limit_s


@given(probabilities, kinds)
def test_patience_stretches(probability: float, kind: AnswerKind) -> None:
    once, twice = (WAITS.wait_s(probability, kind, patience) for patience in (1.0, 2.0))
    assert twice == pytest.approx(min(WAITS.limit_s, 2 * once))


def test_an_explanation_gets_more_time() -> None:
    explaining = PauseWaits(shortest_s=0.2, explaining_s=0.5)
    sure = [explaining.wait_s(1.0, kind, 1.0) for kind in (AnswerKind.YES_NO, AnswerKind.EXPLAIN)]
    assert sure == [0.2, 0.5]


@given(st.lists(probabilities, min_size=1, max_size=30).map(tuple), st.floats(0, 2), kinds)
def test_an_outlook_never_waits_longer_than_its_least_sure_moment(
    outlook: tuple[float, ...], silence_s: float, kind: AnswerKind
) -> None:
    wait_s = WAITS.of_outlook_s(outlook, silence_s=silence_s, kind=kind, patience=1.0)
    longest_s = WAITS.wait_s(min(outlook), kind, 1.0)
    assert silence_s <= wait_s <= max(longest_s, silence_s + 0.1 * len(outlook))


def test_an_outlook_that_grows_sure_ends_earlier() -> None:
    flat = WAITS.of_outlook_s((0.2,) * 30, silence_s=0.1, kind=AnswerKind.ANY, patience=1.0)
    growing = tuple(min(1.0, 0.2 + 0.05 * step) for step in range(30))
    sooner = WAITS.of_outlook_s(growing, silence_s=0.1, kind=AnswerKind.ANY, patience=1.0)
    assert (
        sooner
        < flat
        == WAITS.of_outlook_s((0.2,), silence_s=0.1, kind=AnswerKind.ANY, patience=1.0)
    )


@pytest.mark.parametrize("bad", [{"shortest_s": 5.0}, {"sharpness": 0.0}, {"limit_s": 0.1}])
def test_waits_out_of_order_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"waits must grow|sharpness"):
        PauseWaits(**bad)
