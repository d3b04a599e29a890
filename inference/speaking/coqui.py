"""Coqui (`TTS`) voices: a child process holds the model, this side speaks through it.

Knows the child's protocol, resampling and marks; knows neither torch nor `TTS`. A child that
dies fails the sentence it was saying and is started again by the next one.
"""

import asyncio
import importlib.metadata
import importlib.util
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soxr

from inference.contracts import OUT_RATE_HZ, SpeechChunk, VoiceOptions
from inference.errors import SpeechUnavailableError, UnknownVoiceError
from inference.speaking.clauses import clauses
from inference.speaking.frames import BadFrameError, Decoder, Frame, encode
from inference.speaking.marks import spread_marks
from inference.speaking.silence import SilenceShaper
from inference.speaking.spans import Spoken
from inference.speaking.verbalise import utterance, verbalise

PREFIX = "coqui:"
_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]
_CHUNK_SAMPLES = OUT_RATE_HZ // 4
_LOAD_S = 120.0
"""A large model from a cold disk; the tiny one of our tests takes 4 s, most of it imports."""
_SENTENCE_S = 60.0
"""A clause that takes longer than this has lost its process."""
_CLOSE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    rate_hz: int
    speakers: tuple[str, ...]


def coqui_usable(model: Path) -> bool:
    """Is the package installed and the folder there?"""
    return importlib.util.find_spec("TTS") is not None and (model / "config.json").is_file()


def coqui_status(model: Path | None = None) -> str:
    """One plain sentence for `tutor doctor`; imports nothing heavy."""
    if importlib.util.find_spec("TTS") is None:
        return "Coqui voices are not installed (pip install coqui-tts six); espeak-ng speaks."
    version = importlib.metadata.version("coqui-tts")
    if model is None:
        return f"Coqui {version} is installed, no voice is set; espeak-ng speaks."
    if not (model / "config.json").is_file():
        return f"Coqui {version} is installed, but {model} holds no voice; espeak-ng speaks."
    return f"Coqui {version} is installed; the voice {PREFIX}{model.name} can be used."


