"""Opens the voices a server is set up with and sends each sentence to the one it names.

Knows espeak-ng and Coqui by their contract; knows no environment variables.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from inference.contracts import SpeechChunk, TextToSpeech, VoiceOptions
from inference.errors import UnknownVoiceError
from inference.speaking.coqui import PREFIX as COQUI
from inference.speaking.coqui import CoquiTts, coqui_status, coqui_usable
from inference.speaking.espeak import EspeakTts

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakingSettings:
    """Which voices to open."""

    default_voice: str = "default"
    """What `VoiceOptions.voice == "default"` means: itself, `espeak:<name>` or
    `coqui:<model>`."""
    coqui_model: Path | None = None
    """A folder with a Coqui voice (`config.json` and `model*.pth`), or None."""


class ChosenTts:
    """TextToSpeech over espeak-ng and, where set up, one Coqui model. A Coqui sentence that
    comes while its model is missing, loading or dead is spoken by espeak-ng, and logged."""

    def __init__(
        self, espeak: TextToSpeech, coqui: CoquiTts | None, settings: SpeakingSettings
    ) -> None:
        self._espeak = espeak
        self._coqui = coqui
        self._settings = settings

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        """See TextToSpeech."""
        named = options.voice != "default"
        voice = options.voice if named else self._settings.default_voice
        chosen: TextToSpeech = self._espeak
        if voice.startswith(COQUI):
            coqui = await self._coqui_for(voice)
            chosen, voice = (coqui, voice) if coqui else (self._espeak, "default")
        sentence = VoiceOptions(voice=voice, language=options.language, speed=options.speed)
        async for chunk in chosen.speak(text, sentence):
            yield chunk

    async def voices(self) -> tuple[str, ...]:
        """See TextToSpeech."""
        coqui = await self._coqui.voices() if self._coqui else ()
        first, *others = await self._espeak.voices()
        return (first, *coqui, *others)

    async def _coqui_for(self, voice: str) -> CoquiTts | None:
        model = self._settings.coqui_model
        if model is None or voice.split(":")[1] != model.name:
            raise UnknownVoiceError(f"no voice is called {voice!r}")
        if self._coqui is not None and await self._coqui.ready():
            return self._coqui
        _log.warning("coqui voice not ready, espeak speaks", extra={"voice": voice})
        return None


@asynccontextmanager
async def open_tts(settings: SpeakingSettings) -> AsyncIterator[TextToSpeech]:
    """The server's voices, from start to close. Raises SpeechUnavailableError when not even
    espeak-ng can be loaded."""
    async with EspeakTts() as espeak:
        model = settings.coqui_model
        if model is None or not coqui_usable(model):
            if model is not None:
                _log.warning("coqui voice cannot be used", extra={"why": coqui_status(model)})
            yield ChosenTts(espeak, None, settings)
            return
        async with CoquiTts(model) as coqui:
            yield ChosenTts(espeak, coqui, settings)
