"""The one thread that computes: plan, forward, draw, publish, again.

Everything that torch does after loading happens here; the event loop only submits and cancels.
Knows jobs and steps; knows no HTTP, no templates. Cancellation and deadlines act between steps.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from inference.engine.batcher import Batcher, Chunk
from inference.engine.cache import SlotCache
from inference.engine.device import compute_with
from inference.engine.job import Job, Piece
from inference.engine.lora_bank import LoraBank
from inference.engine.lora_rows import RowLora
from inference.engine.metrics import EngineMetrics
from inference.engine.model import Decoder
from inference.engine.sampling import choose_tokens, probabilities
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelTimeoutError,
    ModelUnavailableError,
)

_log = logging.getLogger(__name__)

News: TypeAlias = tuple[int, Piece | InferenceError]
"""A job's ticket and what happened to it."""
Publish: TypeAlias = Callable[[Sequence[News]], None]
"""Takes a step's news; called from the worker's thread, must not block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the worker computes with."""

    model: Decoder
    cache: SlotCache
    bank: LoraBank
    """At least as many places as slots, so that every running row's adapter has one."""
    batcher: Batcher
    metrics: EngineMetrics
    clock: Callable[[], float]
    """Seconds, monotonic."""
    threads: int = 1
    """Of the CPU, for each operation."""


