"""Asks replicas one after the other, or a second beside a slow first, until one begins to answer.

Owns the tasks and streams of all attempts; hands out the winner's stream and closes every other
one, from any state. Knows the contract and health; knows no rules of choice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from inference.contracts import ChatRequest, LanguageModel, ModelEvent
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from inference.llm.closing import closing
from inference.llm.material import in_short, with_material
from inference.routing.decision import Attempt, Result
from inference.routing.health import Health
from inference.routing.tier import Capability, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One replica of a tier."""

    tier: Tier
    number: int
    model: LanguageModel
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A reply whose first event is there. Whoever has it closes `events` and tells the health."""

    place: Place
    first: ModelEvent
    events: AsyncIterator[ModelEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a race must keep to."""

    now: Callable[[], float]
    """Monotonic seconds."""
    due_s: float
    """By `now`: nobody waits longer."""
    hedge_after_s: float = 0.0
    """0: no second replica beside a silent first."""
    may_hedge: Callable[[], bool] = lambda: False
    """Takes one hedge from the budget."""


_Outcome: TypeAlias = Begun | Exception
_Task: TypeAlias = "asyncio.Task[_Outcome]"
_ELSEWHERE = (ModelUnavailableError, ModelTimeoutError, ModelOverloadedError)
"""After these another replica may do better; any other error is the request's own."""


