"""Steadfast, in virtual time: an engine that dies and comes back, or does not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from inference.contracts import (
    ChatRequest,
    Finished,
    ModelEvent,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import (
    InferenceError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from inference.llm.retry import Steadfast, Timing
from tests.virtual_time import run_virtual

DIED = ModelUnavailableError("died")
END = Finished(reason="stop", prompt_tokens=3, completion_tokens=9)
Attempt = Sequence[ModelEvent | InferenceError | float]
"""Events, seconds of silence, and the error that ends it."""


def text(said: str) -> list[ModelEvent]:
    return [TextDelta(text=word) for word in said.split("|")]


def call(call_id: str, *arguments: str) -> list[ModelEvent]:
    names = ["quiz", *[""] * len(arguments)]
    return [
        ToolCallDelta(call_id=call_id, name=name, arguments=part)
        for name, part in zip(names, arguments, strict=False)
    ]


class Script:
    """A model that does what each attempt's script says; the last one is repeated."""

    def __init__(self, *attempts: Attempt) -> None:
        self._attempts, self.requests, self.closed = attempts, [], 0
        self.asked_at_s: list[float] = []

    async def models(self) -> tuple[str, ...]:
        return ("nano",)

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        attempt = self._attempts[min(len(self.requests), len(self._attempts) - 1)]
        self.requests.append(request)
        self.asked_at_s.append(asyncio.get_running_loop().time())
        try:
            for item in attempt:
                if isinstance(item, InferenceError):
                    raise item
                if isinstance(item, float):
                    await asyncio.sleep(item)
                else:
                    yield item
        finally:
            self.closed += 1


def run(script: Script, *, deadline_s: float = 20.0, limit: int = 99) -> list[ModelEvent]:
    async def main() -> list[ModelEvent]:
        model = Steadfast(script, Timing(now=asyncio.get_running_loop().time))
        events: list[ModelEvent] = []
        stream = model.stream(ChatRequest(messages=(), deadline_s=deadline_s))
        async for event in stream:
            events.append(event)
            if len(events) == limit:
                break
        await stream.aclose()
        return events

    return run_virtual(main())


def said(events: list[ModelEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def test_a_healthy_model_is_passed_through() -> None:
    script = Script([*text("a|b"), END])
    assert run(script) == [*text("a|b"), END]
    assert script.closed == 1


@pytest.mark.parametrize("second", ["one |two |three", "one two three", "o|ne tw|o three"])
def test_a_death_in_the_middle_leaves_no_seam(second: str) -> None:
    script = Script([*text("one |two"), DIED], [*text(second), END])
    events = run(script)
    assert said(events) == "one two three"
    assert events[-1] == END
    assert script.requests[0].sampling == script.requests[1].sampling, "the same seed"


def test_pauses_grow_up_to_a_second_and_the_deadline_shrinks() -> None:
    script = Script(*[[DIED]] * 6, [*text("back"), END])
    assert said(run(script)) == "back"
    gaps = [b - a for a, b in zip(script.asked_at_s, script.asked_at_s[1:], strict=False)]
    assert gaps == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.0, 1.0])
    assert script.requests[-1].deadline_s == pytest.approx(20.0 - 3.5)


def test_pauses_start_anew_after_progress() -> None:
    script = Script([DIED], [DIED], [*text("a"), DIED], [*text("a|b"), END])
    assert said(run(script)) == "ab"
    assert script.asked_at_s == pytest.approx([0.0, 0.1, 0.3, 0.4])


def test_it_gives_up_at_the_deadline() -> None:
    script = Script([DIED])
    with pytest.raises(ModelTimeoutError) as caught:
        run(script, deadline_s=2.0)
    assert isinstance(caught.value.__cause__, ModelUnavailableError)
    assert script.asked_at_s[-1] < 2.0


@pytest.mark.parametrize(
    "second", [text("one three"), text("one tw"), text("One two and more"), []]
)
def test_a_different_reply_ends_it_without_a_word_more(second: list[ModelEvent]) -> None:
    script = Script([*text("one |two. Thr"), DIED], [*second, END])
    events = run(script)
    assert said(events) == "one two. Thr"
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "length"
    assert script.closed == 2


def test_what_was_the_same_so_far_counts_for_the_third_attempt() -> None:
    script = Script(
        [*text("one two "), DIED],
        [*text("one |two three "), DIED],
        [*text("one two three 4"), END],
    )
    assert said(run(script)) == "one two three 4"


def test_tool_calls_go_on_under_their_first_id() -> None:
    script = Script([*call("a", '{"n"', ":"), DIED], [*call("b", '{"', 'n":', "1}"), END])
    events = run(script)
    calls = [event for event in events if isinstance(event, ToolCallDelta)]
    assert "".join(event.arguments for event in calls) == '{"n":1}'
    assert {event.call_id for event in calls} == {"a"}
    assert [event.name for event in calls] == ["quiz", "", ""]
    assert events[-1] == END


def test_another_call_than_before_ends_it() -> None:
    script = Script([*call("a", '{"n":1'), DIED], [*call("b", '{"n":2}'), END])
    events = run(script)
    assert [e.arguments for e in events if isinstance(e, ToolCallDelta)] == ['{"n":1']
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "length"


def test_other_errors_are_not_retried() -> None:
    script = Script([*text("a"), ModelRefusedError("no")])
    with pytest.raises(ModelRefusedError):
        run(script)
    assert len(script.requests) == 1


def test_a_reader_that_leaves_closes_the_attempt() -> None:
    script = Script([*text("a|b|c"), END])
    run(script, limit=1)
    assert script.closed == 1


@pytest.mark.parametrize("attempts", [([100.0],), ([DIED],)])
def test_cancelling_works_while_it_streams_and_while_it_waits(attempts: tuple[Attempt]) -> None:
    script = Script(*attempts)

    async def main() -> None:
        model = Steadfast(script, Timing(now=asyncio.get_running_loop().time))
        async with asyncio.timeout(0.35):
            async for _ in model.stream(ChatRequest(messages=())):
                pass

    with pytest.raises(TimeoutError):
        run_virtual(main())
    assert script.closed == len(script.requests)


def test_models_are_the_wrapped_ones() -> None:
    async def main(sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> tuple[str, ...]:
        return await Steadfast(Script([]), Timing(now=lambda: 0.0, sleep=sleep)).models()

    assert run_virtual(main()) == ("nano",)
