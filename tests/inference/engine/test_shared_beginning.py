"""A system prompt that many prompts share is computed once, and nobody's words change by that."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from random import Random

import pytest

from inference.contracts import AdapterName, ChatRequest, Message, Role, Sampling
from inference.engine.engine import Engine
from inference.engine.preparing import ChatTask
from tests.inference.engine.peft_folders import save_adapter
from tests.inference.engine.test_engine import text_of
from tests.inference.engine.tiny import tiny_settings

SYSTEM = "You are a patient tutor. Give one hint, then wait. Never tell the whole answer at once."
QUESTIONS = tuple(f"what is {number} plus {number + 1}?" for number in range(12))
ADAPTERS = (None, "ada-v1", "ben-v1")


@pytest.fixture(scope="module")
def folder(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pair")
    for seed, name in enumerate(ADAPTERS[1:]):
        save_adapter(tiny, home / str(name), seed=seed)
    return home


def asked(question: str, adapter: str | None, user: str = "") -> ChatTask:
    return ChatTask(
        request=ChatRequest(
            messages=(
                Message(role=Role.SYSTEM, content=SYSTEM),
                Message(role=Role.USER, content=question),
            ),
            adapter=AdapterName(adapter) if adapter else None,
            sampling=Sampling(max_tokens=10, temperature=0.0),
            user=user,
        )
    )


async def said(engine: Engine, question: str, adapter: str | None) -> str:
    return text_of([event async for event in engine.chat(asked(question, adapter))])


@pytest.fixture
async def alone(tiny: Path, folder: Path) -> AsyncIterator[dict[tuple[str, str | None], str]]:
    """Every reply from an engine that never finds anything to reuse."""
    settings = tiny_settings(tiny, adapters=str(folder), slots=1)
    async with Engine(settings, clock=time.monotonic) as engine:
        found = {}
        for question in QUESTIONS:
            for adapter in ADAPTERS:
                filler = ChatRequest(messages=(Message(role=Role.USER, content="x" * 40),))
                async with aclosing(engine.chat(ChatTask(request=filler))) as events:
                    await anext(events)
                found[question, adapter] = await said(engine, question, adapter)
        yield found


async def test_whoever_shares_says_the_same_as_alone(
    tiny: Path, folder: Path, alone: dict[tuple[str, str | None], str]
) -> None:
    assert len(set(alone.values())) > len(QUESTIONS)
    random = Random(3)
    settings = tiny_settings(tiny, adapters=str(folder), slots=5, adapter_places=5, chunk=32)
    async with Engine(settings, clock=time.monotonic) as engine:

        async def one(question: str, adapter: str | None) -> None:
            if random.random() < 0.2:  # somebody who leaves after the first word
                async with aclosing(engine.chat(asked(question, adapter))) as events:
                    await anext(events)
                return
            assert await said(engine, question, adapter) == alone[question, adapter]

        for _ in range(6):
            async with asyncio.TaskGroup() as group:
                for _ in range(25):
                    group.create_task(one(random.choice(QUESTIONS), random.choice(ADAPTERS)))
        spared = engine.metrics.reused_tokens._value.get()
        computed = engine.metrics.prompt_tokens._value.get()
    assert spared > computed


async def test_new_students_find_the_system_prompt_computed(tiny: Path) -> None:
    async with Engine(tiny_settings(tiny, slots=8), clock=time.monotonic) as engine:
        await said(engine, QUESTIONS[0], None)
        before = engine.metrics.reused_tokens._value.get()
        await asyncio.gather(*(said(engine, question, None) for question in QUESTIONS[:8]))
        spared = engine.metrics.reused_tokens._value.get() - before
        assert engine._loaded is not None
        prompt = engine._loaded.tokenizer.render(
            asked(QUESTIONS[0], None).request.messages[:1], ()
        )
        assert spared >= 7 * (len(engine._loaded.tokenizer.encode(prompt)) - 2)
