"""The router: itself a LanguageModel, it asks the tier that fits and falls back while nothing was
said yet.

The choice, health and races are in `inference.routing`; here they are joined. Knows contracts;
knows no HTTP and no sentence model.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from inference.contracts import ChatRequest, Finished, LanguageModel, ModelEvent, Priority, Role
from inference.errors import (
    InferenceError,
    ModelRefusedError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.llm.closing import closing
from inference.routing.choice import Choice, Facts, Policy, choose
from inference.routing.decision import Decision
from inference.routing.health import Health
from inference.routing.hedging import HedgeBudget
from inference.routing.race import Begun, Place, Race, Terms
from inference.routing.tier import ROUTED, TIER_NAMES, Tier

__all__ = ["ROUTED", "TIER_NAMES", "Judge", "Options", "Router", "Tier"]

_log = logging.getLogger(__name__)

Models: TypeAlias = LanguageModel | Sequence[LanguageModel]
"""A tier's one model, or its replicas."""


class Judge(Protocol):
    """Says how hard a question is."""

    async def difficulty(self, text: str) -> float | None:
        """0 to 1, the share of questions that are easier; None when it cannot say, or not soon
        enough. Never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a router may be given besides its tiers."""

    policy: Policy = field(default_factory=Policy)
    judge: Judge | None = None
    sensitive: Callable[[str], bool] = lambda _text: False
    """Whether a text must stay in the house; asked of what users and tools said, and of what is
    remembered."""
    observe: Callable[[Decision], None] = lambda _decision: None
    """Told every decision once, when its first event is there or all have failed."""


class Router:
    """The LanguageModel that the server talks to."""

    def __init__(
        self,
        tiers: Mapping[Tier, Models],
        *,
        now: Callable[[], float],
        options: Options | None = None,
    ) -> None:
        """`now` gives monotonic seconds."""
        self._places = {
            tier: tuple(
                Place(tier=tier, number=number, model=model, health=Health())
                for number, model in enumerate(_replicas(models))
            )
            for tier, models in tiers.items()
        }
        self._now = now
        self._options = options or Options()
        self._budget = HedgeBudget(self._options.policy.hedge_share)

    async def models(self) -> tuple[str, ...]:
        """`tutor`, then the configured tiers from small to able."""
        return (ROUTED, *sorted((tier.name for tier in self._places), key=TIER_NAMES.index))

    def resting(self) -> Mapping[str, int]:
        """How many replicas of each tier have an open circuit breaker."""
        return Counter(
            tier.name
            for tier, places in self._places.items()
            for place in places
            if place.health.breaker.open
        )

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream from the first replica that begins to answer.

        Raises what the last one raised, UnknownModelError for a name that is no tier,
        ModelRefusedError when the rules leave no tier, and whatever befalls a begun reply.
        """
        due_s = self._now() + request.deadline_s
        facts = await self._facts(request)
        choice = choose(request, list(self._places), facts, self._options.policy)
        places, resting = self._plan(choice)
        self._budget.request()
        race = Race(request, places, self._terms(due_s))
        served = ""
        try:
            if not places:
                raise _nobody(request, choice)
            begun = await race.run()
            served = begun.place.tier.name
        finally:
            decision = Decision(
                asked=request.model,
                reason=choice.reason,
                order=tuple(tier.name for tier in choice.order),
                unfit=choice.unfit,
                difficulty=facts.difficulty,
                resting=resting,
                attempts=race.attempts,
                served=served,
            )
            self._tell(decision)
        async with aclosing(self._reply(begun, self._stall_s(request))) as events:
            async for event in events:
                yield event

    async def _facts(self, request: ChatRequest) -> Facts:
        said = [m.content for m in request.messages if m.role is Role.USER]
        options = self._options
        difficulty = None
        if options.judge and said and request.model == ROUTED and len(self._places) > 1:
            difficulty = await options.judge.difficulty(said[-1])
        tools = [m.content for m in request.messages if m.role is Role.TOOL]
        told = (*said, *tools, *request.background)
        return Facts(sensitive=any(map(options.sensitive, told)), difficulty=difficulty)

    def _plan(self, choice: Choice) -> tuple[tuple[Place, ...], tuple[str, ...]]:
        """Replicas in the order in which they are asked, and those passed over.

        When all rest, the best is asked anyway: a wait of ten seconds helps nobody who has no
        other choice.
        """
        now_s = self._now()
        known = [
            place
            for tier in choice.order
            for place in sorted(self._places[tier], key=lambda p: p.health.load.cost(now_s))
        ]
        ready = tuple(place for place in known if place.health.breaker.ready(now_s))
        resting = tuple(
            f"{place.tier.name}/{place.number}"
            for place in known
            if not place.health.breaker.ready(now_s)
        )
        if ready or not known:
            return ready, resting
        best = self._places[known[0].tier]
        return (min(best, key=lambda p: p.health.breaker.retry_at_s),), resting

    def _terms(self, due_s: float) -> Terms:
        return Terms(
            now=self._now,
            due_s=due_s,
            hedge_after_s=self._options.policy.hedge_after_s,
            may_hedge=self._budget.spend,
        )

    def _tell(self, decision: Decision) -> None:
        level = logging.DEBUG if decision.served or decision.left else logging.WARNING
        if len(decision.attempts) > 1:
            level = max(level, logging.INFO)
        _log.log(level, "routed", extra=decision.fields())
        self._options.observe(decision)

    def _stall_s(self, request: ChatRequest) -> float | None:
        """Batch work may be pushed aside for long."""
        return None if request.priority is Priority.BATCH else self._options.policy.stall_s

    async def _reply(
        self, begun: Begun, stall_s: float | None
    ) -> AsyncGenerator[ModelEvent, None]:
        """The whole reply; its replica's health is told how it ended, exactly once."""
        health, event = begun.place.health, begun.first
        async with closing(begun.events) as events:
            try:
                yield event
                while (following := await _next(events, stall_s)) is not None:
                    event = following
                    yield event
                if not isinstance(event, Finished):
                    raise ModelUnavailableError("the stream ended without an end")
            except GeneratorExit:
                health.finished()
                raise
            except ModelUnavailableError:
                health.failed(self._now())
                raise
            except BaseException:  # raised on: cancelled, late or refused says nothing of health
                health.left()
                raise
            health.finished()


async def _next(events: AsyncIterator[ModelEvent], stall_s: float | None) -> ModelEvent | None:
    try:
        async with asyncio.timeout(stall_s):
            return await anext(events, None)
    except TimeoutError as error:
        raise ModelUnavailableError("the stream has stalled") from error


def _replicas(models: Models) -> Sequence[LanguageModel]:
    return models if isinstance(models, Sequence) else (models,)


def _nobody(request: ChatRequest, choice: Choice) -> InferenceError:
    if not choice.unfit:
        return UnknownModelError(f"no tier serves {request.model!r}")
    why = ", ".join(sorted({reason.value for reason in choice.unfit.values()}))
    return ModelRefusedError(f"no tier may serve this request: {why}")
