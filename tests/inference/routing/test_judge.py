"""The judge in virtual time: in time, late, broken; it never raises."""

import asyncio
import logging

import numpy as np
import pytest

from inference.errors import ModelOverloadedError
from inference.routing.judge import LearnedJudge
from tests.inference.routing.learned import WIDTH
from tests.inference.routing.test_difficulty import PLAIN
from tests.virtual_time import run_virtual


class Embedder:
    def __init__(
        self, *, wait_s: float = 0.0, error: Exception | None = None, width: int = WIDTH
    ) -> None:
        self.wait_s, self.error, self.width = wait_s, error, width

    async def embed(self, text: str) -> np.ndarray:
        await asyncio.sleep(self.wait_s)
        if self.error:
            raise self.error
        return np.zeros(self.width, np.float32)


@pytest.mark.parametrize(
    ("embedder", "difficulty"),
    [
        (Embedder(wait_s=0.04), 0.25),
        (Embedder(wait_s=0.06), None),
        (Embedder(error=ModelOverloadedError("full")), None),
        (Embedder(error=RuntimeError("onnx says: ab")), None),
        (Embedder(width=WIDTH + 1), None),
    ],
)
def test_it_says_how_hard_or_nothing(
    embedder: Embedder, difficulty: float | None, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> float | None:
        return await LearnedJudge(PLAIN, embedder, limit_s=0.05).difficulty("ab")

    with caplog.at_level(logging.INFO):
        assert run_virtual(main()) == difficulty
    assert bool(caplog.records) == (difficulty is None)
    assert "onnx says" not in caplog.text


def test_a_caller_that_leaves_is_not_answered() -> None:
    async def main() -> None:
        async with asyncio.timeout(0.01):
            await LearnedJudge(PLAIN, Embedder(wait_s=0.04)).difficulty("ab")

    with pytest.raises(TimeoutError):
        run_virtual(main())
