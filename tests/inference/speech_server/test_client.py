"""A real server and client over a socket: what is lost when either dies, and what is not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from inference.contracts import (
    AnswerKind,
    Expected,
    HeardWord,
    Hearing,
    HearingLimits,
    HearingOptions,
    SpeechChunk,
    Transcript,
    VoiceOptions,
    WordMark,
)
from inference.errors import BadAudioError, SpeechUnavailableError, UnknownVoiceError
from inference.speech_server.client import Patience, SpeechClient
from inference.speech_server.frames import pack, read_frame
from inference.speech_server.server import MAX_AUDIO_S, SpeechSettings, serve_speech

QUICK = Patience(reconnect_s=2.0, first_pause_s=0.01, answer_s=5.0)
SECOND = bytes(32_000)


class CountingEars:
    """Hears how many bytes came, and what was expected."""

    def __init__(self) -> None:
        self.open_now = 0

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator[Hearing]:
        self.open_now += 1
        try:
            yield CountingHearing(options)
        finally:
            self.open_now -= 1

    async def limits(self) -> HearingLimits:
        return HearingLimits(engine="counting", model="m", free_speech=False, advice="type")


class CountingHearing:
    def __init__(self, options: HearingOptions) -> None:
        self._options = options
        self._bytes = 0
        self._grown = asyncio.Event()

    async def push(self, pcm: bytes) -> None:
        self._bytes += len(pcm)
        self._grown.set()

    async def partials(self) -> AsyncIterator[Transcript]:
        while True:
            await self._grown.wait()
            self._grown.clear()
            yield Transcript(text=str(self._bytes), stable_chars=1)

    async def finish(self) -> Transcript:
        kind = self._options.expected.kind.value
        return Transcript(
            text=f"{self._bytes} {kind}",
            words=(HeardWord(text="w", start_s=0.1, end_s=0.2, confidence=0.5),),
            final=True,
        )


class EndlessVoice:
    """Speaks 100 chunks; counts who is still listening."""

    def __init__(self) -> None:
        self.speaking = 0
        self.spoken = 0

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        if options.voice == "nobody":
            raise UnknownVoiceError("no voice is called nobody")
        self.speaking += 1
        try:
            for number in range(100):
                self.spoken += 1
                marks = (WordMark(start=0, end=len(text), sample=0),) if number == 0 else ()
                yield SpeechChunk(pcm=number.to_bytes(2, "little") * 480, marks=marks)
                await asyncio.sleep(0)
        finally:
            self.speaking -= 1

    async def voices(self) -> tuple[str, ...]:
        return ("default", "other")


class Process:
    """The speech process inside the test: started and killed like one."""

    def __init__(self, listen: str) -> None:
        self.listen = listen
        self.ears = CountingEars()
        self.voice = EndlessVoice()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        ready = asyncio.Event()
        settings = SpeechSettings(listen=self.listen)
        self._task = asyncio.create_task(
            serve_speech(settings, self.ears, self.voice, ready=ready.set)
        )
        await ready.wait()

    async def kill(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    found = Process(str(tmp_path / "s"))  # pytest's names are short enough for a socket
    await found.start()
    yield found
    await found.kill()


def client_of(process: Process) -> SpeechClient:
    return SpeechClient(process.listen, QUICK)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)


async def test_an_utterance(process: Process) -> None:
    options = HearingOptions(expected=Expected(kind=AnswerKind.NUMBER, terms=("half",)))
    async with client_of(process).open(options) as hearing:
        await hearing.push(SECOND)
        partial = await anext(aiter(hearing.partials()))
        await hearing.push(SECOND)
        heard = await hearing.finish()
    assert partial.text == "32000"
    assert (heard.text, heard.final) == ("64000 number", True)
    assert heard.words[0].confidence == 0.5


async def test_a_kill_in_the_middle_of_an_utterance_loses_no_words(process: Process) -> None:
    async with client_of(process).open(HearingOptions()) as hearing:
        await hearing.push(SECOND)
        await process.kill()
        await hearing.push(SECOND)  # goes nowhere now, and is kept
        restart = asyncio.create_task(_later(process))
        heard = await hearing.finish()
        await restart
    assert heard.text == "64000 any"


async def _later(process: Process) -> None:
    await asyncio.sleep(0.1)
    await process.start()


async def test_a_process_that_stays_away_is_said(process: Process) -> None:
    client = client_of(process)
    await process.kill()
    async with client.open(HearingOptions()) as hearing:
        await hearing.push(SECOND)
        with pytest.raises(SpeechUnavailableError):
            await hearing.finish()
    assert not await client.healthy()
    with pytest.raises(SpeechUnavailableError):
        await client.limits()
    await process.start()
    assert await client.healthy()


async def test_leaving_cancels_the_recognition(process: Process) -> None:
    async with client_of(process).open(HearingOptions()) as hearing:
        await hearing.push(SECOND)
        await until(lambda: process.ears.open_now == 1)
    await until(lambda: process.ears.open_now == 0)


async def test_a_sentence_and_its_cancellation(process: Process) -> None:
    client = client_of(process)
    whole = [chunk async for chunk in client.speak("hello", VoiceOptions())]
    assert len(whole) == 100
    assert whole[0].marks == (WordMark(start=0, end=5, sample=0),)
    stream = client.speak("hello", VoiceOptions())
    await anext(stream)
    await stream.aclose()
    await until(lambda: process.voice.speaking == 0)


async def test_a_sentence_goes_on_where_a_kill_broke_it_off(process: Process) -> None:
    stream = client_of(process).speak("hello", VoiceOptions())
    pcm = (await anext(stream)).pcm
    await process.kill()
    restart = asyncio.create_task(_later(process))
    async for chunk in stream:
        pcm += chunk.pcm
    await restart
    assert pcm == b"".join(number.to_bytes(2, "little") * 480 for number in range(100))


async def test_named_errors_come_through(process: Process) -> None:
    client = client_of(process)
    with pytest.raises(UnknownVoiceError, match="nobody"):
        await anext(client.speak("hi", VoiceOptions(voice="nobody")))
    assert await client.voices() == ("default", "other")
    assert (await client.limits()).advice == "type"
    async with client.open(HearingOptions()) as hearing:
        await hearing.push(SECOND[:3])
        with pytest.raises(BadAudioError):
            await hearing.finish()


@pytest.mark.parametrize(
    "sent",
    [
        b"garbage that is no frame at all",
        pack("dance"),
        pack("hear"),
        pack("hear", language=None, kind="song", terms=[]),
        pack("speak", text=5, voice="default", language="en", speed=1.0),
        pack("hear", language=None, kind="any", terms=[]) + pack("dance"),
    ],
)
async def test_a_client_that_sends_nonsense_gets_an_error_frame(
    process: Process, sent: bytes
) -> None:
    reader, writer = await asyncio.open_unix_connection(process.listen)
    writer.write(sent)
    writer.write_eof()
    frame = await read_frame(reader)
    assert frame is not None
    assert frame["op"] == "error"
    writer.close()
    assert await client_of(process).healthy()


async def test_an_utterance_has_an_end(process: Process) -> None:
    reader, writer = await asyncio.open_unix_connection(process.listen)
    writer.write(pack("hear", language=None, kind="any", terms=[]))
    for _ in range(MAX_AUDIO_S + 2):
        writer.write(pack("audio", pcm=SECOND))
    while (frame := await read_frame(reader)) is not None and frame["op"] == "partial":
        pass
    assert frame is not None
    assert (frame["op"], frame["code"]) == ("error", "too_long")
    writer.close()
