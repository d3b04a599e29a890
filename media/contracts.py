"""What the rest of the server may ask of media: Protocols and frozen values, nothing concrete.

A student's voice leaves media as int16 mono 16 kHz; the tutor's voice enters it as int16 mono
24 kHz. Nothing here knows sessions, turns or HTTP.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

IN_RATE_HZ = 16_000
"""Rate of the student's voice as media hands it on."""
OUT_RATE_HZ = 24_000
"""Rate of the tutor's voice as media takes it."""
FRAME_MS = 20
"""Everything is paced in frames of this length."""
OUT_FRAME_SAMPLES = OUT_RATE_HZ * FRAME_MS // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenFrame:
    """The latest frame of a shared screen."""

    jpeg: bytes
    width: int
    height: int
    at_s: float
    """Monotonic clock."""


class PlayoutListener(Protocol):
    """Told what the student can have heard. Called on the event loop; must not block."""

    def playout_started(self, reply: int, at_s: float) -> None:
        """The first audible frame of a reply left."""

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None:
        """Called every 100 ms of played audio and at every clip's end."""

    def playout_drained(self, reply: int, at_s: float) -> None:
        """A finished reply has been played to its last sample."""


class Playout(Protocol):
    """The tutor's voice on its way out: a bounded queue, paced by whoever pulls frames.

    Replies are numbered upwards by the caller; audio of a reply that was stopped is refused
    silently, so a late clip can never be heard.
    """

    def enqueue(self, reply: int, pcm: bytes) -> bool:
        """Queue samples of a reply; False when the reply was stopped or the queue is full."""

    async def room(self, reply: int) -> None:
        """Wait until more audio is wanted (at most 30 s are queued) or the reply is stopped."""

    def release(self, reply: int) -> None:
        """Let a held reply be heard. Until then its audio waits (speculation)."""

    def finish(self, reply: int) -> None:
        """No more audio will come for this reply; `playout_drained` follows the last sample."""

    def stop(self, reply: int) -> int:
        """Drop a reply at once, with a 10 ms fade; returns its samples that were played."""

    def set_gain(self, gain: float) -> None:
        """0 to 1, ramped over 20 ms; used to duck. At 0 the voice waits where it is: nothing
        more of it is played until the gain rises."""

    def next_frame(self) -> bytes | None:
        """The next 20 ms (480 samples, gain applied) or None for silence. Pulled by a pacer."""


class LinkQuality(StrEnum):
    """How well a link carries the talk."""

    GOOD = "good"
    WEAK = "weak"
    """Some of the voice is missing or late."""
    BAD = "bad"
    """Words get lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """A link in the last seconds. Shares are 0 to 1."""

    quality: LinkQuality
    loss: float = 0.0
    """Of the student's packets."""
    lost_there: float = 0.0
    """Of the tutor's packets, as the student's side reports."""
    concealed: float = 0.0
    """Share of the time whose voice was made up."""
    jitter_s: float = 0.0
    round_trip_s: float | None = None
    """None: not known."""
    lag_s: float = 0.0
    """How far the student's ear is behind what was sent (WebSocket)."""


def _ignore(report: LinkReport) -> None:
    """Nobody wants to know."""


class PeerState(StrEnum):
    """State of a WebRTC peer."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCallbacks:
    """Where a peer delivers. All are called on the event loop; none may block."""

    on_voice: Callable[[bytes], None]
    """int16 mono 16 kHz, about 20 ms at a time."""
    on_screen: Callable[[ScreenFrame], None]
    on_screen_ended: Callable[[], None]
    on_message: Callable[[str | bytes], None]
    """One message from the data channel `oai-events`."""
    on_state: Callable[[PeerState], None]
    on_link: Callable[[LinkReport], None] = _ignore
    """How the link is, about once a second while it is up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSettings:
    """How peers connect."""

    ice_servers: tuple[str, ...] = ()
    """STUN or TURN URLs; `turn:user:secret@host:port`."""
    connect_timeout_s: float = 15.0
    max_screen_hz: float = 2.0
    """Screen frames kept per second; the rest are dropped before they are encoded."""
    max_screen_pixels: int = 1920 * 1080


class Peer(Protocol):
    """One student's WebRTC connection."""

    async def answer(self, offer_sdp: str) -> str:
        """Answer an offer, or a later one (renegotiation, ICE restart). Raises BadOfferError."""

    def send(self, message: str | bytes) -> bool:
        """Send on the data channel; False when it is not open or its buffer is full (1 MB)."""

    async def close(self) -> None:
        """Close exactly once, from any state; returns within 2 s."""


PeerFactory = Callable[[Playout, PeerCallbacks], Peer]


class VoiceCodec(Protocol):
    """Audio of the WebSocket path, one instance per session and direction."""

    def decode(self, data: bytes) -> bytes:
        """Wire bytes (PCM16 24 kHz, or one Opus packet) to int16 mono 16 kHz.
        Raises BadAudioError."""

    def encode(self, pcm: bytes) -> bytes:
        """int16 mono 24 kHz, one 20 ms frame, to wire bytes."""
