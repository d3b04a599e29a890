"""Own experience leaning on others' and on one's own elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.qlearning.pooling import (
    FORMAT_FLIPS,
    WORTH,
    Experience,
    Outlook,
    Place,
    Sums,
    outlooks,
)
from tutor_server.modules.qlearning.qtable import START, USUAL, Cell

OPTIONS = ("reading", "video")
HERE, THERE = "here", "there"


def outcomes(visits: int, reward: float, value: float | None = None) -> Sums:
    q = 2 * reward if value is None else value
    return Sums(visits=visits, rewards=visits * reward, values=visits * q)


def look(
    own: dict[Place, Sums] | None = None, others: dict[Place, Sums] | None = None
) -> tuple[Outlook, Outlook]:
    experience = Experience(own=own or {}, others=others or {})
    first, second = outlooks(experience, HERE, OPTIONS, flips=FORMAT_FLIPS)
    return first, second


def test_without_any_experience_all_options_are_alike() -> None:
    first, second = look()
    assert (first.belief, first.value, first.visits) == (second.belief, second.value, 0)
    assert (first.belief.mean, first.value) == (USUAL, START)


def test_a_new_student_starts_with_what_is_usual() -> None:
    others = {
        Place(HERE, "reading"): outcomes(200, 0.3), Place(HERE, "video"): outcomes(200, 0.8),
    }  # fmt: skip
    first, second = look(others=others)
    assert first.belief.mean == pytest.approx(0.3, abs=0.02)
    assert second.belief.mean == pytest.approx(0.8, abs=0.03)
    assert first.value == pytest.approx(0.6, abs=0.06)
    assert second.value == pytest.approx(1.6, abs=0.06)
    assert second.belief.a + second.belief.b <= 2 + FORMAT_FLIPS * WORTH


def test_few_others_are_hardly_believed() -> None:
    first, _ = look(others={Place(HERE, "reading"): outcomes(1, 0.0)})
    assert 0.3 < first.belief.mean < 0.5


def test_own_experience_wins_in_the_end() -> None:
    others = {Place(HERE, "reading"): outcomes(1000, 0.9)}
    means, values = [], []
    for visits in (0, 5, 50, 500):
        first, _ = look({Place(HERE, "reading"): outcomes(visits, 0.1)}, others)
        means.append(first.belief.mean)
        values.append(first.value)
    assert means == sorted(means, reverse=True)
    assert values == sorted(values, reverse=True)
    assert means[-1] == pytest.approx(0.1, abs=0.03)
    assert values[-1] == pytest.approx(0.2, abs=0.05)


def test_what_sets_an_option_apart_elsewhere_counts_here() -> None:
    own = {
        Place(THERE, "reading"): outcomes(20, 0.3), Place(THERE, "video"): outcomes(20, 0.9),
    }  # fmt: skip
    first, second = look(own)
    assert second.belief.mean > first.belief.mean + 0.2
    assert second.value > first.value + 0.2


def test_a_state_in_which_everything_goes_well_is_no_merit_of_an_option() -> None:
    """Video was tried where all went well, reading where all went badly."""
    own = {Place("easy", "video"): outcomes(20, 0.9), Place("hard", "reading"): outcomes(20, 0.2)}
    first, second = look(own)
    assert first.belief.mean == pytest.approx(second.belief.mean)
    assert first.value == pytest.approx(second.value)


def test_what_is_so_for_everybody_is_not_counted_twice() -> None:
    """Elsewhere the options stand apart for this student just as for others."""
    table = {
        Place(THERE, "reading"): outcomes(500, 0.3), Place(THERE, "video"): outcomes(500, 0.7),
    }  # fmt: skip
    usual = {Place(HERE, "reading"): outcomes(500, 0.4), Place(HERE, "video"): outcomes(500, 0.6)}
    with_own, without = look(table, {**table, **usual}), look({}, usual)
    for one, other in zip(with_own, without, strict=True):
        assert one.belief.mean == pytest.approx(other.belief.mean, abs=0.01)


places = st.builds(Place, st.sampled_from([HERE, THERE, "x"]), st.sampled_from(OPTIONS))


@st.composite
def tables(draw) -> dict[Place, Sums]:
    """With the small errors that sums of corrections have."""
    found = {}
    for place in draw(st.lists(places, max_size=6)):
        visits = draw(st.integers(0, 50))
        rewards = draw(st.floats(-1e-9, visits + 1e-9))
        found[place] = Sums(visits=visits, rewards=rewards, values=draw(st.floats(0, 100)))
    return found


@given(tables(), tables(), st.floats(1, 5))
def test_any_experience_gives_a_belief(own, others, flips: float) -> None:
    experience = Experience(own=own, others=others)
    for found in outlooks(experience, HERE, OPTIONS, flips=flips):
        assert found.belief.a >= 1
        assert found.belief.b >= 1
        assert 0 < found.belief.mean < 1


def test_sums_of_a_cell() -> None:
    cell = Cell(visits=4, rewards=2.0, value=0.75)
    sums = Sums.of(cell) + Sums()
    assert (sums.mean_reward, sums.mean_value) == (0.5, 0.75)
    assert (Sums().mean_reward, Sums().mean_value) == (USUAL, START)
