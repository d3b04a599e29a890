"""In which order tiers are tried for a request: rules first, then difficulty. Pure.

Rules: safety, capability and length, cost, and how soon a first word must come. Knows no replicas,
no health and no clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from inference.contracts import ChatRequest, Message, Priority, Role
from inference.remembering.fit import NEWEST_MESSAGES
from inference.routing.tier import ROUTED, Capability, Tier

VOICE_FIRST_S: Final = 1.0
"""A spoken reply that begins later than this feels like no reply."""
TEXT_FIRST_S: Final = 6.0
"""A typed question may think this long before the first word."""
CHARS_PER_TOKEN: Final = 3
"""Fewer than any tokenizer's average for English, so that a prompt is not thought too short."""


class Reason(StrEnum):
    """Why the first tier of an order is first."""

    NAMED = "named"
    """The request named it."""
    ABLEST_IN_TIME = "ablest_in_time"
    """Nobody said how hard it is: the ablest that begins in time."""
    EASY_ENOUGH = "easy_enough"
    """The cheapest that begins in time and is trusted with this difficulty."""
    TOO_HARD = "too_hard"
    """None in time is trusted with this difficulty: the ablest of them."""
    NONE_IN_TIME = "none_in_time"
    """All begin late: the quickest."""
    NOBODY = "nobody"
    """The rules leave no tier."""


class Unfit(StrEnum):
    """Why the rules leave a tier out."""

    SENSITIVE = "sensitive"
    CANNOT_CALL = "cannot_call"
    TOO_LONG = "too_long"
    TOO_DEAR = "too_dear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator sets for all tiers."""

    max_cost: float = 0.0
    """The most that one reply may cost, in the tiers' currency; 0: no limit."""
    hedge_after_s: float = 0.0
    """Ask a second replica when the first has said nothing for so long; 0: never."""
    hedge_share: float = 0.05
    """At most this share of requests is hedged, so that a slow day is not made slower."""
    stall_s: float = 5.0
    """A reply that has begun and is silent for so long has broken off (not for batch work)."""

    def __post_init__(self) -> None:
        if self.max_cost < 0 or self.hedge_after_s < 0 or self.stall_s <= 0:
            raise ValueError("max_cost and hedge_after_s must be 0 or more, stall_s above 0")
        if not 0 <= self.hedge_share <= 1:
            raise ValueError(f"hedge_share must be 0 to 1, is {self.hedge_share}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a request beyond the request itself."""

    sensitive: bool = False
    """Somebody speaks of what must stay in the house."""
    difficulty: float | None = None
    """0 to 1: the share of questions that are easier. None: nobody can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The tiers to try, best first, and why."""

    order: tuple[Tier, ...]
    reason: Reason
    unfit: Mapping[str, Unfit] = field(default_factory=dict)
    """Tiers that the rules left out, by name."""


def choose(
    request: ChatRequest,
    tiers: Sequence[Tier],
    facts: Facts | None = None,
    policy: Policy | None = None,
) -> Choice:
    """Whom to ask, best first.

    A tier asked for by name is the only one, and only safety may refuse it. Otherwise the cheapest
    that is trusted with the difficulty goes first, or the ablest when the difficulty is unknown;
    after it the abler ones, then the others, and those that begin late at the end.
    """
    facts, policy = facts or Facts(), policy or Policy()
    named = request.model != ROUTED
    asked = [tier for tier in tiers if not named or tier.name == request.model]
    unfit = {
        tier.name: why for tier in asked if (why := _unfit(request, tier, facts, policy, named))
    }
    fit = [tier for tier in asked if tier.name not in unfit]
    if not fit:
        return Choice(order=(), reason=Reason.NOBODY, unfit=unfit)
    if named:
        return Choice(order=tuple(fit), reason=Reason.NAMED, unfit=unfit)
    patience_s = patience(request)
    in_time = sorted((t for t in fit if t.first_event_s <= patience_s), key=lambda t: t.rank)
    late = sorted((t for t in fit if t.first_event_s > patience_s), key=lambda t: t.first_event_s)
    if not in_time:
        return Choice(order=tuple(late), reason=Reason.NONE_IN_TIME, unfit=unfit)
    first, reason = _first(in_time, facts.difficulty)
    abler = [tier for tier in in_time if tier.rank > first.rank]
    lesser = [tier for tier in reversed(in_time) if tier.rank < first.rank]
    return Choice(order=(first, *abler, *lesser, *late), reason=reason, unfit=unfit)


def patience(request: ChatRequest) -> float:
    """Seconds to the first word that whoever asks will bear."""
    felt_s = VOICE_FIRST_S if request.priority is Priority.VOICE else TEXT_FIRST_S
    return min(felt_s, request.deadline_s / 2)


def tokens(request: ChatRequest) -> int:
    """About how many tokens prompt and reply take at least: system messages and the newest turn.
    What was said before can be shortened (inference.remembering)."""
    talk = [m for m in request.messages if m.role is not Role.SYSTEM]
    asked = [at for at, m in enumerate(talk) if m.role is Role.USER]
    return _size(request, talk[asked[-1] if asked else 0 :])


def _likely_tokens(request: ChatRequest) -> int:
    """The same with all that is told word for word."""
    talk = [m for m in request.messages if m.role is not Role.SYSTEM]
    return _size(request, talk[-NEWEST_MESSAGES:])


def _size(request: ChatRequest, talk: Sequence[Message]) -> int:
    system = [m for m in request.messages if m.role is Role.SYSTEM]
    chars = sum(len(message.content) for message in (*system, *talk))
    return chars // CHARS_PER_TOKEN + request.sampling.max_tokens


def _first(in_time: Sequence[Tier], difficulty: float | None) -> tuple[Tier, Reason]:
    if difficulty is None:
        return in_time[-1], Reason.ABLEST_IN_TIME
    trusted = [tier for tier in in_time if tier.hardest >= difficulty]
    if not trusted:
        return in_time[-1], Reason.TOO_HARD
    return min(trusted, key=lambda tier: (tier.cost_per_token, tier.rank)), Reason.EASY_ENOUGH


def _unfit(
    request: ChatRequest, tier: Tier, facts: Facts, policy: Policy, named: bool
) -> Unfit | None:
    if facts.sensitive and Capability.IN_HOUSE not in tier.capabilities:
        return Unfit.SENSITIVE
    if named:
        return None
    if request.tool_choice not in ("auto", "none") and Capability.TOOLS not in tier.capabilities:
        return Unfit.CANNOT_CALL
    if tier.context_tokens and tokens(request) > tier.context_tokens:
        return Unfit.TOO_LONG
    if policy.max_cost and _likely_tokens(request) * tier.cost_per_token > policy.max_cost:
        return Unfit.TOO_DEAR
    return None
