"""Questions, vectors and a cache over real stores, for the tests of this module."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from prometheus_client import CollectorRegistry

from inference.errors import ModelOverloadedError
from sessions.ids import StudentId
from tests.tutor_server.storage.world import World
from tutor_server.clock import monotonic
from tutor_server.modules.replies.cache import Around, ReplyCache
from tutor_server.modules.replies.hot import HotReplies
from tutor_server.modules.replies.metrics import ReplyMetrics
from tutor_server.modules.replies.question import Partition, Question
from tutor_server.modules.replies.store import ReplyStore

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
ASKED = "What is a fraction?"
REPLY = "A fraction is a part of a whole."


def vector(seed: str, *, like: float = 1.0) -> np.ndarray:
    """A unit vector of the seed's own; with `like` a second one of that cosine to it."""
    first, second = (_unit(f"{seed}{n}") for n in range(2))
    second -= (second @ first) * first
    second /= np.linalg.norm(second)
    return (like * first + np.sqrt(1 - like**2) * second).astype(np.float32)


def _unit(seed: str) -> np.ndarray:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    drawn = np.random.default_rng(number).standard_normal(384)
    return drawn / np.linalg.norm(drawn)


@dataclass
class FakeEmbedder:
    """Every text has the same vector, unless told otherwise; may be away."""

    known: dict[str, np.ndarray] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def embed(self, text: str) -> np.ndarray:
        self.asked.append(text)
        if self.away:
            raise ModelOverloadedError("fake")
        return self.known.get(text, vector("same"))


@dataclass
class Site:
    """A cache and what it was made of."""

    world: World
    cache: ReplyCache
    hot: HotReplies
    store: ReplyStore
    embedder: FakeEmbedder
    registry: CollectorRegistry
    now: datetime = NOON
    draws: list[float] = field(default_factory=list)
    """What the next draws give; 1 when there is nothing more, so that no hit is checked."""

    def question(
        self, text: str = ASKED, *, student: StudentId | None = None, **changes: object
    ) -> Question:
        partition = Partition(
            tenant=self.world.tenant, scope="generate", locale="en", grade=3, item="math",
            policy="p1", prompt_version="1", model_version="nano-1",
        )  # fmt: skip
        return Question(partition=replace(partition, **changes), text=text, student=student)

    def value(self, name: str, **labels: str) -> float:
        found = self.registry.get_sample_value(f"tutor_reply_cache_{name}", labels)
        return found or 0.0

    def looked(self, result: str) -> float:
        return self.value("lookups_total", scope="generate", result=result)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@asynccontextmanager
async def site_of(
    world: World, redis_url: str, *, clock: Callable[[], float] = monotonic
) -> AsyncIterator[Site]:
    registry, embedder = CollectorRegistry(), FakeEmbedder()
    hot, store = HotReplies.connect(redis_url, clock=clock), ReplyStore(world.database)
    around = Around(
        embedder=embedder,
        metrics=ReplyMetrics(registry),
        now=lambda: site.now,
        draw=lambda: site.draws.pop(0) if site.draws else 1.0,
    )
    site = Site(
        world=world,
        cache=ReplyCache(store, hot, around),
        hot=hot,
        store=store,
        embedder=embedder,
        registry=registry,
    )
    try:
        yield site
    finally:
        await hot.close()
