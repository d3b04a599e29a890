"""A speech process of its own with the real recogniser and voice, killed as the kernel kills."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inference.contracts import AnswerKind, Expected, HearingOptions, Transcript, VoiceOptions
from inference.speech_server.client import SpeechClient
from tests.inference.hearing.room import at_16k

PROGRAM = """
import asyncio, sys
from inference.hearing.pocket import PocketSpeechToText
from inference.speaking.espeak import EspeakTts
from inference.speech_server.server import SpeechSettings, serve_speech

async def main():
    async with PocketSpeechToText() as stt, EspeakTts() as tts:
        await serve_speech(SpeechSettings(listen=sys.argv[1]), stt, tts, ready=lambda: None)

asyncio.run(main())
"""


class SpeechProcess:
    """Python with PROGRAM, as often as it is started."""

    def __init__(self, listen: str) -> None:
        self.client = SpeechClient(listen)
        self._listen = listen
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._running = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, self._listen
        )

    async def until_ready(self) -> None:
        async with asyncio.timeout(60):
            while not await self.client.healthy():
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        assert self._running is not None
        if self._running.returncode is None:
            self._running.send_signal(signal.SIGKILL)
        await self._running.wait()


@pytest.fixture
async def speech(tmp_path: Path) -> AsyncIterator[SpeechProcess]:
    found = SpeechProcess(str(tmp_path / "s"))
    await found.start()
    await found.until_ready()
    yield found
    await found.kill()


async def hear(client: SpeechClient, text: str, kind: AnswerKind) -> Transcript:
    pcm = at_16k(text)
    async with client.open(HearingOptions(expected=Expected(kind=kind))) as hearing:
        for start in range(0, len(pcm), 3_200):
            await hearing.push(pcm[start : start + 3_200])
        return await hearing.finish()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what is one half plus one quarter", AnswerKind.ANY),
        ("three quarters", AnswerKind.NUMBER),
        ("yes", AnswerKind.YES_NO),
    ],
)
async def test_it_hears(speech: SpeechProcess, text: str, kind: AnswerKind) -> None:
    heard = await hear(speech.client, text, kind)
    assert (heard.text, heard.final, heard.rejected) == (text, True, False)


async def test_it_speaks(speech: SpeechProcess) -> None:
    chunks = [c async for c in speech.client.speak("Well done.", VoiceOptions())]
    assert sum(len(chunk.pcm) for chunk in chunks) > 24_000
    assert [mark.start for chunk in chunks for mark in chunk.marks] == [0, 5]


async def test_a_kill_in_the_middle_of_a_question_loses_no_word(speech: SpeechProcess) -> None:
    question = "what is one half plus one quarter"
    pcm = at_16k(question)
    half = len(pcm) // 6_400 * 3_200
    async with speech.client.open(HearingOptions()) as hearing:
        await hearing.push(pcm[:half])
        await speech.kill()
        await speech.start()
        await hearing.push(pcm[half:])
        heard = await hearing.finish()
    assert heard.text == question


def test_the_client_imports_no_model_library() -> None:
    code = (
        "import sys, inference.speech_server.client;"
        "heavy = ('torch', 'faster_whisper', 'ctranslate2', 'transformers', 'pocketsphinx',"
        " 'onnxruntime', 'numpy');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
