"""Embedding beside the loop: one thread, a bounded queue, nothing computed twice."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from inference.embedding.worker import MAX_WAITING, REMEMBERED, EmbeddingWorker
from inference.errors import ModelOverloadedError


class Fake:
    """Embeds a text as its length; may be held up."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.threads: set[int] = set()
        self.go = threading.Event()
        self.go.set()

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.go.wait()
        self.texts += texts
        self.threads.add(threading.get_ident())
        return np.array([[len(text)] for text in texts], np.float32)


async def test_one_thread_of_its_own() -> None:
    fake = Fake()
    async with EmbeddingWorker(fake) as worker:
        rows = await asyncio.gather(*(worker.embed("x" * n) for n in range(20)))
    assert [row[0] for row in rows] == list(range(20))
    assert len(fake.threads) == 1
    assert threading.get_ident() not in fake.threads


async def test_a_known_text_is_not_computed_again() -> None:
    fake = Fake()
    async with EmbeddingWorker(fake) as worker:
        await worker.embed("kept")
        for n in range(REMEMBERED - 1):
            await worker.embed(f"{n}")
        await worker.embed("kept")
        assert fake.texts.count("kept") == 1
        for n in range(REMEMBERED):
            await worker.embed(f"more {n}")
        await worker.embed("kept")
        assert fake.texts.count("kept") == 2


async def test_too_many_are_refused_and_the_others_served() -> None:
    fake = Fake()
    fake.go.clear()
    async with EmbeddingWorker(fake) as worker, asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker.embed(f"{n}")) for n in range(MAX_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(ModelOverloadedError):
            await worker.embed("one too many")
        fake.go.set()
    assert len([task.result() for task in tasks]) == MAX_WAITING


async def test_an_error_is_the_callers_and_the_worker_goes_on() -> None:
    def embed(texts: Sequence[str]) -> np.ndarray:
        if texts[0] == "bad":
            raise ValueError("bad")
        return np.ones((1, 2), np.float32)

    async with EmbeddingWorker(embed) as worker:
        for _ in range(MAX_WAITING + 1):
            with pytest.raises(ValueError, match="bad"):
                await worker.embed("bad")
        assert (await worker.embed("good")).tolist() == [1, 1]


async def test_closed() -> None:
    worker = EmbeddingWorker(Fake())
    async with worker:
        pass
    with pytest.raises(ModelOverloadedError):
        await worker.embed("late")


async def test_what_nobody_waited_for_is_there_for_who_asks_again() -> None:
    fake = Fake()
    async with EmbeddingWorker(fake) as worker:
        fake.go.clear()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await worker.embed("late")
        fake.go.set()
        assert (await worker.embed("next"))[0] == 4
        assert (await worker.embed("late"))[0] == 4
    assert fake.texts == ["late", "next"]
