"""What is recalled goes along with a request, and is never waited for longer than the limit."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry

from inference.contracts import ChatRequest, Message, Role
from inference.errors import ModelOverloadedError
from tests.inference.routing.models import DIED, END, Fake
from tests.virtual_time import run_virtual
from tutor_server.errors import ErasedError, StorageUnavailableError
from tutor_server.modules.memory.live import LIMIT_S, MemoryMetrics, Remembering

ASKED = ChatRequest(
    messages=(
        Message(role=Role.SYSTEM, content="You are a tutor."),
        Message(role=Role.USER, content="Hello"),
        Message(role=Role.ASSISTANT, content="Hi!"),
        Message(role=Role.USER, content="Why?"),
    )
)


class Recalls:
    """Answers after a while, or raises."""

    def __init__(self, *lines: str, wait_s: float = 0.0, error: Exception | None = None) -> None:
        self.lines, self.wait_s, self.error = lines, wait_s, error
        self.asked: list[str] = []
        self.left = 0

    async def __call__(self, asked: str) -> tuple[str, ...]:
        self.asked.append(asked)
        try:
            await asyncio.sleep(self.wait_s)
        except asyncio.CancelledError:
            self.left += 1
            raise
        if self.error:
            raise self.error
        return self.lines


def told(recalls: Recalls, request: ChatRequest = ASKED) -> tuple[ChatRequest, str, float]:
    """What the model got, how the recall was counted, and how long it took."""
    registry, model = CollectorRegistry(), Fake("nano")

    async def main() -> float:
        remembering = Remembering(model, recalls, MemoryMetrics(registry))
        assert await remembering.models() == ("nano",)
        events = [event async for event in remembering.stream(request)]
        assert events[-1] == END
        assert model.open == 0
        return asyncio.get_running_loop().time()

    took_s = run_virtual(main())
    results = {
        result: registry.get_sample_value("tutor_memory_recalls_total", {"result": result})
        for result in ("used", "nothing", "late", "failed")
    }
    counted = [result for result, count in results.items() if count]
    return model.requests[0], "".join(counted), took_s


def test_what_is_recalled_goes_along() -> None:
    recalls = Recalls("a line", "another")
    sent, counted, _ = told(recalls)
    assert sent.background == ("a line", "another")
    assert sent.messages == ASKED.messages
    assert (counted, recalls.asked) == ("used", ["Why?"])


def test_nothing_is_nothing() -> None:
    sent, counted, _ = told(Recalls())
    assert (sent, counted) == (ASKED, "nothing")


def test_who_is_late_is_left_out_and_stopped() -> None:
    recalls = Recalls("a line", wait_s=60.0)
    sent, counted, took_s = told(recalls)
    assert (sent, counted, recalls.left) == (ASKED, "late", 1)
    assert took_s == pytest.approx(LIMIT_S)
    sent, counted, _ = told(Recalls("a line", wait_s=LIMIT_S / 2))
    assert (sent.background, counted) == (("a line",), "used")


@pytest.mark.parametrize(
    "error", [StorageUnavailableError(), ErasedError(), ModelOverloadedError("full")]
)
def test_a_broken_recall_breaks_no_reply(error: Exception) -> None:
    sent, counted, _ = told(Recalls(error=error))
    assert (sent, counted) == (ASKED, "failed")


def test_nobody_asked_nothing_is_recalled() -> None:
    recalls = Recalls("a line")
    told(recalls, ChatRequest(messages=ASKED.messages[:1]))
    told(recalls, ChatRequest(messages=ASKED.messages, background=("known",)))
    assert not recalls.asked


def test_leaving_closes_the_models_stream_and_its_error_comes_through() -> None:
    async def read(model: Fake, limit_s: float) -> None:
        remembering = Remembering(model, Recalls(), MemoryMetrics(CollectorRegistry()))
        async with asyncio.timeout(limit_s):
            async for _ in remembering.stream(ASKED):
                pass

    async def main() -> None:
        slow = Fake("nano", wait_s=5.0)
        with pytest.raises(TimeoutError):
            await read(slow, 1.0)
        assert slow.open == 0
        with pytest.raises(type(DIED)):
            await read(Fake("nano", error=DIED), 1.0)

    run_virtual(main())
