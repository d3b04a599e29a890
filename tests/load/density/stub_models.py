"""The models of a load test: no work, constant known times, behind the server's own sockets.

`python -m tests.load.density.stub_models SPEECH_SOCKET HTTP_PORT` writes `ready` and ends with its
stdin. The same times as the peers' stubs (tests/load/peers/stub.py): recognition takes none, the
model writes 50 words a second in sentences of 8 words, so the first sentence takes 160 ms; the
voice takes none and needs 0.1 s a word. The end of a turn is always sure, so it comes 200 ms after
the end of speech (PauseWaits.shortest_s), which is the peers' stop of voice activity.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from inference.contracts import (
    IN_RATE_HZ,
    HearingLimits,
    HearingOptions,
    SpeechChunk,
    Transcript,
    VoiceOptions,
)
from inference.speech_server.server import SpeechSettings, serve_speech
from tests.load.density.sound import spoken_word

MODEL = "stub"
HEARD = "hello there teacher"
FIRST_WORD_S = 0.6
"""Of sound, the pre-roll of 0.3 s among it, until the first word is understood."""
WORDS, SENTENCE_WORDS, WORD_S = 40, 8, 0.02


class StubStt:
    """Understands the same whatever is said."""

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator["StubHearing"]:
        yield StubHearing()

    async def limits(self) -> HearingLimits:
        return HearingLimits(engine=MODEL, model=MODEL, free_speech=True)


class StubHearing:
    """One utterance: one partial, one final."""

    def __init__(self) -> None:
        self._bytes = 0
        self._first = asyncio.Event()

    async def push(self, pcm: bytes) -> None:
        self._bytes += len(pcm)
        if self._bytes >= round(2 * IN_RATE_HZ * FIRST_WORD_S):
            self._first.set()

    async def partials(self) -> AsyncIterator[Transcript]:
        await self._first.wait()
        yield Transcript(text=HEARD.split()[0])

    async def finish(self) -> Transcript:
        return Transcript(text=HEARD, final=True)


class StubTts:
    """Each word is the same tenth of a second."""

    def __init__(self) -> None:
        self._word = spoken_word()

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        for _ in text.split():
            yield SpeechChunk(pcm=self._word)

    async def voices(self) -> tuple[str, ...]:
        return ("default",)


def words() -> list[str]:
    """The reply: five sentences."""
    sentence = ["Word", *["word"] * (SENTENCE_WORDS - 2), "word."]
    return sentence * (WORDS // SENTENCE_WORDS)


async def complete(request: web.Request) -> web.StreamResponse:
    """`/v1/chat/completions` as a stream."""
    await request.read()
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    clock = asyncio.get_running_loop().time
    began_s = clock()
    for number, word in enumerate(words(), 1):
        await asyncio.sleep(began_s + number * WORD_S - clock())
        delta = {"choices": [{"index": 0, "delta": {"content": f"{word} "}}]}
        await response.write(f"data: {json.dumps(delta)}\n\n".encode())
    ended = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    await response.write(f"data: {json.dumps(ended)}\n\ndata: [DONE]\n\n".encode())
    return response


async def end_of_turn(request: web.Request) -> web.Response:
    """The served detector (inference.hearing.endpoint.served)."""
    await request.read()
    return web.json_response({"probability": 1.0})


async def models(request: web.Request) -> web.Response:
    """`/v1/models`."""
    return web.json_response({"data": [{"id": MODEL}]})


async def serve(speech_socket: str, port: int) -> None:
    """Until stdin ends."""
    app = web.Application()
    app.router.add_post("/v1/chat/completions", complete)
    app.router.add_get("/v1/models", models)
    app.router.add_post("/end-of-turn", end_of_turn)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    listening = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        settings = SpeechSettings(listen=speech_socket)
        speech = tasks.create_task(
            serve_speech(settings, StubStt(), StubTts(), ready=listening.set)
        )
        await listening.wait()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        speech.cancel()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
