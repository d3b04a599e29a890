"""Tiers of models and the choice between them: rules first, then whoever is well.

`choose` is pure. The router is itself a LanguageModel: it tries the chosen order, falls back while
nothing was said yet, and leaves tiers alone that keep failing. Knows contracts; knows no HTTP.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from inference.contracts import ChatRequest, LanguageModel, ModelEvent, Priority
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.llm.closing import closing

_log = logging.getLogger(__name__)

ROUTED = "tutor"
"""The name of the routed tutor; the tiers have their own."""
TIER_NAMES = ("nano", "micro", "base", "pro")
"""From the smallest to the most able."""
VOICE_FIRST_S = 1.0
"""A spoken reply that begins later than this feels like no reply."""
TEXT_FIRST_S = 6.0
"""A typed question may think this long before the first word."""
OPEN_AFTER = 3
"""Failures in a row that open a tier's circuit breaker."""
OPEN_S = 10.0
"""How long an open breaker keeps requests away before one may try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What is known about one tier."""

    name: str
    """One of TIER_NAMES."""
    first_event_s: float
    """How long its first event may take before the next tier is asked."""
    tools: bool = True
    """Whether it can be made to call a tool."""

    def __post_init__(self) -> None:
        if self.name not in TIER_NAMES:
            raise ValueError(f"tier must be one of {', '.join(TIER_NAMES)}, is {self.name!r}")
        if not 0 < self.first_event_s <= 60:
            raise ValueError(f"first_event_s must be above 0 up to 60, is {self.first_event_s}")


def choose(request: ChatRequest, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """The tiers to try, best first; empty when none is fit.

    A tier asked for by name is the only one. Otherwise the ablest that begins in time for the
    ear or the eye goes first, the others follow from the quickest on.
    """
    if request.model != ROUTED:
        return tuple(tier for tier in tiers if tier.name == request.model)
    must_call = request.tool_choice not in ("auto", "none")
    fit = [tier for tier in tiers if tier.tools or not must_call]
    patience_s = VOICE_FIRST_S if request.priority is Priority.VOICE else TEXT_FIRST_S
    patience_s = min(patience_s, request.deadline_s / 2)
    in_time = [tier for tier in fit if tier.first_event_s <= patience_s]
    late = [tier for tier in fit if tier.first_event_s > patience_s]
    in_time.sort(key=lambda tier: TIER_NAMES.index(tier.name), reverse=True)
    late.sort(key=lambda tier: tier.first_event_s)
    return (*in_time, *late)


class Breaker:
    """Keeps requests away from what keeps failing (Nygard, Release It!). Time is an argument."""

    def __init__(self) -> None:
        self._failures = 0
        self._retry_at_s = 0.0
        self._probing = False

    def ready(self, now_s: float) -> bool:
        """Whether a request may try: closed, or open for `OPEN_S` and no probe is under way."""
        closed = self._failures < OPEN_AFTER
        return closed or (now_s >= self._retry_at_s and not self._probing)

    def began(self) -> None:
        """A request is trying; to an open breaker it is the probe."""
        self._probing = self._failures >= OPEN_AFTER

    def succeeded(self) -> None:
        """A reply was whole, or its reader had enough of it: closed again."""
        self._failures, self._probing = 0, False

    def failed(self, now_s: float) -> None:
        """One more failure; the third in a row, and every failed probe, opens it."""
        self._failures += 1
        self._probing = False
        self._retry_at_s = now_s + OPEN_S

    def undecided(self) -> None:
        """The request said nothing about the tier's health, or not yet."""
        self._probing = False


class Router:
    """The LanguageModel that the server talks to."""

    def __init__(self, tiers: Mapping[Tier, LanguageModel], *, now: Callable[[], float]) -> None:
        """`now` gives monotonic seconds."""
        self._models = dict(tiers)
        self._breakers = {tier: Breaker() for tier in tiers}
        self._now = now

    async def models(self) -> tuple[str, ...]:
        """`tutor`, then the configured tiers from small to able."""
        return (ROUTED, *sorted((tier.name for tier in self._models), key=TIER_NAMES.index))

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream from the first tier that begins to answer.

        Raises what the last tier raised, UnknownModelError for a name that is no tier, and
        whatever befalls a reply that has begun.
        """
        due = self._now() + request.deadline_s
        failure: InferenceError = UnknownModelError(f"no tier serves {request.model!r}")
        order = self._awake(choose(request, list(self._models)))
        for tier in order:
            left_s = due - self._now()
            if left_s <= 0:
                raise ModelTimeoutError("the deadline passed") from failure
            # The last one gets all the time that is left: there is nobody else to ask.
            patience_s = left_s if tier is order[-1] else min(left_s, tier.first_event_s)
            asked = replace(request, model=tier.name, deadline_s=left_s)
            async with closing(self._models[tier].stream(asked)) as events:
                try:
                    first = await self._first(tier, events, patience_s)
                except (ModelUnavailableError, ModelTimeoutError, ModelOverloadedError) as error:
                    failure = error
                    _log.warning("tier %s gave no answer: %s", tier.name, error.code)
                    continue
                yield first
                async with aclosing(self._rest(tier, events)) as rest:
                    async for event in rest:
                        yield event
                return
        raise failure

    def _awake(self, order: Sequence[Tier]) -> Sequence[Tier]:
        """Those whose breaker lets requests through; when all rest, the best is asked anyway,
        for a wait of ten seconds helps nobody who has no other choice."""
        now_s = self._now()
        return [tier for tier in order if self._breakers[tier].ready(now_s)] or order[:1]

    async def _first(
        self, tier: Tier, events: AsyncIterator[ModelEvent], patience_s: float
    ) -> ModelEvent:
        breaker = self._breakers[tier]
        breaker.began()
        try:
            async with asyncio.timeout(patience_s):
                first = await anext(events, None)
            if first is None:
                raise ModelUnavailableError("the tier's stream was empty")
        except TimeoutError as error:
            breaker.failed(self._now())
            raise ModelTimeoutError("the tier did not begin in time") from error
        except (ModelUnavailableError, ModelTimeoutError):
            breaker.failed(self._now())
            raise
        except BaseException:
            # Cancelled, refused or overloaded: says nothing about whether the tier works.
            breaker.undecided()
            raise
        breaker.undecided()
        return first

    async def _rest(
        self, tier: Tier, events: AsyncIterator[ModelEvent]
    ) -> AsyncGenerator[ModelEvent, None]:
        breaker = self._breakers[tier]
        try:
            async for event in events:
                yield event
        except GeneratorExit:
            breaker.succeeded()
            raise
        except ModelUnavailableError:
            breaker.failed(self._now())
            raise
        breaker.succeeded()
