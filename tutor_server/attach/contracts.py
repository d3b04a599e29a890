"""What attaching needs from storage and from the composition root."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from inference.contracts import JsonValue
from sessions.commands import TurnSettings
from sessions.contracts import Fact, Identity, LiveSession, Publish, SessionLog
from sessions.ids import SessionId, StudentId, TenantId
from sessions.items import Item
from sessions.patience import NOTHING_LEARNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """Whose session is opened."""

    tenant_id: TenantId
    student_id: StudentId
    display_name: str = ""
    grade: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session this process owns now."""

    identity: Identity
    epoch: int
    log: SessionLog
    history: tuple[Item, ...]
    facts: tuple[Fact, ...] = ()
    """Of an old session, in log order: what is under way in it can be taken up again."""
    accommodations: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the student needs (storage.people)."""
    paused: bool = False
    """A teacher's pause stands: the session begins quiet."""
    whole_class: bool = False
    """The pause is everybody's."""
    learned: float = NOTHING_LEARNED
    """Patience that earlier sessions learned with the student."""
    last_seq: int = 0


class SessionStore(Protocol):
    """Opens sessions in the log."""

    async def open(self, student: Student, session_id: SessionId | None) -> Opened:
        """A new session, or ownership of an old one of this student with a raised epoch.
        Raises NotFoundError (not theirs, or unknown), LogUnavailableError."""

    async def closed(self, identity: Identity, epoch: int) -> None:
        """The session ended here; a later epoch is left alone."""


class OwnedSession(LiveSession, Protocol):
    """A live session that tells when it ended."""

    async def ended(self) -> str:
        """Waits for the end; returns its reason."""


SessionFactory = Callable[
    [Opened, TurnSettings, Publish], AbstractAsyncContextManager[OwnedSession]
]
