"""Tiers are checked when they are made."""

import pytest

from inference.routing.tier import TIER_NAMES, Capability, Tier


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "giant"},
        {"first_event_s": 0.0},
        {"first_event_s": 61.0},
        {"hardest": 1.01},
        {"hardest": -0.1},
        {"cost_per_token": -1.0},
        {"context_tokens": -1},
    ],
)
def test_bad_tiers(changes: dict[str, object]) -> None:
    name = next(iter(changes))
    with pytest.raises(ValueError, match="tier" if name == "name" else name):
        Tier(**({"name": "nano", "first_event_s": 1.0} | changes))


def test_a_plain_tier_can_everything_and_ranks_follow_the_names() -> None:
    tiers = [Tier(name=name, first_event_s=1.0) for name in TIER_NAMES]
    assert [tier.rank for tier in tiers] == [0, 1, 2, 3]
    assert tiers[0].capabilities == set(Capability)
