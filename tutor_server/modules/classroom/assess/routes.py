"""`POST /v1/assess`: free work graded against a rubric, by code first."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from aiohttp import web

from sessions.teaching.lesson import Outcome
from tutor_server.errors import NotFoundError
from tutor_server.modules.classroom.assess.grade import grade, shown
from tutor_server.modules.classroom.assess.judge import Judge, Judged
from tutor_server.modules.classroom.assess.rubric import AssessBody, Work, work_of
from tutor_server.modules.classroom.assess.verdicts import UNAVAILABLE, verdicts
from tutor_server.modules.classroom.rights import STAFF, require
from tutor_server.web.contracts import PORTS
from tutor_server.web.openapi import Route
from tutor_server.web.requests import read_json

Check: TypeAlias = Callable[[str, str, str], Awaitable[Outcome | None]]
"""Lesson id, item id and answer to what the item's checker finds; None: no such item."""

AT_ONCE: Final = 2
"""Assessments that may ask the model; further ones wait their turn."""
ROUTES: Final = (
    Route(
        method="post", path="/v1/assess",
        about="Grade free work against a rubric, by code first; staff.",
        body=AssessBody,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AssessRoutes:
    """The route and who checks lesson items."""

    check: Check
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def add(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post("/v1/assess", self.assess)

    async def assess(self, request: web.Request) -> web.Response:
        """Points for every line, and who decided. Raises NotFoundError for an unknown item."""
        refusal = "Only teachers, operators and services may have work assessed."
        await require(request, STAFF, refusal=refusal)
        work = work_of(await read_json(request, AssessBody))
        outcome = await self._outcome(work)
        # Long work takes a tenth of a second to read.
        decided = await asyncio.to_thread(verdicts, work, outcome)
        left = tuple(line for line in work.lines if line.line_id not in decided)
        judged = Judged(judgements={})
        if left:
            ports = request.app[PORTS]
            judge = Judge(llm=ports.llm, gate=ports.gate, masker=ports.masker)
            async with self.turns:
                judged = await judge.judge(work, left, _known(outcome))
        graded = grade(work, decided, judged)
        return web.json_response(
            {
                **shown(graded, blocked=judged.blocked),
                "item": None if outcome is None else _found(outcome),
            }
        )

    async def _outcome(self, work: Work) -> Outcome | None:
        if work.item is None:
            return None
        outcome = await self.check(*work.item, work.answer)
        if outcome is None:
            raise NotFoundError("There is no such lesson or item.")
        return outcome


def _found(outcome: Outcome) -> dict[str, str | bool | None]:
    """What the item's checker says, whether or not a line is about it."""
    return {
        "checked": UNAVAILABLE not in outcome.flags,
        "correct": outcome.correct,
        "attempt": outcome.attempt,
        "equivalent": outcome.equivalent,
        "misconception": outcome.misconception or None,
    }


def _known(outcome: Outcome | None) -> str:
    if outcome is None or UNAVAILABLE in outcome.flags:
        return ""
    found = "right" if outcome.correct else "wrong"
    return f"A checker found the final answer {found}; do not doubt it."
