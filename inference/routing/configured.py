"""Tiers as a TOML file says them; every mistake is refused with its place. Pure; opens nothing.

[policy]                       # optional; costs in any one currency
max_cost = 0.05                # of one reply
hedge_after_ms = 800

[[tier]]
name = "base"                  # nano, micro, base or pro
first_event_ms = 900           # latency budget
capabilities = ["tools"]       # of tools, adapters, reads, grounded, in_house;
                               # nothing is assumed
cost_per_million_tokens = 0.4
hardest = 0.8                  # quality floor: trusted first up to this difficulty
context_tokens = 32768
memory_tokens = 512            # for what was said in earlier talks; where it is not said, a tier
                               # in the house has a budget of its size and another one has none

[[tier.replica]]               # one or more, all the same model
api = "openai"                 # engine, openai or anthropic
url = "http://gpu-1:8000/v1"   # or socket = "/run/engine.sock" for the engine
model = "org/large-model"
key_file = "/run/secrets/key"
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec

from inference.routing.choice import Policy
from inference.routing.tier import Capability, Tier


class Api(StrEnum):
    """What a replica speaks."""

    ENGINE = "engine"
    """Our own: OpenAI's, with priorities and deadlines."""
    OPENAI = "openai"
    ANTHROPIC = "anthropic"


class TierFileError(ValueError):
    """The file does not describe tiers; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaPlace:
    """Where one replica is."""

    api: Api
    model: str
    url: str = ""
    socket: str = ""
    key_file: str = ""

    def __post_init__(self) -> None:
        if bool(self.url) == bool(self.socket):
            raise ValueError("a replica has either a url or a socket")
        if self.socket and self.api is Api.ANTHROPIC:
            raise ValueError("an anthropic replica has a url")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError(f"url must begin with http:// or https://, is {self.url!r}")
        if not self.model:
            raise ValueError("model must not be empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything the file says."""

    tiers: Mapping[Tier, tuple[ReplicaPlace, ...]]
    policy: Policy


class _Replica(msgspec.Struct, forbid_unknown_fields=True):
    api: Api
    model: str
    url: str = ""
    socket: str = ""
    key_file: str = ""


class _Tier(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    first_event_ms: float
    replica: list[_Replica]
    capabilities: list[Capability] = []
    cost_per_million_tokens: float = 0.0
    hardest: float = 1.0
    context_tokens: int = 0
    memory_tokens: int | None = None


class _Policy(msgspec.Struct, forbid_unknown_fields=True):
    max_cost: float = 0.0
    hedge_after_ms: float = 0.0
    hedge_share: float = 0.05
    stall_ms: float = 5_000.0


class _File(msgspec.Struct, forbid_unknown_fields=True):
    tier: list[_Tier]
    policy: _Policy = msgspec.field(default_factory=_Policy)


_MILLION: Final = 1_000_000
MEMORY_TOKENS: Final[Mapping[str, int]] = MappingProxyType(
    {"nano": 0, "micro": 192, "base": 384, "pro": 768}
)
"""Of a tier in the house. Our nano model was not trained to read what is remembered."""


def read_tiers(text: str) -> Configuration:
    """The configuration in a TOML text. Raises TierFileError."""
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
        tiers = {_tier(told): _places(told.replica) for told in file.tier}
        policy = Policy(
            max_cost=file.policy.max_cost,
            hedge_after_s=file.policy.hedge_after_ms / 1_000,
            hedge_share=file.policy.hedge_share,
            stall_s=file.policy.stall_ms / 1_000,
        )
    except ValueError as error:  # tomllib's, msgspec's and our own
        raise TierFileError(f"The file of tiers is not valid: {error}.") from error
    names = [tier.name for tier in tiers]
    if not names or len(set(names)) < len(file.tier):
        raise TierFileError("The file of tiers must name at least one tier, and each once.")
    empty = [tier.name for tier, places in tiers.items() if not places]
    if empty:
        raise TierFileError(f"The tier {empty[0]} has no replica.")
    return Configuration(tiers=tiers, policy=policy)


def _tier(told: _Tier) -> Tier:
    near = Capability.IN_HOUSE in told.capabilities
    usual = MEMORY_TOKENS.get(told.name, 0) if near else 0
    return Tier(
        name=told.name,
        first_event_s=told.first_event_ms / 1_000,
        capabilities=frozenset(told.capabilities),
        cost_per_token=told.cost_per_million_tokens / _MILLION,
        hardest=told.hardest,
        context_tokens=told.context_tokens,
        memory_tokens=usual if told.memory_tokens is None else told.memory_tokens,
    )


def _places(told: Sequence[_Replica]) -> tuple[ReplicaPlace, ...]:
    return tuple(
        ReplicaPlace(
            api=replica.api,
            model=replica.model,
            url=replica.url,
            socket=replica.socket,
            key_file=replica.key_file,
        )
        for replica in told
    )
