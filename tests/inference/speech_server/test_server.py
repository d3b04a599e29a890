"""What the speech process does with clients that break off, dawdle, cheat or come too many."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from inference.contracts import (
    Hearing,
    HearingLimits,
    HearingOptions,
    SpeechChunk,
    Transcript,
    VoiceOptions,
)
from inference.speech_server.frames import MAX_FRAME_BYTES, Frame, pack, read_frame
from inference.speech_server.server import SpeechSettings, serve_speech

HEAR = pack("hear", language=None, kind="any", terms=[])
SPEAK = pack("speak", text="hello", voice="default", language="en", speed=1.0)


class SlowEars:
    """A recogniser whose final takes until it is allowed; says who is still inside."""

    def __init__(self) -> None:
        self.inside = 0
        self.finishing = asyncio.Event()
        self.allowed = asyncio.Event()
        self.fault: Exception | None = None

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator[Hearing]:
        self.inside += 1
        try:
            yield SlowHearing(self)
        finally:
            self.inside -= 1

    async def limits(self) -> HearingLimits:
        return HearingLimits(engine="slow", model="m", free_speech=False)


class SlowHearing:
    def __init__(self, ears: SlowEars) -> None:
        self._ears = ears

    async def push(self, pcm: bytes) -> None:
        if self._ears.fault is not None:
            raise self._ears.fault

    async def partials(self) -> AsyncIterator[Transcript]:
        yield Transcript(text="so far")
        await asyncio.Event().wait()

    async def finish(self) -> Transcript:
        self._ears.finishing.set()
        await self._ears.allowed.wait()
        return Transcript(text="heard", final=True)


class LongVoice:
    """Speaks 20 MB; counts the chunks that somebody took."""

    def __init__(self) -> None:
        self.taken = 0
        self.speaking = 0

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        self.speaking += 1
        try:
            for _ in range(400):
                yield SpeechChunk(pcm=bytes(50_000))
                self.taken += 1
        finally:
            self.speaking -= 1

    async def voices(self) -> tuple[str, ...]:
        return ("default",)


class Served:
    """The server of one test, and connections to it."""

    def __init__(self, listen: str) -> None:
        self.listen = listen
        self.ears = SlowEars()
        self.voice = LongVoice()

    async def dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(self.listen)

    async def reply(self, sent: bytes) -> Frame | None:
        """The first frame that is not a partial, after sending that."""
        reader, writer = await self.dial()
        writer.write(sent)
        try:
            while (frame := await read_frame(reader)) is not None and frame["op"] == "partial":
                pass
            return frame
        finally:
            writer.close()

    async def emptied(self) -> None:
        """Nobody is recognised or spoken to any more."""
        async with asyncio.timeout(10):
            while self.ears.inside or self.voice.speaking:
                await asyncio.sleep(0)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    found, ready = Served(str(tmp_path / "s")), asyncio.Event()
    settings = SpeechSettings(listen=found.listen, max_connections=4)
    task = asyncio.create_task(serve_speech(settings, found.ears, found.voice, ready=ready.set))
    await ready.wait()
    yield found
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (struct.pack(">I", 10 << 20), "bad_frame"),
        (struct.pack(">I", MAX_FRAME_BYTES + 1) + bytes(64), "bad_frame"),
        (struct.pack(">I", 4) + b"\xc1\xc1\xc1\xc1", "bad_frame"),
        (HEAR + pack("audio", pcm="text"), "bad_frame"),
        (HEAR + pack("audio", pcm=b"odd"), "bad_audio"),
    ],
    ids=["10 MB announced", "one byte too many", "no msgpack", "audio of text", "half a sample"],
)
async def test_broken_frames_are_answered_and_end(served: Served, sent: bytes, code: str) -> None:
    frame = await served.reply(sent)
    assert frame is not None
    assert (frame["op"], frame["code"]) == ("error", code)
    await served.emptied()
    assert (await served.reply(pack("health"))) == {"op": "health", "ok": True}


async def test_a_frame_cut_off_by_a_dying_client_leaves_nothing(served: Served) -> None:
    _, writer = await served.dial()
    writer.write(HEAR + pack("audio", pcm=bytes(640))[:100])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await served.emptied()


async def test_closing_while_the_final_is_worked_out_cancels_it(served: Served) -> None:
    _, writer = await served.dial()
    writer.write(HEAR + pack("finish"))
    await served.ears.finishing.wait()
    assert served.ears.inside == 1
    writer.close()
    await served.emptied()


async def test_no_partial_follows_the_final(served: Served) -> None:
    reader, writer = await served.dial()
    served.ears.allowed.set()
    writer.write(HEAR + pack("audio", pcm=bytes(640)) + pack("finish"))
    kinds = []
    while (frame := await read_frame(reader)) is not None:
        kinds.append(frame["op"])
    writer.close()
    assert kinds[-1] == "final"
    assert set(kinds[:-1]) <= {"partial"}


async def test_a_slow_reader_holds_the_voice_back(served: Served) -> None:
    reader, writer = await served.dial()
    writer.write(SPEAK)
    first = await read_frame(reader)
    assert first is not None
    for _ in range(200):
        await asyncio.sleep(0)
    assert served.voice.taken < 100  # 5 of 20 MB: buffers are full, the synthesis waits
    rest = 1
    while (frame := await read_frame(reader)) is not None and frame["op"] == "chunk":
        rest += 1
    writer.close()
    assert rest == 400


async def test_leaving_in_the_middle_of_a_sentence_ends_it(served: Served) -> None:
    reader, writer = await served.dial()
    writer.write(SPEAK)
    assert await read_frame(reader) is not None
    writer.close()
    await served.emptied()
    assert served.voice.taken < 400


async def test_too_many_at_once_are_told(served: Served) -> None:
    lines = [await served.dial() for _ in range(4)]
    for _, writer in lines:
        writer.write(HEAR)
    while served.ears.inside < 4:
        await asyncio.sleep(0)
    frame = await served.reply(pack("health"))
    assert frame is not None
    assert frame["code"] == "overloaded"
    for _, writer in lines:
        writer.close()
    await served.emptied()
    assert (await served.reply(pack("health"))) is not None


async def test_a_fault_of_the_recogniser_is_told_without_its_words(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.ears.fault = RuntimeError("lost its model")
    frame = await served.reply(HEAR + pack("audio", pcm=bytes(640)))
    assert frame is not None
    assert frame["code"] == "inference_error"
    assert "an utterance failed" in caplog.text
    await served.emptied()


async def test_the_socket_is_ours_alone_and_a_dead_ones_place_is_taken(tmp_path: Path) -> None:
    listen = tmp_path / "s"
    for _ in range(2):
        ready = asyncio.Event()
        settings = SpeechSettings(listen=str(listen))
        task = asyncio.create_task(
            serve_speech(settings, SlowEars(), LongVoice(), ready=ready.set)
        )
        await ready.wait()
        assert listen.stat().st_mode & 0o777 == 0o600
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    listen = tmp_path / "notes"
    listen.write_text("keep me")
    settings = SpeechSettings(listen=str(listen))
    with pytest.raises(OSError, match="in use"):
        await serve_speech(settings, SlowEars(), LongVoice(), ready=lambda: None)
    assert listen.read_text() == "keep me"
