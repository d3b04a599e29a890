"""The choice of tiers: each rule alone, then all of them on drawn requests."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import ChatRequest, Message, Priority, Role, Sampling
from inference.routing.choice import Facts, Policy, Reason, Unfit, choose, patience, tokens
from inference.routing.tier import TIER_NAMES, Capability, Tier

NANO = Tier(name="nano", first_event_s=0.3, hardest=0.3, cost_per_token=1.0)
MICRO = Tier(name="micro", first_event_s=0.5, hardest=0.6, cost_per_token=4.0)
BASE = Tier(name="base", first_event_s=0.9, hardest=0.8, cost_per_token=2.0)
PRO = Tier(name="pro", first_event_s=4.0, hardest=1.0, cost_per_token=20.0)
ALL = (PRO, NANO, BASE, MICRO)
AWAY = frozenset({Capability.TOOLS})


def request(**changes: object) -> ChatRequest:
    return ChatRequest(**({"messages": ()} | changes))


def order(*args: object, **changes: object) -> tuple[Reason, list[str]]:
    choice = choose(request(**changes), ALL, *args)
    return choice.reason, [tier.name for tier in choice.order]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"priority": Priority.TEXT}, ["pro", "base", "micro", "nano"]),
        ({"priority": Priority.BATCH}, ["pro", "base", "micro", "nano"]),
        ({"priority": Priority.VOICE}, ["base", "micro", "nano", "pro"]),
        ({"deadline_s": 1.0}, ["micro", "nano", "base", "pro"]),
    ],
)
def test_without_a_judge_the_ablest_in_time_goes_first(
    changes: dict[str, object], wanted: list[str]
) -> None:
    assert order(**changes) == (Reason.ABLEST_IN_TIME, wanted)


def test_when_all_are_late_the_quickest_goes_first() -> None:
    late = (Reason.NONE_IN_TIME, ["nano", "micro", "base", "pro"])
    assert order(deadline_s=0.1) == late
    assert order(Facts(difficulty=0.9), deadline_s=0.1) == late


@pytest.mark.parametrize(
    ("difficulty", "reason", "wanted"),
    [
        (0.0, Reason.EASY_ENOUGH, ["nano", "micro", "base", "pro"]),
        (0.3, Reason.EASY_ENOUGH, ["nano", "micro", "base", "pro"]),
        # base costs less than micro and may do as much.
        (0.31, Reason.EASY_ENOUGH, ["base", "pro", "micro", "nano"]),
        (0.81, Reason.EASY_ENOUGH, ["pro", "base", "micro", "nano"]),
    ],
)
def test_the_cheapest_that_is_trusted_then_upwards(
    difficulty: float, reason: Reason, wanted: list[str]
) -> None:
    assert order(Facts(difficulty=difficulty)) == (reason, wanted)


def test_too_hard_for_all_in_time() -> None:
    hard = Facts(difficulty=0.95)
    assert order(hard, priority=Priority.VOICE) == (
        Reason.TOO_HARD,
        ["base", "micro", "nano", "pro"],
    )


def test_a_named_tier_is_the_only_one() -> None:
    assert order(model="nano") == (Reason.NAMED, ["nano"])
    assert order(Facts(difficulty=1.0), Policy(max_cost=1.0), model="pro", tool_choice="quiz") == (
        Reason.NAMED,
        ["pro"],
    )
    assert order(model="giant") == (Reason.NOBODY, [])
    assert choose(request(model="giant"), ALL).unfit == {}


def test_what_is_sensitive_stays_in_the_house() -> None:
    outside = replace(PRO, capabilities=AWAY)
    choice = choose(request(), (NANO, outside), Facts(sensitive=True))
    assert choice.order == (NANO,)
    assert choice.unfit == {"pro": Unfit.SENSITIVE}
    assert choose(request(), (NANO, outside)).order == (outside, NANO)
    named = choose(request(model="pro"), (NANO, outside), Facts(sensitive=True))
    assert (named.order, named.reason) == ((), Reason.NOBODY)
    assert choose(request(model="pro"), (NANO, outside)).order == (outside,)


def test_a_forced_call_needs_a_tier_that_can() -> None:
    mute = replace(PRO, capabilities=frozenset())
    for forced in ("quiz", "required"):
        choice = choose(request(tool_choice=forced), (NANO, mute))
        assert choice.order == (NANO,)
        assert choice.unfit == {"pro": Unfit.CANNOT_CALL}
    assert choose(request(tool_choice="auto"), (NANO, mute)).order == (mute, NANO)


def test_a_long_prompt_needs_room() -> None:
    small = replace(NANO, context_tokens=1_000)
    told = (Message(role=Role.USER, content="x" * 3_000),)
    long = request(messages=told, sampling=Sampling(max_tokens=1))
    assert tokens(long) == 1_001
    assert choose(long, (small,)).unfit == {"nano": Unfit.TOO_LONG}
    fits = request(messages=(replace(told[0], content="x" * 2_997),), sampling=long.sampling)
    assert choose(fits, (small,)).order == (small,)
    before = Message(role=Role.USER, content="y" * 9_000)
    assert choose(replace(fits, messages=(before, *fits.messages)), (small,)).order == (small,), (
        "what was said before can be shortened"
    )


def test_the_ceiling_on_cost() -> None:
    asked = request(sampling=Sampling(max_tokens=100))
    choice = choose(asked, ALL, Facts(difficulty=0.9), Policy(max_cost=400.0))
    assert choice.unfit == {"pro": Unfit.TOO_DEAR}
    assert [t.name for t in choice.order] == ["base", "micro", "nano"]
    assert choose(asked, ALL, None, Policy(max_cost=99.0)).reason is Reason.NOBODY


@pytest.mark.parametrize(
    ("changes", "wanted_s"),
    [({}, 6.0), ({"priority": Priority.VOICE}, 1.0), ({"deadline_s": 1.0}, 0.5)],
)
def test_patience(changes: dict[str, object], wanted_s: float) -> None:
    assert patience(request(**changes)) == wanted_s


@pytest.mark.parametrize(
    "fields",
    [
        {"max_cost": -1.0},
        {"hedge_after_s": -1.0},
        {"stall_s": 0.0},
        {"hedge_share": 1.1},
        {"hedge_share": -0.1},
    ],
)
def test_bad_policies(fields: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        Policy(**fields)


TIERS = st.lists(
    st.builds(
        Tier,
        name=st.sampled_from(TIER_NAMES),
        first_event_s=st.floats(0.1, 10),
        capabilities=st.frozensets(st.sampled_from(Capability)),
        cost_per_token=st.floats(0, 1),
        hardest=st.floats(0, 1),
        context_tokens=st.sampled_from([0, 100, 1_000]),
    ),
    unique_by=lambda tier: tier.name,
)


@given(
    tiers=TIERS,
    difficulty=st.none() | st.floats(0, 1),
    sensitive=st.booleans(),
    max_cost=st.sampled_from([0.0, 50.0]),
    chars=st.integers(0, 4_000),
    forced=st.booleans(),
    priority=st.sampled_from(Priority),
    deadline_s=st.floats(0.01, 60),
)
def test_no_rule_is_ever_broken_and_nobody_fit_is_left_out(
    tiers: list[Tier],
    difficulty: float | None,
    sensitive: bool,
    max_cost: float,
    chars: int,
    forced: bool,
    priority: Priority,
    deadline_s: float,
) -> None:
    asked = request(
        messages=(Message(role=Role.USER, content="x" * chars),),
        tool_choice="required" if forced else "auto",
        priority=priority,
        deadline_s=deadline_s,
    )
    facts = Facts(sensitive=sensitive, difficulty=difficulty)
    choice = choose(asked, tiers, facts, Policy(max_cost=max_cost))
    size = tokens(asked)
    for tier in choice.order:
        assert not sensitive or Capability.IN_HOUSE in tier.capabilities
        assert not forced or Capability.TOOLS in tier.capabilities
        assert not tier.context_tokens or size <= tier.context_tokens
        assert not max_cost or size * tier.cost_per_token <= max_cost
    names = [tier.name for tier in choice.order]
    assert sorted([*names, *choice.unfit]) == sorted(tier.name for tier in tiers)
    assert (choice.reason is Reason.NOBODY) == (not names)
    late = [tier.first_event_s > patience(asked) for tier in choice.order]
    assert late == sorted(late), "one that begins in time stands before all that are late"
    if choice.reason is Reason.EASY_ENOUGH:
        first = choice.order[0]
        assert difficulty is not None
        assert difficulty <= first.hardest
