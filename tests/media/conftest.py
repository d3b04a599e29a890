"""A student's side of a WebRTC call, made of plain aiortc, and a clock that tests turn by hand."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
import pytest
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError

from media.contracts import LinkReport, PeerCallbacks, PeerSettings, PeerState, ScreenFrame
from media.peer import RtcPeer
from media.playout import QueuedPlayout

RATE_HZ = 48_000


class FakeClock:
    """A monotonic clock that moves only when told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class ToneTrack(MediaStreamTrack):
    """A microphone that hears a tone."""

    kind = "audio"

    def __init__(self, hz: float = 440.0, level: float = 8_000.0) -> None:
        super().__init__()
        self._hz, self._level = hz, level
        self._start_s = time.monotonic()
        self._sent = 0

    async def recv(self) -> av.AudioFrame:
        await asyncio.sleep(self._start_s + self._sent / RATE_HZ - time.monotonic())
        if self.readyState != "live":
            raise MediaStreamError
        at = np.arange(self._sent, self._sent + 960) / RATE_HZ
        tone = (self._level * np.sin(2 * np.pi * self._hz * at)).astype(np.int16)
        # Stereo, because aiortc's encoder is, and turns mono down by 3 dB.
        frame = av.AudioFrame("s16", "stereo", 960)
        frame.planes[0].update(np.repeat(tone, 2).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._sent, Fraction(1, RATE_HZ)
        self._sent += 960
        return frame


class MovingScreen(VideoStreamTrack):
    """A shared screen on which something changes with every frame."""

    def __init__(self, width: int = 320, height: int = 240) -> None:
        super().__init__()
        self._size = (height, width, 3)
        self._random = np.random.default_rng(7)

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        picture = self._random.integers(0, 255, self._size, np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        return frame


@dataclass
class Student:
    """What the peer delivers, and the client connection it is delivered from."""

    playout: QueuedPlayout
    settings: PeerSettings = field(default_factory=PeerSettings)
    voice: bytearray = field(default_factory=bytearray)
    screens: list[ScreenFrame] = field(default_factory=list)
    screens_ended: int = 0
    messages: list[str | bytes] = field(default_factory=list)
    states: list[PeerState] = field(default_factory=list)
    links: list[LinkReport] = field(default_factory=list)
    heard: list[np.ndarray] = field(default_factory=list)
    replies: list[str | bytes] = field(default_factory=list)
    played: dict[int, int] = field(default_factory=dict)
    drained: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.channel: RTCDataChannel | None = None
        self.peer = RtcPeer(self.playout, self._callbacks(), self.settings)
        self._listening: list[asyncio.Task[None]] = []
        self.connection.on("track", self._listen)

    def _callbacks(self) -> PeerCallbacks:
        return PeerCallbacks(
            on_voice=self.voice.extend,
            on_screen=self.screens.append,
            on_screen_ended=self._screen_ended,
            on_message=self.messages.append,
            on_state=self.states.append,
            on_link=self.links.append,
        )

    def _screen_ended(self) -> None:
        self.screens_ended += 1

    def _listen(self, track: MediaStreamTrack) -> None:
        self._listening.append(asyncio.get_running_loop().create_task(self._hear(track)))

    async def _hear(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self.heard.append(frame.to_ndarray().ravel()[::2])

    def speak(self, track: MediaStreamTrack | None = None) -> RTCRtpSender:
        return self.connection.addTrack(track or ToneTrack())

    def open_channel(self, label: str = "oai-events") -> RTCDataChannel:
        self.channel = self.connection.createDataChannel(label)
        self.channel.on("message", self.replies.append)
        return self.channel

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def negotiate(self) -> None:
        answer = await self.peer.answer(await self.offer())
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def connect(self) -> None:
        self.speak()
        self.open_channel()
        await self.negotiate()
        await self.until(lambda: PeerState.CONNECTED in self.states)
        await self.until(lambda: self.channel is not None and self.channel.readyState == "open")

    async def until(self, true: Callable[[], bool], limit_s: float = 8.0) -> None:
        async with asyncio.timeout(limit_s):
            while not true():
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        await self.peer.close()
        await self.connection.close()
        for task in self._listening:
            task.cancel()  # a track that never started never ends
        await asyncio.gather(*self._listening, return_exceptions=True)

    # The listener of the playout.
    def playout_started(self, reply: int, at_s: float) -> None:
        self.played.setdefault(reply, 0)

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None:
        self.played[reply] = played_samples

    def playout_drained(self, reply: int, at_s: float) -> None:
        self.drained.append(reply)


class _Relay:
    """Lets the playout exist before the student who listens to it."""

    student: Student

    def playout_started(self, reply: int, at_s: float) -> None:
        self.student.playout_started(reply, at_s)

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None:
        self.student.playout_progressed(reply, played_samples, at_s)

    def playout_drained(self, reply: int, at_s: float) -> None:
        self.student.playout_drained(reply, at_s)


def make_student(settings: PeerSettings | None = None) -> Student:
    relay = _Relay()
    playout = QueuedPlayout(relay, time.monotonic)
    relay.student = Student(playout=playout, settings=settings or PeerSettings())
    return relay.student


MakeStudent = Callable[..., Student]


@pytest.fixture
async def students() -> AsyncIterator[MakeStudent]:
    """Makes students and closes them all at the end."""
    made: list[Student] = []

    def make(settings: PeerSettings | None = None) -> Student:
        made.append(make_student(settings))
        return made[-1]

    yield make
    closing: list[Awaitable[None]] = [student.close() for student in made]
    await asyncio.gather(*closing)


@pytest.fixture
async def student(students: MakeStudent) -> Student:
    return students()


@pytest.fixture
def moving_screen() -> Callable[..., MovingScreen]:
    return MovingScreen


@pytest.fixture
def tone_track() -> Callable[..., ToneTrack]:
    return ToneTrack
