"""The engine as the loop sees it: many streams, cancellation, closing from any state."""

import asyncio
import json
import threading
import time
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from inference.contracts import (
    ChatRequest,
    Finished,
    ModelEvent,
    Priority,
    TextDelta,
    ToolCallDelta,
    ToolSpec,
)
from inference.engine.device import compute_with
from inference.engine.engine import Engine
from inference.engine.preparing import ChatTask, Preparer
from inference.engine.worker import Worker
from inference.errors import (
    ModelLoadError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from tests.inference.engine.tiny import ask, tiny_settings


async def collect(engine: Engine, request: ChatRequest, **task: object) -> list[ModelEvent]:
    return [event async for event in engine.chat(ChatTask(request=request, **task))]


def text_of(events: list[ModelEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def test_only_the_worker_computes_with_many_threads(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, int]] = []
    turn = Worker._turn

    def noted(worker: Worker) -> bool:
        found.append((threading.current_thread().name, torch.get_num_threads()))
        return turn(worker)

    monkeypatch.setattr(Worker, "_turn", noted)
    before = torch.get_num_threads()
    settings = replace(tiny_settings(tiny), threads=2)
    try:
        async with Engine(settings, clock=time.monotonic) as engine:
            await collect(engine, ask("hello", max_tokens=2))
            assert await engine._in_thread(torch.get_num_threads) == 1
    finally:
        compute_with(before)
    assert set(found) == {("engine-worker", 2)}


def running(engine: Engine) -> int:
    assert engine._loaded is not None
    return engine._loaded.machine.batcher.running + engine._loaded.machine.batcher.waiting


async def test_the_reply_is_what_transformers_says(engine: Engine, tiny: Path) -> None:
    reference = LlamaForCausalLM.from_pretrained(tiny)
    tokenizer = AutoTokenizer.from_pretrained(tiny)
    ids = tokenizer.apply_chat_template(
        [{"role": "user", "content": "what is 1/2 + 1/4"}],
        add_generation_prompt=True,
        return_tensors="pt",
    )["input_ids"]
    whole = reference.generate(ids, max_new_tokens=40, do_sample=False)[0, ids.shape[1] :]
    events = await collect(engine, ask("what is 1/2 + 1/4", max_tokens=40))
    assert text_of(events) == tokenizer.decode(whole)
    assert events[-1] == Finished(
        reason="length", prompt_tokens=ids.shape[1], completion_tokens=40
    )


async def test_eight_streams_at_once_each_equal_their_own_alone(engine: Engine) -> None:
    requests = [
        ask(f"question number {i} " * (1 + 3 * (i % 4)), max_tokens=30 + i) for i in range(8)
    ]
    alone = [text_of(await collect(engine, request)) for request in requests]
    for _ in range(3):
        together = await asyncio.gather(*(collect(engine, request) for request in requests))
        assert [text_of(events) for events in together] == alone
    assert len(set(alone)) == 8


async def test_warm_streams_depend_on_their_seed_only(engine: Engine) -> None:
    requests = [ask("tell me", temperature=1.0, top_p=0.9, seed=i % 3) for i in range(6)]
    texts = [text_of(e) for e in await asyncio.gather(*(collect(engine, r) for r in requests))]
    assert texts[:3] == texts[3:]
    assert len(set(texts)) == 3


async def test_the_next_turn_reuses_the_slot_and_says_the_same(engine: Engine, tiny: Path) -> None:
    long = ask("a fraction is a part of a whole " * 4, max_tokens=12)
    first = await collect(engine, long)
    again = await collect(engine, long)
    assert first == again
    value = engine.metrics.registry.get_sample_value
    assert (value("tutor_engine_reused_tokens_total") or 0) > 20


async def test_closing_a_stream_frees_its_slot(engine: Engine) -> None:
    async with aclosing(engine.chat(ChatTask(request=ask("go on", max_tokens=400)))) as events:
        assert isinstance(await anext(events), TextDelta)
        assert running(engine) == 1
    assert running(engine) == 0


async def test_a_cancelled_task_frees_its_slot(engine: Engine) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(collect(engine, ask("x", max_tokens=450))) for _ in range(12)]
        while running(engine) < 12:
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
    assert running(engine) == 0
    assert text_of(await collect(engine, ask("still well?")))


async def test_a_long_prompt_does_not_stop_the_short_ones(tiny: Path) -> None:
    """Between two tokens of a running reply lies one chunk of the long prompt, not all of it."""
    async with Engine(tiny_settings(tiny, chunk=16), clock=time.monotonic) as engine:
        order: list[str] = []

        async def follow(name: str, request: ChatRequest) -> None:
            async for event in engine.chat(ChatTask(request=request)):
                order.append(name)
                if isinstance(event, Finished):
                    order.append(f"{name} ended")

        async with asyncio.TaskGroup() as group:
            group.create_task(follow("short", ask("hi", max_tokens=200)))
            while "short" not in order:
                await asyncio.sleep(0)
            began = len(order)
            group.create_task(follow("long", ask("one half " * 100, max_tokens=2)))
        between = order[began : order.index("long")].count("short")
        assert between >= 5, "the running reply went on while the long prompt was computed"


async def test_voice_is_served_before_text_before_batch(tiny: Path) -> None:
    async with Engine(tiny_settings(tiny, slots=1), clock=time.monotonic) as engine:
        order: list[str] = []

        async def follow(name: str, priority: Priority, tokens: int) -> None:
            request = ask(name, max_tokens=tokens, priority=priority)
            async for _ in engine.chat(ChatTask(request=request)):
                if name not in order:
                    order.append(name)

        async with asyncio.TaskGroup() as group:
            group.create_task(follow("first", Priority.TEXT, 200))
            while "first" not in order:
                await asyncio.sleep(0)
            for name, priority in (
                ("batch", Priority.BATCH),
                ("text", Priority.TEXT),
                ("voice", Priority.VOICE),
            ):
                group.create_task(follow(name, priority, 2))
                await asyncio.sleep(0)
        assert order == ["first", "voice", "text", "batch"]


async def test_a_full_queue_refuses(tiny: Path) -> None:
    async with Engine(tiny_settings(tiny, slots=1, queue=2), clock=time.monotonic) as engine:
        results = await asyncio.gather(
            *(collect(engine, ask("x", max_tokens=100)) for _ in range(8)), return_exceptions=True
        )
        refused = [r for r in results if isinstance(r, ModelOverloadedError)]
        assert len(refused) >= 5
        assert all(isinstance(r, list) for r in results if r not in refused)
        assert text_of(await collect(engine, ask("room again?")))


async def test_a_flood_is_refused_before_it_is_prepared(tiny: Path) -> None:
    async with Engine(tiny_settings(tiny, slots=1, queue=2), clock=time.monotonic) as engine:
        flood = [collect(engine, ask("one half " * 40, max_tokens=2)) for _ in range(300)]
        results = await asyncio.gather(*flood, return_exceptions=True)
        refused = [r for r in results if isinstance(r, ModelOverloadedError)]
        assert len(refused) > 200
        assert len(results) - len(refused) == len([r for r in results if isinstance(r, list)])


async def test_a_deadline_ends_a_reply(engine: Engine) -> None:
    with pytest.raises(ModelTimeoutError):
        await collect(engine, ask("x", max_tokens=450, deadline_s=0.02))
    assert running(engine) == 0


async def test_forced_tools_and_schemas_end_to_end(engine: Engine) -> None:
    parameters = {
        "type": "object",
        "properties": {
            "question": {"type": "string", "maxLength": 30},
            "level": {"enum": ["easy", "hard"]},
        },
        "required": ["question", "level"],
        "additionalProperties": False,
    }
    quiz, bye = ToolSpec(name="quiz", parameters=parameters), ToolSpec(name="bye")
    for tools, choice in (((quiz,), "required"), ((quiz, bye), "quiz"), ((quiz, bye), "required")):
        for temperature in (0.0, 1.5):
            request = ask(
                "ask me", tools=tools, tool_choice=choice, max_tokens=90, temperature=temperature
            )
            events = await collect(engine, request)
            calls = [event for event in events if isinstance(event, ToolCallDelta)]
            assert calls[0].name in {tool.name for tool in tools}
            assert len({call.call_id for call in calls}) == 1
            arguments = json.loads("".join(call.arguments for call in calls))
            expected = {"question", "level"} if calls[0].name == "quiz" else set()
            assert set(arguments) == expected
            assert isinstance(events[-1], Finished)
            assert events[-1].reason == "tool_calls"


async def test_many_random_json_replies_at_once(engine: Engine) -> None:
    schema = {
        "type": "array",
        "items": {"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]},
        "minItems": 1,
        "maxItems": 5,
    }
    requests = [ask("go", max_tokens=10 + i, temperature=1.2, seed=i) for i in range(24)]
    replies = await asyncio.gather(*(collect(engine, r, json_schema=schema) for r in requests))
    for events in replies:
        assert 1 <= len(json.loads(text_of(events))) <= 5
        assert isinstance(events[-1], Finished)
        assert events[-1].reason == "stop"


async def test_refusals_come_before_any_event(engine: Engine) -> None:
    for request in (ask("zq" * 2000), replace(ask("x"), tool_choice="nobody")):
        with pytest.raises(ModelRefusedError):
            await collect(engine, request)


async def test_plain_prompts(engine: Engine) -> None:
    events = [event async for event in engine.complete("1 + 1 =", ask("", max_tokens=5))]
    assert events[-1] == Finished(
        reason="length", prompt_tokens=events[-1].prompt_tokens, completion_tokens=5
    )


async def test_a_drain_lets_running_replies_end(tiny: Path) -> None:
    async with asyncio.TaskGroup() as group:
        async with Engine(tiny_settings(tiny, drain_s=60.0), clock=time.monotonic) as engine:
            task = group.create_task(collect(engine, ask("go", max_tokens=150)))
            while not running(engine):
                await asyncio.sleep(0)
        events = await task
    assert isinstance(events[-1], Finished)
    assert events[-1].completion_tokens == 150
    assert not engine.healthy
    with pytest.raises(ModelUnavailableError):
        await collect(engine, ask("too late"))


async def test_a_drain_that_takes_too_long_is_cut(tiny: Path) -> None:
    async def outcome(engine: Engine) -> object:
        work = collect(engine, ask("go", max_tokens=450))
        return (await asyncio.gather(work, return_exceptions=True))[0]

    async with asyncio.TaskGroup() as group:
        async with Engine(tiny_settings(tiny, drain_s=0.0), clock=time.monotonic) as engine:
            task = group.create_task(outcome(engine))
            while not running(engine):
                await asyncio.sleep(0)
        assert isinstance(await task, ModelUnavailableError)


async def test_a_dead_worker_ends_streams_and_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("device lost")

    monkeypatch.setattr(Worker, "_turn", broken)
    with pytest.raises(ModelUnavailableError):
        await collect(engine, ask("x", max_tokens=450))
    with pytest.raises(ModelUnavailableError):
        await engine.failed()
    assert not engine.healthy


async def test_a_checkpoint_that_cannot_be_loaded(tmp_path: Path) -> None:
    engine = Engine(tiny_settings(tmp_path), clock=time.monotonic)
    with pytest.raises(ModelLoadError):
        await engine.__aenter__()
    assert not engine.healthy


async def test_nothing_is_served_before_it_is_open(tiny: Path) -> None:
    engine = Engine(tiny_settings(tiny), clock=time.monotonic)
    with pytest.raises(ModelUnavailableError):
        await collect(engine, ask("x"))


async def test_nobody_is_let_in_before_the_first_reply_of_its_own(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that is called off would cut them short."""
    began, go_on, warm_up = asyncio.Event(), asyncio.Event(), Engine._warm_up

    async def slow(engine: Engine, preparer: Preparer) -> None:
        began.set()
        await go_on.wait()
        await warm_up(engine, preparer)

    monkeypatch.setattr(Engine, "_warm_up", slow)
    opening = Engine(tiny_settings(tiny), clock=time.monotonic)
    entering = asyncio.create_task(opening.__aenter__())
    await began.wait()
    with pytest.raises(ModelUnavailableError, match="loading"):
        await collect(opening, ask("hi", max_tokens=4))
    go_on.set()
    await entering
    assert (await collect(opening, ask("hi", max_tokens=4)))[-1].completion_tokens == 4
    await opening.__aexit__(None, None, None)


async def test_cancelling_twice_still_stops_the_thread(tiny: Path) -> None:
    opened: asyncio.Queue[Engine] = asyncio.Queue()

    async def serve() -> None:
        async with Engine(tiny_settings(tiny, drain_s=60.0), clock=time.monotonic) as engine:
            opened.put_nowait(engine)
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve())
        events = (await opened.get()).chat(ChatTask(request=ask("x", max_tokens=450)))
        await anext(events)
        for _ in range(5):
            task.cancel()
            await asyncio.sleep(0)
    await events.aclose()
    assert not [thread for thread in threading.enumerate() if thread.name == "engine-worker"]