class CoquiTts:
    """TextToSpeech by one Coqui model folder (`config.json` and `model*.pth`). Use as an async
    context manager: the child starts with it and ends with it."""

    def __init__(self, model: Path) -> None:
        self._model = model.resolve()
        self.name = PREFIX + model.name
        self._child: asyncio.subprocess.Process | None = None
        self._decoder = Decoder()
        self._loaded: _Loaded | None = None
        # One sentence at a time: the model has no second voice to offer. Waiters are served in
        # the order they came; each holds it for one clause.
        self._turn = asyncio.Lock()
        self._request = 0
        self._broken = ""
        """Why the model cannot be loaded; it is not tried again until the server restarts."""
        self._closed = False

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Exactly once, from any state; a sentence in progress ends with an error."""
        if not self._closed:
            self._closed = True
            await self._end_child()

    async def ready(self) -> bool:
        """Has the model been loaded? Starts the child again when it died; does not wait."""
        if self._closed or self._broken or self._turn.locked():
            return self._loaded is not None
        async with self._turn:
            if self._dead():
                await self._start()
            with suppress(TimeoutError, SpeechUnavailableError):
                await self._load(0.01)
        return self._loaded is not None

    async def voices(self) -> tuple[str, ...]:
        """See TextToSpeech; speakers of a multi-speaker model follow once it is loaded."""
        speakers = self._loaded.speakers if self._loaded else ()
        return (self.name, *(f"{self.name}:{speaker}" for speaker in speakers))

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        """See TextToSpeech. Marks are shared out by length: the model tells no word times."""
        sent = 0
        for pieces in clauses(verbalise(text, options.language)):
            async with self._turn:
                pcm, rate_hz = await self._synthesise(utterance(pieces)[0], options)
            for chunk in _chunks(pcm, rate_hz, pieces, sent):
                yield chunk
                sent += len(chunk.pcm) // 2

    async def _synthesise(self, text: str, options: VoiceOptions) -> tuple[bytes, int]:
        if self._closed:
            raise SpeechUnavailableError("the voice was closed")
        if self._broken:
            raise SpeechUnavailableError(f"the Coqui voice cannot load: {self._broken}")
        if self._dead():
            await self._start()
        try:
            loaded = await self._load(_LOAD_S)
            speaker = self._speaker(options.voice, loaded)
            return await self._ask(text, options.speed, speaker), loaded.rate_hz
        except (TimeoutError, BadFrameError, OSError) as error:
            await self._end_child()
            raise SpeechUnavailableError("the Coqui process does not answer") from error

    def _speaker(self, voice: str, loaded: _Loaded) -> str:
        speaker = voice.removeprefix(self.name).removeprefix(":")
        if not voice.startswith(self.name) or (speaker and speaker not in loaded.speakers):
            raise UnknownVoiceError(f"no voice is called {voice!r}")
        return speaker

    async def _ask(self, text: str, speed: float, speaker: str) -> bytes:
        self._request += 1
        request: Frame = {"id": self._request, "text": text, "speed": speed, "speaker": speaker}
        child = self._running()
        if child.stdin is None:
            raise SpeechUnavailableError("the Coqui process has no input")
        child.stdin.write(encode(request))
        async with asyncio.timeout(_SENTENCE_S):
            await child.stdin.drain()
            while True:
                # Answers to sentences that nobody waited for any more are passed over.
                answer = await self._read()
                if answer.get("id") == self._request:
                    return _pcm(answer)

    async def _load(self, timeout_s: float) -> _Loaded:
        async with asyncio.timeout(timeout_s):
            while self._loaded is None:
                answer = await self._read()
                if "failed" in answer:
                    self._broken = str(answer["failed"])
                    _log.error("coqui voice cannot load", extra={"why": self._broken})
                    raise SpeechUnavailableError(f"the Coqui voice cannot load: {self._broken}")
                if "ready" in answer:
                    self._loaded = _as_loaded(answer)
        return self._loaded

    async def _read(self) -> Frame:
        """The next message; safe to cancel, because half a message stays in the decoder."""
        child = self._running()
        while (frame := self._decoder.next()) is None:
            data = await child.stdout.read(1 << 16) if child.stdout else b""
            if not data:
                await self._end_child()
                raise SpeechUnavailableError("the Coqui process ended")
            self._decoder.feed(data)
        return frame

    def _running(self) -> asyncio.subprocess.Process:
        if self._child is None:
            raise SpeechUnavailableError("the Coqui process is not running")
        return self._child

    def _dead(self) -> bool:
        return self._child is None or self._child.returncode is not None

    async def _start(self) -> None:
        await self._end_child()
        self._decoder = Decoder()
        try:
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "inference.speaking.coqui_child", str(self._model)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # the library prints what it is given to say
                cwd=_ROOT,
            )
        except OSError as error:
            raise SpeechUnavailableError("the Coqui process cannot start") from error
        _log.info("coqui voice starting", extra={"voice": self.name})

    async def _end_child(self) -> None:
        child, self._child, self._loaded = self._child, None, None
        if child is None:
            return
        with suppress(ProcessLookupError):
            child.kill()  # it keeps no state; its end needs no ceremony
        async with asyncio.timeout(_CLOSE_S):
            await child.communicate()


def _pcm(answer: Frame) -> bytes:
    pcm = answer.get("pcm")
    if not isinstance(pcm, bytes):
        raise SpeechUnavailableError(f"the voice failed: {answer.get('error')!r}")
    return pcm


def _as_loaded(answer: Frame) -> _Loaded:
    rate_hz, speakers = answer.get("rate_hz"), answer.get("speakers")
    if not isinstance(rate_hz, int) or not isinstance(speakers, list):
        raise BadFrameError("not a ready message")
    return _Loaded(rate_hz=rate_hz, speakers=tuple(map(str, speakers)))


def _chunks(
    pcm: bytes, rate_hz: int, pieces: tuple[Spoken, ...], offset: int
) -> list[SpeechChunk]:
    """A clause at 24 kHz in quarter seconds, its silence shaped, its words spread over it."""
    samples = np.frombuffer(pcm, "<i2")
    if rate_hz != OUT_RATE_HZ:
        samples = soxr.resample(samples, rate_hz, OUT_RATE_HZ)
    silence = SilenceShaper(OUT_RATE_HZ)
    voiced = silence.push(samples)
    whole = np.concatenate((voiced, silence.finish()))
    marks = spread_marks(pieces, offset, offset + len(voiced))
    return [
        SpeechChunk(
            pcm=whole[at : at + _CHUNK_SAMPLES].tobytes(),
            marks=tuple(m for m in marks if at <= m.sample - offset < at + _CHUNK_SAMPLES),
        )
        for at in range(0, len(whole), _CHUNK_SAMPLES)
    ]
