"""A student's talk in the log, the module's cursor over it, and what it left."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from inference.contracts import JsonValue
from inference.errors import ModelOverloadedError
from inference.remembering.piece import content_words
from inference.safety.sensitive import is_sensitive
from sessions.contracts import Fact, FactKind, Identity
from sessions.ids import SessionId, StudentId
from tests.tutor_server.storage.world import World
from tutor_server.modules.memory.recall import Recaller
from tutor_server.modules.memory.store import CONSUMER, Memory, place_of
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.keys import KeyVault

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TITLES = {"equal-parts": "Equal parts", "angles": "Angles"}


def of_words(text: str) -> np.ndarray:
    """A unit vector in which texts are alike that share words."""
    total = np.zeros(384)
    for word in sorted(content_words(text)) or [text]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(384)
    return (total / np.linalg.norm(total)).astype(np.float32)


@dataclass
class WordEmbedder:
    """Likeness is shared words; may be away."""

    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def embed(self, text: str) -> np.ndarray:
        self.asked.append(text)
        if self.away:
            raise ModelOverloadedError("fake")
        return of_words(text)


def memory_of(world: World, embedder: WordEmbedder | None = None) -> Memory:
    return _memory(world.keys, embedder or WordEmbedder())


def module(keys: KeyVault) -> tuple[str, Effect]:
    """For `trouble`."""
    return CONSUMER, _memory(keys, WordEmbedder()).apply


def _memory(keys: KeyVault, embedder: WordEmbedder) -> Memory:
    return Memory(keys=keys, embedder=embedder, title=TITLES.get, unfit=is_sensitive)


def recaller_of(world: World, embedder: WordEmbedder | None = None) -> Recaller:
    return Recaller(
        database=world.database,
        keys=world.keys,
        embedder=embedder or WordEmbedder(),
        now=lambda: NOON,
    )


def identity(world: World, student: StudentId | None = None, session: str = "now") -> Identity:
    return Identity(
        tenant_id=world.tenant, student_id=student or world.ada, session_id=SessionId(session)
    )


def fact(
    kind: FactKind, body: Mapping[str, JsonValue], private: Mapping[str, JsonValue] | None = None
) -> Fact:
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body, private=private or {})


def message(item: str, speaker: str, *, aside: bool = False) -> dict[str, JsonValue]:
    return {
        "item_id": item,
        "after": None,
        "type": "message",
        "speaker": speaker,
        "modality": "text",
        "status": "completed",
        "heard_ms": None,
        "aside": aside,
    }


def said(text: str, *, item: str = "", aside: bool = False) -> Fact:
    """A student's turn, as a session writes it."""
    body = {**message(item or secrets.token_hex(4), "student", aside=aside), "turn": 1}
    return fact(FactKind.STUDENT_TURN, body, {"text": text, "unheard": ""})


def replied(text: str, *, item: str = "") -> Fact:
    """A tutor's reply."""
    items: list[JsonValue] = [message(item or secrets.token_hex(4), "tutor")]
    body: dict[str, JsonValue] = {"reply_id": "r", "out_of_band": False, "items": items}
    told: list[JsonValue] = [{"text": text, "unheard": ""}]
    return fact(FactKind.REPLY_DONE, body, {"items": told})


async def consent(world: World, student: StudentId | None = None, at: datetime = START) -> None:
    await grant(
        world.database,
        world.as_("service"),
        person=student or world.ada,
        purpose=Purpose.MEMORY,
        now=at,
    )


async def take_away(world: World, student: StudentId | None = None, at: datetime = NOON) -> None:
    assert await withdraw(
        world.database,
        world.as_("service"),
        person=student or world.ada,
        purpose=Purpose.MEMORY,
        now=at,
    )


async def happened(
    world: World,
    *facts: Fact,
    at: datetime = NOON,
    student: StudentId | None = None,
) -> str:
    """Append to a new session at a time; the session's id."""
    owned = await world.open(student)
    await owned.append(facts)
    session = owned.ownership.session_id
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute("UPDATE events SET at = $2 WHERE session = $1", session, at)
    return session


async def catch_up(
    world: World, student: StudentId | None = None, memory: Memory | None = None
) -> int:
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied, effect = 0, (memory or memory_of(world)).apply
    while count := await consumers.apply(CONSUMER, who, effect):
        applied += count
    return applied


async def kept(world: World, student: StudentId | None = None) -> list[tuple[str, str]]:
    """Kind and sentence of everything that is remembered, in order."""
    who = student or world.ada
    cipher = await world.keys.cipher(world.tenant, who)
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch(
            "SELECT kind, piece, sealed FROM memory_pieces WHERE student = $1"
            " ORDER BY student_seq, piece",
            who,
        )
    return [
        (row["kind"], cipher.open(row["sealed"], place=place_of(who, row["piece"])).decode())
        for row in rows
    ]


async def remembered(world: World, *texts: str, student: StudentId | None = None) -> None:
    """Consented, said in one session, and applied."""
    await consent(world, student)
    await happened(world, *map(said, texts), student=student)
    await catch_up(world, student)
