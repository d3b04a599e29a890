"""What the web layer needs from the composition root."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import aiohttp
import msgspec
from aiohttp import web
from prometheus_client import CollectorRegistry

from inference.contracts import (
    HearingLimits,
    JsonValue,
    LanguageModel,
    Masker,
    SafetyGate,
    SpeechToText,
    TextToSpeech,
)
from media.contracts import PeerFactory
from sessions.contracts import Clock
from sessions.grounding import Grounds
from sessions.ids import SessionId, StudentId, TenantId
from sessions.items import Item
from tutor_server.attach.connection import MakeCodec
from tutor_server.attach.hub import Hub
from tutor_server.attach.presence import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parameter in the query of a route; none must be given."""

    name: str
    about: str
    kind: str = "string"
    """A type of JSON Schema."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation of the HTTP API."""

    method: str
    path: str
    about: str
    auth: str = "bearer"
    """`bearer` (token or cookie), `secret` (client secrets too), `none`."""
    answers: str = "200"
    query: tuple[Query, ...] = ()
    body: type[msgspec.Struct] | None = None
    """What is sent as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a request."""

    person_id: StudentId
    tenant_id: TenantId
    role: str
    """student, teacher, guardian, operator or service."""
    name: str = ""
    grade: int = 5
    locale: str = ""
    """BCP 47; empty until one is chosen."""
    session_id: SessionId | None = None
    """Set when a client secret is bound to one session."""
    short_lived: bool = False
    """A client secret: opens sessions and nothing else."""
    kind: str = "bearer"
    """The token's kind, as identity names it."""
    expires_at_s: int = 0
    """Unix time."""
    session: Mapping[str, JsonValue] = field(default_factory=dict)
    """The session object a client secret was made with."""


class Authority(Protocol):
    """Tokens and links, joined by app from tutor_server.identity and storage."""

    async def caller(self, token: str) -> Caller:
        """Raises TokenError, StorageUnavailableError."""

    async def log_in(self, link_token: str) -> tuple[str, int]:
        """Spend a one-time link; returns a browser token and its life in seconds.
        Raises LinkUsedError, LinkExpiredError, TokenError."""

    def client_secret(
        self,
        caller: Caller,
        *,
        session_id: SessionId | None,
        session: Mapping[str, JsonValue],
        life_s: int,
    ) -> tuple[str, int]:
        """A short-lived token and its expiry (Unix seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session as lists show it."""

    session_id: SessionId
    opened_at: datetime
    closed_at: datetime | None
    events: int


class Records(Protocol):
    """A student's own stored data."""

    async def sessions(
        self, caller: Caller, *, limit: int, before: datetime | None
    ) -> Sequence[SessionRow]:
        """Newest first."""

    async def items(self, caller: Caller, session_id: SessionId) -> tuple[Item, ...]:
        """The conversation of a session. Raises NotFoundError."""

    async def set_language(self, caller: Caller, tag: str) -> None:
        """Remember the caller's language; empty forgets it."""

    async def export(self, caller: Caller) -> Mapping[str, JsonValue]:
        """Everything stored about the caller."""


class Limiter(Protocol):
    """Counts openings; falls back to this process when Redis is away."""

    async def wait_s(self, key: str, per_minute: int) -> float:
        """0 when allowed, else the seconds to wait."""


class Workers(Protocol):
    """The web processes that share this one's port, joined by app."""

    @property
    def name(self) -> str:
        """This process's; goes into the ids of its calls."""

    @property
    def others(self) -> Sequence[str]:
        """Empty when this process is alone."""

    @property
    def leaving(self) -> asyncio.Event:
        """Set when this process stops."""

    async def owner(self, session_id: SessionId) -> str | None:
        """Another worker that has the session and answers, else None."""

    async def of_call(self, call_id: str) -> str | None:
        """The same for a call."""

    async def place(self) -> str | None:
        """The worker for a new session; None is this one. Raises OverloadedError."""

    async def present(self) -> Presence:
        """The students with a live session here or at another worker."""

    def reach(self, worker: str) -> aiohttp.ClientSession:
        """A client that talks to another worker."""


HealthCheck = Callable[[], Awaitable[bool]]
Render = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What routes need to know."""

    static: Path
    version: str
    origins: tuple[str, ...] = ()
    """Origins allowed besides the server's own."""
    secure: bool = False
    """Cookies are marked Secure (https)."""
    ice_servers: tuple[Mapping[str, JsonValue], ...] = ()
    """As the browser's RTCConfiguration takes them."""
    language: str = "en"
    """Of sessions whose student chose none; BCP 47 or `auto`."""
    opens_per_minute: int = 60
    secret_life_s: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPorts:
    """Everything concrete the routes use."""

    hub: Hub
    authority: Authority
    records: Records
    limiter: Limiter
    workers: Workers
    stt: SpeechToText
    tts: TextToSpeech
    llm: LanguageModel
    gate: SafetyGate
    masker: Masker
    make_peer: PeerFactory
    make_codec: MakeCodec
    decode_file: Callable[[bytes], bytes]
    """Any audio file to int16 mono 16 kHz. Raises BadAudioError."""
    encode_file: Callable[[str], "SpeechFile"]
    """A streaming encoder for `wav`, `pcm`, `opus` or `mp3`. Raises BadAudioError."""
    render: Render
    code_css: str
    registry: CollectorRegistry
    health: Mapping[str, HealthCheck]
    clock: Clock
    fresh_id: Callable[[str], str]
    hearing_limits: Callable[[], Awaitable[HearingLimits]]
    settings: WebSettings
    modules: Sequence[Callable[[web.Application], None]] = field(default_factory=tuple)
    """Route registrations of the side modules."""
    module_routes: Sequence[Route] = ()
    """The same routes for the OpenAPI document."""
    grounds: Grounds | None = None
    """The lessons, for replies without a session."""


class SpeechFile(Protocol):
    """A file being written while it is spoken."""

    content_type: str

    def add(self, pcm: bytes) -> bytes:
        """int16 mono 24 kHz in, file bytes out (may be empty)."""

    def end(self) -> bytes:
        """The last bytes."""


PORTS = web.AppKey("ports", WebPorts)
