"""Tests of sessions.teaching.fix_plan: draws by true probabilities, and the plan in the log."""

import json
from collections import Counter

import pytest

from sessions.teaching.chance import share
from sessions.teaching.fix_plan import (
    FIXES,
    AfterError,
    Fix,
    FixPlan,
    Proposal,
    from_json,
    to_json,
)
from tests.sessions.teaching.sample import plan

TWO = FixPlan(
    after=(
        AfterError(
            error="slip",
            state="s error:slip",
            proposals=(
                Proposal(source="qlearning", share=0.5, chances=(0.7, 0.1, 0.1, 0.1)),
                Proposal(source="bandit", share=0.5, chances=(0.1, 0.5, 0.3, 0.1)),
            ),
        ),
    )
)


def test_the_probability_is_that_of_the_draw_as_a_whole() -> None:
    drawn = TWO.draw("slip", FIXES, learner=0.2, option=0.0)
    assert drawn is not None
    assert (drawn.source, drawn.chosen, drawn.state) == ("qlearning", Fix.HINTS, "s error:slip")
    assert drawn.probabilities == pytest.approx((0.4, 0.3, 0.2, 0.1))
    other = TWO.draw("slip", FIXES, learner=0.7, option=0.2)
    assert other is not None
    assert (other.source, other.chosen) == ("bandit", Fix.EXAMPLE)
    assert other.probabilities == drawn.probabilities


def test_fewer_options_share_what_the_others_had() -> None:
    """qlearning: 7/8 and 1/8; bandit: 1/4 and 3/4."""
    drawn = TWO.draw("slip", (Fix.HINTS, Fix.SIMPLER), learner=0.0, option=0.99)
    assert drawn is not None
    assert drawn.options == ("hint_ladder", "simpler_explanation")
    assert drawn.probabilities == pytest.approx((0.5625, 0.4375))
    assert drawn.chosen is Fix.SIMPLER


def test_options_come_as_often_as_is_logged() -> None:
    options = (Fix.HINTS, Fix.EXAMPLE, Fix.PROBE)
    drawn = [
        TWO.draw("slip", options, learner=share(str(n), "l"), option=share(str(n), "o"))
        for n in range(3_000)
    ]
    often = Counter(one.chosen for one in drawn if one is not None)
    (chances,) = {one.probabilities for one in drawn if one is not None}
    for option, chance in zip(options, chances, strict=True):
        assert abs(often[option] / 3_000 - chance) < 4 * (chance * (1 - chance) / 3_000) ** 0.5


def test_no_plan_for_an_error_is_no_draw() -> None:
    assert TWO.draw("guess", FIXES, learner=0.0, option=0.0) is None
    assert FixPlan().draw("", FIXES, learner=0.0, option=0.0) is None


def test_it_comes_back_from_the_log_as_it_was() -> None:
    for one in (FixPlan(), TWO, plan(Fix.PROBE)):
        assert from_json(json.loads(json.dumps(to_json(one)))) == one


@pytest.mark.parametrize(
    "data",
    [
        None,
        "plan",
        {"slip": {"state": "s"}},
        {"slip": {"state": "s", "proposals": [["bandit", 1.0, 0.5]]}},
        {"slip": {"state": "s", "proposals": ["bandit"]}},
        {"slip": {"state": "s", "proposals": [[]]}},
        {"slip": {"state": "s", "proposals": [["bandit", 1.0, 0.5, 0.5, 0.0, 0.1]]}},
    ],
)
def test_what_is_no_plan_is_an_empty_one(data) -> None:
    assert from_json(data) == FixPlan()


def test_chances_are_checked() -> None:
    with pytest.raises(ValueError, match="4 chances above 0"):
        Proposal(source="bandit", share=1.0, chances=(0.5, 0.5))
