"""One answer checked: the checker of the item's kind, and where it runs in a live server.

`check` is pure except for PYTHON, which starts a sandbox. `Checker` keeps the event loop free:
what takes microseconds runs at once, algebra in a process of its own, a sandbox in a thread that
only waits.
"""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Final, Self

from sessions.teaching.lesson import Item, ItemKind, Outcome
from tutor_server.modules.lessons.algebra_process import AlgebraProcess
from tutor_server.modules.lessons.checkers import (
    choice,
    expression,
    fraction,
    number,
    python,
    steps,
    text,
)
from tutor_server.modules.lessons.checkers.outcomes import unavailable

PROGRAMS_AT_ONCE: Final = 2
"""Further programs wait their turn; each takes 35 ms, and a few seconds at most."""
_CHECKS: Final[Mapping[ItemKind, Callable[[Item, str], Outcome]]] = MappingProxyType(
    {
        ItemKind.NUMBER: number.check,
        ItemKind.FRACTION: fraction.check,
        ItemKind.EXPRESSION: expression.check,
        ItemKind.CHOICE: choice.check,
        ItemKind.STEPS: steps.check,
        ItemKind.TEXT: text.check,
        ItemKind.PYTHON: python.check,
    }
)


def check(item: Item, said: str) -> Outcome:
    """What the item's checker finds; the same answer always gives the same. Never raises."""
    return _CHECKS[item.kind](item, said)


class Checker:
    """Checks answers without holding up the event loop. Used as `async with Checker() as c`."""

    def __init__(self) -> None:
        self._algebra = AlgebraProcess()
        self._programs = asyncio.Semaphore(PROGRAMS_AT_ONCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._algebra.close()

    async def check(self, item: Item, said: str) -> Outcome:
        """As `check`. Where it cannot be checked now, the outcome is no attempt, with the flag
        `unavailable` and a stable code in `detail`."""
        if item.kind is ItemKind.EXPRESSION:
            return await self._algebra.check(item, said) or unavailable("algebra_unavailable")
        if item.kind is ItemKind.PYTHON:
            async with self._programs:
                return await asyncio.to_thread(check, item, said)
        return check(item, said)