class Worker:
    """Owns the model, the batcher and their thread; `submit` and `cancel` may come from any."""

    def __init__(self, machine: Machine, publish: Publish) -> None:
        self._machine, self._publish = machine, publish
        self._jobs: dict[int, Job] = {}
        # Guards the batcher and the jobs; never held while torch computes.
        self._changed = threading.Condition()
        self._stopping = False
        self._dead = False
        self._thread = threading.Thread(target=self._run, name="engine-worker", daemon=True)

    def start(self) -> None:
        """Begin to compute."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step in progress; whoever is left gets ModelUnavailableError."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def submit(self, job: Job) -> None:
        """Queue a job. Raises ModelOverloadedError, ModelUnavailableError."""
        job.submitted_s = self._machine.clock()
        with self._changed:
            if self._stopping or self._dead:
                raise ModelUnavailableError("the engine is stopping")
            bumped = self._machine.batcher.submit(job.row)
            self._jobs[job.row.ticket] = job
            if bumped is not None:
                del self._jobs[bumped.ticket]
            self._changed.notify()
        if bumped is not None:
            self._publish([(bumped.ticket, ModelOverloadedError("gave way to a higher priority"))])

    def cancel(self, ticket: int) -> None:
        """Forget a job before the next step; does nothing when it has ended."""
        with self._changed:
            job = self._jobs.pop(ticket, None)
            if job is not None:
                self._machine.batcher.remove(job.row)
                self._machine.metrics.ended.labels("cancelled").inc()

    def _run(self) -> None:
        compute_with(self._machine.threads)
        try:
            while self._turn():
                pass
        except Exception:  # noqa: BLE001 - this thread's supervisor: nobody may wait for ever
            _log.exception("the engine's worker died")
            self._dead = True
        self._give_up()

    def _turn(self) -> bool:
        """One step, or a wait for work; False when it is time to stop."""
        with self._changed:
            if self._stopping:
                return False
            news = self._expire()
            plan = self._machine.batcher.plan()
            self._report()
            if not plan and not news:
                self._changed.wait(self._patience())
        if news:
            self._publish(news)
        for copy in plan.copies:
            self._machine.cache.copy(copy)
        for batch in plan.prefill:
            self._machine.metrics.prompt_tokens.inc(sum(chunk.count for chunk in batch))
            self._step("prefill", batch)
        if plan.decode:
            self._machine.metrics.rows.observe(len(plan.decode))
            self._step("decode", plan.decode)
        return True

    def _patience(self) -> float | None:
        due = self._machine.batcher.next_deadline_s()
        return None if due is None else max(0.0, due - self._machine.clock())

    def _expire(self) -> list[News]:
        late = self._machine.batcher.expired(self._machine.clock())
        for row in late:
            self._machine.batcher.remove(row)
            del self._jobs[row.ticket]
            self._machine.metrics.ended.labels("timeout").inc()
        return [(row.ticket, ModelTimeoutError("the deadline has passed")) for row in late]

    def _step(self, kind: str, chunks: tuple[Chunk, ...]) -> None:
        machine = self._machine
        began = machine.clock()
        rows = [(c.slot, c.row.cached, _next_tokens(c)) for c in chunks]
        lora = self._lora(chunks)
        logits = machine.model.forward(machine.cache.batch(rows), machine.cache, lora)
        with self._changed:
            ready = self._advance(chunks)
        if ready:
            draws = [job.draw() for _, job in ready]
            rows_ready = logits[[place for place, _ in ready]]
            tokens = choose_tokens(rows_ready, draws)
            likely = probabilities(rows_ready, draws, tokens)
            self._accept([job for _, job in ready], tokens, likely)
        machine.metrics.step.labels(kind).observe(machine.clock() - began)

    def _lora(self, chunks: tuple[Chunk, ...]) -> RowLora | None:
        """The adapters of a step's rows; those that are not in the bank yet are copied in."""
        bank, needed = self._machine.bank, [chunk.row.adapter for chunk in chunks]
        if not any(needed):
            return None
        missing = {name for name in needed if name} - set(bank.names)
        if missing:
            with self._changed:
                jobs = [self._jobs.get(chunk.row.ticket) for chunk in chunks]
            for job in jobs:
                if job is not None and job.adapter is not None and job.adapter.name in missing:
                    bank.put(job.adapter, pinned={name for name in needed if name})
                    self._machine.metrics.adapter_loads.inc()
        # A row that was cancelled meanwhile may lack its adapter; nobody reads what it computes.
        here = set(bank.names)
        names = [name if name in here else None for name in needed]
        return bank.rows(names, [chunk.slot for chunk in chunks])

    def _advance(self, chunks: tuple[Chunk, ...]) -> list[tuple[int, Job]]:
        """Note what is cached now; the rows that can draw, without those cancelled meanwhile."""
        ready = []
        for place, chunk in enumerate(chunks):
            if chunk.row.slot is None:
                continue
            chunk.row.cached += chunk.count
            if chunk.row.pending == 0:
                ready.append((place, self._jobs[chunk.row.ticket]))
        return ready

    def _accept(self, jobs: list[Job], tokens: list[int], likely: list[float]) -> None:
        news: list[News] = []
        with self._changed:
            for job, token, probability in zip(jobs, tokens, likely, strict=True):
                if job.row.ticket in self._jobs:
                    news.append((job.row.ticket, self._took(job, token, probability)))
        self._publish(news)

    def _took(self, job: Job, token: int, probability: float) -> Piece:
        piece = job.accept(token, probability)
        metrics = self._machine.metrics
        metrics.reply_tokens.inc()
        if not job.begun:
            job.begun = True
            waited = self._machine.clock() - job.submitted_s
            metrics.first_token.labels(job.row.priority.value).observe(waited)
            metrics.reused_tokens.inc(job.row.reused)
        if piece.reason:
            self._machine.batcher.remove(job.row)
            del self._jobs[job.row.ticket]
            metrics.ended.labels(piece.reason).inc()
        return piece

    def _report(self) -> None:
        self._machine.metrics.waiting.set(self._machine.batcher.waiting)
        self._machine.metrics.running.set(self._machine.batcher.running)

    def _give_up(self) -> None:
        with self._changed:
            self._stopping = True
            left = list(self._jobs)
            self._jobs.clear()
        self._publish([(ticket, ModelUnavailableError("the engine has ended")) for ticket in left])

    @property
    def dead(self) -> bool:
        """Whether the thread ended by a fault rather than by `stop`."""
        return self._dead


def _next_tokens(chunk: Chunk) -> list[int]:
    return chunk.row.tokens[chunk.row.cached : chunk.row.cached + chunk.count]
