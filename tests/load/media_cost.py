"""What one duplex voice session costs the server: our peer beside plain aiortc, in the same run.

`python -m tests.load.media_cost --sessions 6 --seconds 10` prints CPU per session as a share of
one core. Every measurement is a fresh process on the event loop of the web role; the students live
in one of their own and send packets encoded beforehand, so the figure is the server's alone. It
is CPU time, not wall time: other load on the machine counts only in so far as it spoils caches.
Plain aiortc means what its examples do: a track of PCM frames out, `track.recv()` and a resampler
in. Both answer the same offers; the tutor speaks half of the time. Each runs several times, in
turn.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
import uvloop
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError
from av.stream import Stream

from media.contracts import OUT_RATE_HZ, PeerCallbacks, PeerSettings
from media.opus import OpusEncoder
from media.peer import RtcPeer
from media.playout import QueuedPlayout
from media.wheel import Wheel
from tests.load.plan import Plan
from tests.load.report import ROOT, Table, as_text
from tests.load.spread import median, ratio

NO_SERVERS = RTCConfiguration(iceServers=[])
RUNS = 3
SPEECH_S, PAUSE_S = 2.0, 2.0


def speech(seconds: float) -> bytes:
    """Something an encoder has to work for: gliding harmonics with noise, in syllables."""
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    phase = 2 * np.pi * np.cumsum(140 + 30 * np.sin(2 * np.pi * 0.7 * at)) / OUT_RATE_HZ
    voice = sum(np.sin(k * phase) / k for k in range(1, 25))
    voice = voice * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * at))
    voice = voice + 0.05 * np.random.default_rng(0).standard_normal(len(at))
    return bytes((voice / np.abs(voice).max() * 16_000).astype(np.int16).tobytes())


class CannedVoice(MediaStreamTrack):
    """A student's microphone whose packets were encoded once."""

    kind = "audio"

    def __init__(self, packets: list[bytes]) -> None:
        super().__init__()
        self._packets = packets
        self._start_s = time.monotonic()
        self._sent = 0

    async def recv(self) -> "av.Packet[Stream]":
        await asyncio.sleep(self._start_s + self._sent * 0.020 - time.monotonic())
        packet = av.Packet(self._packets[self._sent % len(self._packets)])
        packet.pts, packet.time_base = self._sent * 960, Fraction(1, 48_000)
        self._sent += 1
        return packet


class SpeakingTrack(AudioStreamTrack):
    """The tutor as plain aiortc has it: 48 kHz frames, sound half of the time."""

    def __init__(self, pcm: bytes) -> None:
        super().__init__()
        samples = np.repeat(np.frombuffer(pcm, np.int16), 2).reshape(-1, 960)
        pause = np.zeros((int(PAUSE_S / 0.020), 960), np.int16)
        self._frames = np.concatenate([samples, pause])
        self._start_s = time.monotonic()
        self._sent = 0

    async def recv(self) -> av.AudioFrame:
        await asyncio.sleep(self._start_s + self._sent * 0.020 - time.monotonic())
        frame = av.AudioFrame("s16", "mono", 960)
        frame.planes[0].update(self._frames[self._sent % len(self._frames)].tobytes())
        frame.sample_rate, frame.pts, frame.time_base = (
            48_000,
            self._sent * 960,
            Fraction(1, 48_000),
        )
        self._sent += 1
        return frame


class Plain:
    """One session of plain aiortc."""

    def __init__(self, pcm: bytes, wheel: Wheel) -> None:
        self.heard = 0
        self._connection = RTCPeerConnection(NO_SERVERS)
        self._connection.addTrack(SpeakingTrack(pcm))
        self._listening: asyncio.Task[None] | None = None
        self._connection.on("track", self._listen)

    def _listen(self, track: MediaStreamTrack) -> None:
        self._listening = asyncio.get_running_loop().create_task(self._hear(track))

    async def _hear(self, track: MediaStreamTrack) -> None:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, av.AudioFrame)
            for part in resampler.resample(frame):
                self.heard += len(bytes(part.planes[0]))

    async def answer(self, offer: str) -> str:
        await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._connection.setLocalDescription(await self._connection.createAnswer())
        return self._connection.localDescription.sdp

    async def close(self) -> None:
        await self._connection.close()
        if self._listening is not None:
            await self._listening


