"""Asks the language model about lines of a rubric that no code can judge.

The work is masked and passes the safety gate before the model sees it, and so does every reason
that comes back. A model that fails, or answers what does not fit, judges nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from inference.contracts import (
    ChatRequest,
    Direction,
    LanguageModel,
    Masker,
    SafetyGate,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import InferenceError
from tutor_server.modules.classroom.assess.agreement import agreed
from tutor_server.modules.classroom.assess.prompting import (
    Judgement,
    read_judgements,
    request,
    task,
)
from tutor_server.modules.classroom.assess.rubric import Line, Work

SEEDS: Final = (0, 1, 2)
"""One asking each."""
LINES_AT_ONCE: Final = 5
"""What fits into the 1,024 tokens of our smallest model with a page of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of asking."""

    judgements: Mapping[str, Judgement]
    """By line id; some or all lines may be missing."""
    trouble: str = ""
    """Why a line that is missing is missing, for the teacher."""
    blocked: str = ""
    """The safety gate's category when it stopped the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The model and what stands in front of it."""

    llm: LanguageModel
    gate: SafetyGate
    masker: Masker

    async def judge(self, work: Work, lines: Sequence[Line], known: str) -> Judged:
        """`known`: what code has found out about the answer, for the model not to doubt."""
        verdict = await self.gate.judge(Direction.FROM_STUDENT, self.masker.mask(work.answer))
        if not verdict.allowed:
            text = "The safety check stopped this work before the model saw it."
            return Judged(judgements={}, trouble=text, blocked=verdict.category or "blocked")
        found: dict[str, Judgement] = {}
        trouble = "The tutor's model gave no usable judgement."
        for few in _few(lines):
            askings = await self._ask(task(work, few, known, mask=self.masker.mask), few)
            if not askings:
                # Who does not answer now is not waited for again and again.
                trouble = "The tutor's model did not answer."
                break
            found |= agreed(askings, asked=len(SEEDS))
        gated = {line_id: await self._gated(said) for line_id, said in found.items()}
        return Judged(judgements=gated, trouble=trouble)

    async def _ask(self, told: str, lines: Sequence[Line]) -> list[dict[str, Judgement]]:
        """Every asking that was answered, whether or not the answer fits."""
        async with asyncio.TaskGroup() as group:
            asking = [
                group.create_task(self._answer(request(told, lines, seed=seed))) for seed in SEEDS
            ]
        answers = [asked.result() for asked in asking]
        return [read_judgements(said, lines) for said in answers if said is not None]

    async def _answer(self, asked: ChatRequest) -> str | None:
        """None when the model fails."""
        try:
            return await self._told(asked)
        except InferenceError:
            return None

    async def _told(self, asked: ChatRequest) -> str:
        """The tool call's arguments; the text when there was no call."""
        text, arguments, first = "", "", ""
        async with aclosing(self.llm.stream(asked)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, TextDelta):
                    text += event.text
                elif isinstance(event, ToolCallDelta):
                    first = first or event.call_id
                    arguments += event.arguments if event.call_id == first else ""
        return arguments or text

    async def _gated(self, said: Judgement) -> Judgement:
        verdict = await self.gate.judge(Direction.TO_STUDENT, said.why)
        why = said.why if verdict.allowed else "The safety check stopped the model's reason."
        return replace(said, why=why)


def _few(lines: Sequence[Line]) -> list[Sequence[Line]]:
    return [lines[at : at + LINES_AT_ONCE] for at in range(0, len(lines), LINES_AT_ONCE)]
