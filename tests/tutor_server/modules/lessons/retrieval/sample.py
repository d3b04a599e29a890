"""Two small lessons and a sentence model that counts words, for tests of retrieval."""

import asyncio
from dataclasses import dataclass, field, replace

import numpy as np

from inference.errors import ModelOverloadedError
from inference.safety.stems import stems
from sessions.teaching.lesson import Lesson
from tests.fakes.lesson import lesson
from tutor_server.modules.lessons.retrieval.index import Index, Vector
from tutor_server.modules.lessons.retrieval.passages import passages

PLANTS = replace(
    lesson(),
    lesson_id="plants",
    path="life-science",
    title="How plants make food",
    objectives=("Say how a leaf makes sugar.",),
    simple="Light falls on a leaf. The leaf turns water into sugar. This is **photosynthesis**.",
    full="In **photosynthesis** a leaf uses light energy to make sugar, with *chlorophyll*.",
    worked_example="1. A bean gained 50 grams. 2. The soil lost 1 gram.",
    misconceptions=(),
    items=(),
)
WIDTH = 64


def lessons() -> tuple[Lesson, ...]:
    """Both."""
    return (lesson(), PLANTS)


def embed(text: str) -> Vector:
    """The words of a text, each in a place of its own as far as there is room."""
    vector = np.zeros(WIDTH, np.float32)
    for word in stems(text):
        vector[sum(map(ord, word)) % WIDTH] += 1
    return vector / np.float32(np.linalg.norm(vector) or 1)


def index(*, blind: bool = False) -> Index:
    """Over both lessons; `blind`: without any vector."""
    cut = passages(lessons())
    vectors = np.array([embed(passage.key) for passage in cut])
    return Index(cut, vectors * 0 if blind else vectors)


@dataclass
class FakeEmbedder:
    """May be slow or broken."""

    delay_s: float = 0.0
    broken: bool = False
    asked: list[str] = field(default_factory=list)

    async def embed(self, text: str) -> Vector:
        self.asked.append(text)
        await asyncio.sleep(self.delay_s)
        if self.broken:
            raise ModelOverloadedError("fake")
        return embed(text)
