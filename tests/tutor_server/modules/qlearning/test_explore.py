"""Draws: their probabilities are what happens, the floor is kept, a week holds."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.qlearning.explore import (
    FLOOR,
    SHARES,
    Held,
    Source,
    choose,
    draw,
    mixed,
    proposals,
    week_of,
    with_floor,
)
from tutor_server.modules.qlearning.pooling import Outlook
from tutor_server.modules.qlearning.thompson import Beta

OPTIONS = ("reading", "practice", "dialogue", "video")


def outlook(option: str, a: float = 1, b: float = 1, value: float = 1) -> Outlook:
    return Outlook(option=option, belief=Beta(a=a, b=b), value=value, visits=0)


CLEAR = [
    outlook("reading", 2, 20, 0.2), outlook("practice", 30, 5, 0.9),
    outlook("dialogue", 4, 4, 1.3), outlook("video", 3, 2, 0.4),
]  # fmt: skip
EVEN = [outlook(option) for option in OPTIONS]

looks = st.lists(
    st.builds(
        Outlook,
        option=st.sampled_from(OPTIONS),
        belief=st.builds(Beta, a=st.floats(1, 500), b=st.floats(1, 500)),
        value=st.floats(-1, 3),
        visits=st.floats(0, 1000),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.option,
)


@given(looks)
def test_probabilities_sum_to_one_and_keep_the_floor(outlooks: list[Outlook]) -> None:
    by_source = proposals(outlooks)
    for chances in (*by_source.values(), mixed(by_source)):
        assert sum(chances) == pytest.approx(1)
        assert min(chances) >= FLOOR - 1e-12


@pytest.mark.parametrize("many", [2, 6, 20, 21, 100])
def test_a_floor_that_cannot_be_kept_is_an_equal_share(many: int) -> None:
    chances = with_floor([1.0] + [0.0] * (many - 1))
    assert sum(chances) == pytest.approx(1)
    assert min(chances) == pytest.approx(min(FLOOR, 1 / many))


@pytest.mark.slow
@pytest.mark.parametrize("outlooks", [CLEAR, EVEN])
def test_options_come_as_often_as_is_logged(outlooks: list[Outlook]) -> None:
    dice = random.Random(1)
    draws = [draw(outlooks, dice) for _ in range(20_000)]
    (logged,) = {one.probabilities for one in draws}
    often = Counter(one.chosen for one in draws)
    for option, chance in zip(OPTIONS, logged, strict=True):
        spread = (chance * (1 - chance) / len(draws)) ** 0.5
        assert abs(often[option] / len(draws) - chance) < 4 * spread
    sources = Counter(one.source for one in draws)
    for source, share in SHARES.items():
        assert sources[source] / len(draws) == pytest.approx(share, abs=0.02)


@pytest.mark.slow
def test_each_learner_draws_by_its_own_probabilities() -> None:
    dice = random.Random(2)
    draws = [draw(CLEAR, dice) for _ in range(20_000)]
    for source, chances in proposals(CLEAR).items():
        chosen = Counter(one.chosen for one in draws if one.source is source)
        for option, chance in zip(OPTIONS, chances, strict=True):
            assert chosen[option] / chosen.total() == pytest.approx(chance, abs=0.02)


def test_the_learners_want_different_things() -> None:
    found = proposals(CLEAR)
    best = {source: OPTIONS[chances.index(max(chances))] for source, chances in found.items()}
    assert best == {Source.QLEARNING: "dialogue", Source.BANDIT: "practice"}


def held(options=OPTIONS, chosen="reading", probabilities=(0.1, 0.2, 0.3, 0.4)) -> Held:
    return Held(options=options, chosen=chosen, probabilities=probabilities)


@given(st.randoms())
def test_what_was_drawn_is_repeated_with_its_probabilities(dice: random.Random) -> None:
    found = choose(CLEAR, held=[held()], random=dice)
    assert (found.chosen, found.source) == ("reading", Source.FROZEN)
    assert found.probabilities == (0.1, 0.2, 0.3, 0.4)


def test_in_the_order_of_the_options_of_now() -> None:
    turned = held(options=tuple(reversed(OPTIONS)), probabilities=(0.4, 0.3, 0.2, 0.1))
    found = choose(CLEAR, held=[turned], random=random.Random(1))
    assert found.probabilities == (0.1, 0.2, 0.3, 0.4)


def test_the_first_draw_of_the_week_is_kept() -> None:
    later = held(chosen="video")
    assert choose(CLEAR, held=[held(), later], random=random.Random(1)).chosen == "reading"


@pytest.mark.parametrize("options", [OPTIONS[:3], (*OPTIONS, "quiz"), ("quiz",)])
def test_other_options_are_another_draw(options: tuple[str, ...]) -> None:
    even = tuple(1 / len(options) for _ in options)
    other = held(options=options, chosen=options[0], probabilities=even)
    assert choose(CLEAR, held=[other], random=random.Random(1)).source is not Source.FROZEN
    assert choose(CLEAR, held=[other, held()], random=random.Random(1)).chosen == "reading"


def test_a_teacher_comes_first() -> None:
    found = choose(CLEAR, override="video", held=[held()], random=random.Random(1))
    assert (found.chosen, found.source) == ("video", Source.TEACHER)
    assert found.probabilities == (0, 0, 0, 1)


def test_a_word_about_a_format_that_is_not_offered_is_passed_over() -> None:
    found = choose(CLEAR, override="quiz", held=[held()], random=random.Random(1))
    assert found.source is Source.FROZEN


def test_the_week_begins_on_monday_in_utc() -> None:
    monday = datetime(2026, 5, 4, tzinfo=UTC)
    assert week_of(monday) == monday
    assert week_of(monday + timedelta(days=6, hours=23, minutes=59)) == monday
    assert week_of(monday - timedelta(microseconds=1)) == monday - timedelta(days=7)
    assert week_of(monday + timedelta(days=7)) == monday + timedelta(days=7)
    east = timezone(timedelta(hours=12))
    assert week_of(datetime(2026, 5, 4, 11, tzinfo=east)) == monday - timedelta(days=7)


def test_weeks_over_the_turn_of_the_year() -> None:
    """ISO week 53 of 2026 reaches into 2027."""
    start = datetime(2026, 12, 28, tzinfo=UTC)
    assert week_of(datetime(2026, 12, 31, 23, tzinfo=UTC)) == start
    assert week_of(datetime(2027, 1, 3, 23, tzinfo=UTC)) == start
    assert week_of(datetime(2027, 1, 4, tzinfo=UTC)) == start + timedelta(days=7)


def test_one_option_is_certain() -> None:
    assert with_floor([1.0]) == pytest.approx((1.0,))
    assert draw(EVEN[:1], random.Random(1)).probabilities == pytest.approx((1.0,))
