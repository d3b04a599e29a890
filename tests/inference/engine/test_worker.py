"""The worker thread: steps, cancellation between them, deadlines, death and stopping."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
import torch

from inference.contracts import Priority, Sampling
from inference.engine.cache import Batch, SlotCache
from inference.engine.job import Job, Piece, Work
from inference.engine.loading import Loaded
from inference.engine.lora_rows import RowLora
from inference.engine.model import Decoder
from inference.engine.worker import News, Worker
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelTimeoutError,
    ModelUnavailableError,
)


class Held(Decoder):
    """The real model behind a gate: one step computes for every `let`."""

    def __init__(self, model: Decoder) -> None:
        self._model, self._gate, self.entered = model, threading.Semaphore(0), threading.Event()
        self.broken = False
        self.slots: list[tuple[int, ...]] = []
        """Of every step."""
        self._came = threading.Condition()

    def let(self, steps: int = 1) -> None:
        self._gate.release(steps)

    def step(self, number: int) -> tuple[int, ...]:
        """The slots of a step, the first is 0, once it waits at the gate."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.slots) > number, timeout=20)
        return self.slots[number]

    def forward(self, batch: Batch, cache: SlotCache, lora: RowLora | None = None) -> torch.Tensor:
        with self._came:
            self.slots.append(batch.slots)
            self._came.notify_all()
        self.entered.set()
        assert self._gate.acquire(timeout=20)
        if self.broken:
            raise RuntimeError("out of memory")
        return self._model.forward(batch, cache, lora)


class Bench:
    """A worker with its news in a queue and its clock in hand."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded, self.now_s = loaded, 0.0
        self.model = Held(loaded.machine.model)
        self.news: queue.Queue[News] = queue.Queue()
        machine = replace(loaded.machine, model=self.model, clock=lambda: self.now_s)
        self.batcher = machine.batcher
        self.worker = Worker(machine, self.publish)
        self.tickets = 0

    def publish(self, news: Sequence[News]) -> None:
        for item in news:
            self.news.put(item)

    def submit(self, *, deadline_s: float = 1e9, priority: Priority = Priority.TEXT) -> int:
        self.tickets += 1
        work = Work(
            prompt=(20, 21, 22),
            sampling=Sampling(max_tokens=4),
            priority=priority,
            deadline_s=deadline_s,
        )
        vocabulary = self.loaded.tokenizer.vocabulary
        self.worker.submit(Job(work, ticket=self.tickets, vocabulary=vocabulary))
        return self.tickets

    def next(self) -> News:
        return self.news.get(timeout=20)


@pytest.fixture
def bench(loaded: Loaded) -> Iterator[Bench]:
    made = Bench(loaded)
    made.worker.start()
    yield made
    made.model.let(1000)
    made.worker.stop()
    made.worker.join()


def test_a_completion_comes_piece_by_piece(bench: Bench) -> None:
    ticket = bench.submit()
    pieces = []
    for _ in range(4):
        bench.model.let()
        came, piece = bench.next()
        assert came == ticket
        assert isinstance(piece, Piece)
        pieces.append(piece)
    assert [piece.tokens for piece in pieces] == [1, 2, 3, 4]
    assert [piece.reason for piece in pieces] == ["", "", "", "length"]
    assert bench.batcher.running == 0


def test_a_cancelled_row_is_gone_before_the_next_step(bench: Bench) -> None:
    ticket = bench.submit()
    assert bench.model.entered.wait(20)
    bench.worker.cancel(ticket)
    assert bench.batcher.running == 0, "the slot is free while the step still computes"
    bench.model.let()
    other = bench.submit()
    bench.model.let(4)
    assert {bench.next()[0] for _ in range(4)} == {other}
    bench.worker.cancel(ticket)


def test_who_leaves_between_plan_and_step_never_writes_where_another_is(bench: Bench) -> None:
    """A step computes prompts first; a row that leaves meanwhile was planned to decode after
    them. It may still compute in the slot it had, and in no other."""
    stays, leaves = bench.submit(), bench.submit()
    bench.model.let(2)
    assert {bench.next()[0] for _ in range(2)} == {stays, leaves}
    bench.model.step(2)
    bench.submit()
    bench.model.let()
    assert {bench.next()[0] for _ in range(2)} == {stays, leaves}
    assert bench.model.step(3) == (2,), "the newcomer's prompt"
    bench.worker.cancel(leaves)
    bench.model.let(2)
    assert bench.model.step(4) == (0, 1)


def test_a_deadline_in_the_queue_and_in_a_slot(bench: Bench) -> None:
    ticket = bench.submit(deadline_s=5.0)
    bench.model.let()
    assert isinstance(bench.next()[1], Piece)
    bench.now_s = 6.0
    bench.model.let()
    while isinstance((news := bench.next())[1], Piece):
        pass
    assert news[0] == ticket
    assert isinstance(news[1], ModelTimeoutError)


def test_a_bumped_row_is_told(bench: Bench) -> None:
    bench.submit()
    assert bench.model.entered.wait(20)
    tickets = [bench.submit(priority=Priority.BATCH) for _ in range(256)]
    with pytest.raises(ModelOverloadedError):
        bench.submit(priority=Priority.BATCH)
    bench.submit(priority=Priority.VOICE)
    came, error = bench.next()
    assert came == tickets[-1]
    assert isinstance(error, ModelOverloadedError)


@pytest.mark.parametrize("death", ["fault", "stop"])
def test_nobody_waits_for_a_worker_that_has_ended(
    bench: Bench, death: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = bench.submit()
    assert bench.model.entered.wait(20)
    second = bench.submit()
    if death == "fault":
        bench.model.broken = True
    else:
        bench.worker.stop()
    bench.model.let()
    news = [bench.next() for _ in range(2 if death == "fault" else 3)][-2:]
    assert {ticket for ticket, _ in news} == {first, second}
    assert all(isinstance(error, ModelUnavailableError) for _, error in news)
    bench.worker.join()
    assert bench.worker.dead is (death == "fault")
    with pytest.raises(ModelUnavailableError):
        bench.submit()
    assert ("out of memory" in caplog.text) is (death == "fault")


def eventually(check: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not check():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_metrics_count_what_happened(bench: Bench) -> None:
    bench.model.let(4)
    bench.submit()
    while not (piece := bench.next()[1]) or not getattr(piece, "reason", ""):
        assert not isinstance(piece, InferenceError)
    value = bench.loaded.machine.metrics.registry.get_sample_value
    eventually(lambda: value("tutor_engine_slot_rows") == 0)
    assert value("tutor_engine_prompt_tokens_total") == 3
    assert value("tutor_engine_reply_tokens_total") == 4
    assert value("tutor_engine_completions_total", {"reason": "length"}) == 1
    assert value("tutor_engine_first_token_seconds_count", {"priority": "text"}) == 1
    assert value("tutor_engine_batch_rows_sum") == 3