class Race:
    """One request among the places, in their order."""

    def __init__(self, request: ChatRequest, places: Sequence[Place], terms: Terms) -> None:
        self._request, self._places, self._terms = request, places, terms
        self._tasks: dict[_Task, int] = {}
        """Their places' numbers."""
        self._attempts: dict[int, Attempt] = {}
        self._won = False

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """In the order in which they were begun."""
        return tuple(self._attempts[key] for key in sorted(self._attempts))

    async def run(self) -> Begun:
        """The first that begins. Raises what the last one raised, ModelTimeoutError when the
        deadline passes, and at once what is the request's own fault."""
        taken: _Outcome | None = None
        try:
            async with asyncio.TaskGroup() as group:
                outcome = await self._outcome(group)
                self._won = True
                for task in self._tasks:
                    task.cancel()
            # Not before: a caller that leaves while the others close takes nothing.
            taken = outcome
        finally:
            for task in self._tasks:
                await self._drop(task, taken)
        if isinstance(outcome, Begun):
            return outcome
        raise outcome

    async def _outcome(self, group: asyncio.TaskGroup) -> _Outcome:
        rest = iter(enumerate(self._places))
        failure: Exception = ModelUnavailableError("no replica to ask")
        hedge_s: float | None = self._terms.hedge_after_s or None
        waiting: set[_Task] = set()
        while waiting or self._start(group, rest, waiting):
            alone = hedge_s if len(waiting) == 1 else None
            done, waiting = await asyncio.wait(
                waiting, timeout=alone, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                hedge_s = None  # at most one hedge for each request
                if self._terms.may_hedge():
                    self._start(group, rest, waiting)
            for task in done:
                outcome = task.result()
                if isinstance(outcome, Begun) or not isinstance(outcome, _ELSEWHERE):
                    return outcome
                failure = outcome
        if self._terms.now() >= self._terms.due_s and not isinstance(failure, ModelTimeoutError):
            late = ModelTimeoutError("the deadline passed")
            late.__cause__ = failure
            return late
        return failure

    def _start(
        self, group: asyncio.TaskGroup, rest: Iterator[tuple[int, Place]], waiting: set[_Task]
    ) -> bool:
        """Ask the next place; False when there is none, or no time. Its health is told at once,
        so that requests of the same moment spread."""
        last = len(self._places) - 1
        for number, place in rest:
            began_s = self._terms.now()
            if began_s >= self._terms.due_s:
                return False
            if number < last and not place.health.breaker.ready(began_s):
                continue  # since the plan was made another request has begun to probe it
            place.health.began()
            attempt = self._attempt(number, place, began_s, hedge=bool(waiting))
            task = group.create_task(attempt)
            self._tasks[task] = number
            waiting.add(task)
            return True
        return False

    async def _attempt(
        self, number: int, place: Place, began_s: float, *, hedge: bool
    ) -> _Outcome:
        now = self._terms.now
        left_s = self._terms.due_s - began_s
        # The last one gets all the time that is left: there is nobody else to ask.
        last = number == len(self._places) - 1
        patience_s = left_s if last else min(left_s, place.tier.first_event_s)
        events = place.model.stream(_asked(self._request, place.tier, left_s))
        try:
            first = await _first(events, patience_s)
        except BaseException as error:
            waited_s = now() - began_s
            result = self._tell(place, error, waited_s)
            self._note(number, result, waited_s, hedge, error)
            async with closing(events):
                pass
            if isinstance(error, Exception):
                return error
            raise
        waited_s = now() - began_s
        place.health.spoke(waited_s, now())
        self._note(number, Result.BEGAN, waited_s, hedge)
        return Begun(place=place, first=first, events=events)

    def _tell(self, place: Place, error: BaseException, waited_s: float) -> Result:
        """Tell the replica's health what an attempt without a first event says about it."""
        health, now_s = place.health, self._terms.now()
        if isinstance(error, ModelUnavailableError):
            health.failed(now_s, waited_s=waited_s)
            return Result.FAILED
        if isinstance(error, ModelTimeoutError):
            if waited_s < place.tier.first_event_s:
                health.left()  # the request's time was shorter than the tier's own budget
            else:
                health.failed(now_s, waited_s=waited_s)
            return Result.LATE
        if isinstance(error, ModelOverloadedError):
            health.slow(now_s, waited_s=max(waited_s, place.tier.first_event_s))
            return Result.OVERLOADED
        if isinstance(error, asyncio.CancelledError) and self._won:
            health.slow(now_s, waited_s=waited_s)
            return Result.OUTRUN
        health.left()
        if isinstance(error, asyncio.CancelledError):
            return Result.LEFT
        return Result.REFUSED if isinstance(error, InferenceError) else Result.FAILED

    def _note(
        self,
        number: int,
        result: Result,
        waited_s: float,
        hedge: bool,
        error: BaseException | None = None,
    ) -> None:
        place = self._places[number]
        self._attempts[number] = Attempt(
            tier=place.tier.name,
            replica=place.number,
            result=result,
            waited_s=waited_s,
            hedge=hedge,
            error=_kind_of(error) if isinstance(error, Exception) else "",
        )

    async def _drop(self, task: _Task, taken: _Outcome | None) -> None:
        """Close what a task began and nobody took: it came second, or its reader is gone."""
        number = self._tasks[task]
        if number not in self._attempts:  # cancelled before it ran
            self._places[number].health.left()
        if task.cancelled() or task.exception() is not None:
            return
        begun = task.result()
        if isinstance(begun, Begun) and begun is not taken:
            begun.place.health.left()
            result = Result.LEFT if taken is None else Result.OUTRUN
            self._attempts[number] = replace(self._attempts[number], result=result)
            async with closing(begun.events):
                pass


def _asked(request: ChatRequest, tier: Tier, left_s: float) -> ChatRequest:
    """The request as this tier is given it: without an adapter that it cannot serve, and with
    its passage in the prompt when it reads."""
    adapter = request.adapter if Capability.ADAPTERS in tier.capabilities else None
    if Capability.READS in tier.capabilities:
        request = with_material(request)
    elif Capability.GROUNDED in tier.capabilities:
        request = in_short(request)
    else:
        request = replace(request, passage=None)
    return replace(request, model=tier.name, adapter=adapter, deadline_s=left_s)


def _kind_of(error: Exception) -> str:
    kinds = (error, error.__cause__) if error.__cause__ else (error,)
    return " from ".join(type(kind).__name__ for kind in kinds)


async def _first(events: AsyncIterator[ModelEvent], patience_s: float) -> ModelEvent:
    try:
        async with asyncio.timeout(patience_s):
            first = await anext(events, None)
    except TimeoutError as error:
        raise ModelTimeoutError("it did not begin in time") from error
    if first is None:
        raise ModelUnavailableError("the stream was empty")
    return first