class Ours:
    """One session of our peer, its playout fed with the same speech."""

    def __init__(self, pcm: bytes, wheel: Wheel) -> None:
        self.heard = 0
        self._pcm, self._reply = pcm, 0
        self._playout = QueuedPlayout(self, time.monotonic)
        callbacks = PeerCallbacks(
            on_voice=self._hear,
            on_screen=lambda frame: None,
            on_screen_ended=lambda: None,
            on_message=lambda message: None,
            on_state=lambda state: None,
        )
        self._peer = RtcPeer(self._playout, callbacks, PeerSettings(), wheel=wheel)
        self.answer, self._close_peer = self._peer.answer, self._peer.close
        self._timer: asyncio.TimerHandle | None = None
        self._speak()

    def _hear(self, pcm: bytes) -> None:
        self.heard += len(pcm)

    def _speak(self) -> None:
        self._reply += 1
        self._playout.enqueue(self._reply, self._pcm)
        self._playout.release(self._reply)
        self._playout.finish(self._reply)

    def playout_started(self, reply: int, at_s: float) -> None: ...

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None: ...

    def playout_drained(self, reply: int, at_s: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self._speak)

    async def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        await self._close_peer()


KINDS: dict[str, type[Plain] | type[Ours]] = {"plain": Plain, "ours": Ours}


async def be_students(sessions: int) -> None:
    """The other process: offers on stdout, answers on stdin, until stdin ends."""
    pcm, encoder = speech(4.0), OpusEncoder()
    packets = [encoder.encode(pcm[at : at + 960]) for at in range(0, len(pcm), 960)]
    connections, sinks = [], []
    for _ in range(sessions):
        connection, sink = RTCPeerConnection(NO_SERVERS), MediaBlackhole()
        connection.addTrack(CannedVoice(packets))
        connection.createDataChannel("oai-events")
        connection.on("track", sink.addTrack)
        await connection.setLocalDescription(await connection.createOffer())
        sys.stdout.write(json.dumps(connection.localDescription.sdp) + "\n")
        sys.stdout.flush()
        answer = json.loads(await asyncio.to_thread(sys.stdin.readline))
        await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await sink.start()
        connections.append(connection)
        sinks.append(sink)
    await asyncio.to_thread(sys.stdin.read)
    for connection in connections:
        await connection.close()


async def measure(kind: type[Plain] | type[Ours], sessions: int, seconds: float) -> float:
    """CPU seconds of this process per second and session."""
    students = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.load.media_cost",
        "--students",
        str(sessions),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    assert students.stdin is not None
    assert students.stdout is not None
    pcm, wheel = speech(SPEECH_S), Wheel()
    peers = [kind(pcm, wheel) for _ in range(sessions)]
    for peer in peers:
        offer = json.loads(await students.stdout.readline())
        students.stdin.write(json.dumps(await peer.answer(offer)).encode() + b"\n")
    await asyncio.sleep(2.0)
    before, wall, cpu = [peer.heard for peer in peers], time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    for peer, start in zip(peers, before, strict=True):
        heard_s = (peer.heard - start) / 32_000
        if heard_s < 0.9 * wall:
            raise RuntimeError(f"only {heard_s:.1f} s of {wall:.1f} were heard")
    for peer in peers:
        await peer.close()
    students.stdin.close()
    await students.wait()
    return cpu / wall / sessions


async def measure_apart(kind: str, sessions: int, seconds: float) -> float:
    """The same in a process of its own, on the web role's event loop."""
    amounts = ("--sessions", str(sessions), "--seconds", str(seconds))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.load.media_cost",
        "--only",
        kind,
        *amounts,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"measuring {kind} failed")
    return float(out)


async def compare(sessions: int, seconds: float) -> Table:
    """Measure both, several times and in turn, so that a busy machine shows."""
    costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(RUNS):
        for kind, found in costs.items():
            found.append(await measure_apart(kind, sessions, seconds))
    ours, plain = costs["ours"], costs["plain"]
    return Table(
        question="CPU of one duplex voice session beside plain aiortc",
        columns=("peer", "% of a core", "each run"),
        rows=(
            _row("our peer", ours),
            _row("plain aiortc", plain),
            ("ratio", ratio(median(ours), median(plain)), ""),
        ),
        notes=(f"Medians of {RUNS} runs of {seconds:.0f} s with {sessions} sessions, on uvloop.",),
    )


def _row(name: str, costs: Sequence[float]) -> tuple[str, ...]:
    shares = ", ".join(f"{100 * cost:.2f}" for cost in costs)
    return (name, f"{100 * median(costs):.2f}", shares)


async def tables(plan: Plan) -> list[Table]:
    """For `bench.py`."""
    return [await compare(plan.media_sessions, plan.media_s)]


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", choices=tuple(KINDS), help=argparse.SUPPRESS)
    parser.add_argument("--students", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.students:
        asyncio.run(be_students(options.students))
    elif options.only:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            run = measure(KINDS[options.only], options.sessions, options.seconds)
            sys.stdout.write(f"{runner.run(run)}\n")
    else:
        table = asyncio.run(compare(options.sessions, options.seconds))
        sys.stdout.write(as_text(table))


if __name__ == "__main__":
    main()
