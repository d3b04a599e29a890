"""The file of tiers: what it says, and every mistake named."""

import pytest

from inference.routing.choice import Policy
from inference.routing.configured import (
    MEMORY_TOKENS,
    Api,
    ReplicaPlace,
    TierFileError,
    read_tiers,
)
from inference.routing.tier import Capability, Tier

WHOLE = """
[policy]
max_cost = 0.05
hedge_after_ms = 800
hedge_share = 0.1
stall_ms = 3000

[[tier]]
name = "nano"
first_event_ms = 150
capabilities = ["tools", "adapters", "grounded", "in_house"]
hardest = 0.4
[[tier.replica]]
api = "engine"
socket = "/run/engine.sock"
model = "nano"

[[tier]]
name = "pro"
first_event_ms = 2500
cost_per_million_tokens = 3.0
context_tokens = 200000
[[tier.replica]]
api = "anthropic"
url = "https://models.example/v1"
model = "large"
key_file = "/run/secrets/key"
[[tier.replica]]
api = "openai"
url = "http://other/v1"
model = "large"
"""


def test_a_whole_file() -> None:
    told = read_tiers(WHOLE)
    nano, pro = told.tiers
    assert nano == Tier(
        name="nano",
        first_event_s=0.15,
        hardest=0.4,
        capabilities=frozenset(Capability) - {Capability.READS},
    )
    assert pro.capabilities == frozenset()
    assert pro.cost_per_token == pytest.approx(3e-6)
    assert pro.context_tokens == 200_000
    assert nano.memory_tokens == pro.memory_tokens == 0
    assert told.tiers[nano] == (
        ReplicaPlace(api=Api.ENGINE, socket="/run/engine.sock", model="nano"),
    )
    assert [place.api for place in told.tiers[pro]] == [Api.ANTHROPIC, Api.OPENAI]
    assert told.policy == Policy(max_cost=0.05, hedge_after_s=0.8, hedge_share=0.1, stall_s=3.0)


def test_what_is_remembered_goes_to_tiers_in_the_house_unless_the_file_says_otherwise() -> None:
    def memory(name: str, more: str) -> int:
        text = WHOLE.replace('name = "pro"', f'name = "{name}"\n{more}')
        return next(tier for tier in read_tiers(text).tiers if tier.name == name).memory_tokens

    assert memory("base", "") == 0
    assert memory("base", "memory_tokens = 100") == 100
    assert memory("base", 'capabilities = ["in_house"]') == MEMORY_TOKENS["base"] > 0
    assert memory("base", 'capabilities = ["in_house"]\nmemory_tokens = 0') == 0


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('name = "nano"', 'name = "giant"', "giant"),
        ('name = "nano"', 'name = "pro"', "each once"),
        ('name = "nano"\n', "", "name"),
        ("first_event_ms = 150", "first_event_ms = 0", "first_event_s"),
        ("first_event_ms = 150", 'first_event_ms = "quick"', "first_event_ms"),
        ("hardest = 0.4", "hardest = 4", "hardest"),
        ("hardest = 0.4", "hardset = 0.4", "hardset"),
        ('"in_house"', '"at_home"', "at_home"),
        ('api = "engine"', 'api = "soap"', "soap"),
        ('socket = "/run/engine.sock"', "", "either"),
        ('url = "http://other/v1"', 'url = "other/v1"', "http"),
        ('url = "https://models.example/v1"', 'socket = "/x"', "anthropic"),
        ('model = "nano"', 'model = ""', "model"),
        ("max_cost = 0.05", "max_cost = -1", "max_cost"),
        ("[[tier]]", "[[tier", "not valid"),
    ],
)
def test_mistakes_are_named(old: str, new: str, named: str) -> None:
    with pytest.raises(TierFileError, match=named):
        read_tiers(WHOLE.replace(old, new, 1))


@pytest.mark.parametrize(
    "text",
    ["", "tier = []", '[[tier]]\nname = "nano"\nfirst_event_ms = 1\nreplica = []'],
)
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(TierFileError):
        read_tiers(text)
