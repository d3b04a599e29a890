"""Every language of the table speaks, with the real voice; the check tells when one does not."""

from collections.abc import AsyncIterator

import numpy as np
import pytest

from inference.contracts import SpeechChunk, VoiceOptions
from inference.errors import UnknownVoiceError
from inference.languages.table import LANGUAGES
from inference.speaking.check import check_voices
from inference.speaking.espeak import EspeakTts

SECOND = np.full(24_000, 3_000, "<i2").tobytes()


class OddVoice:
    """Speaks three seconds of every language, apart from these."""

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        if options.language == "de":
            raise UnknownVoiceError("no voice speaks 'de'")
        if options.language == "fr":
            return
        pcm = bytes(3 * 48_000) if options.language == "es" else SECOND * 3
        if options.language == "hi" and not text.endswith("."):
            pcm = b""  # reads digits only
        yield SpeechChunk(pcm=SECOND if options.language == "it" else pcm)

    async def voices(self) -> tuple[str, ...]:
        return ("default",)


async def test_silence_and_refusal_are_faults():
    faults = {heard.language.tag: heard.fault async for heard in check_voices(OddVoice())}
    assert {tag: fault for tag, fault in faults.items() if fault} == {
        "de": "no voice speaks 'de'",
        "fr": "0.0 s long",
        "es": "loudness 0.000",
        "hi": "cannot say its own name",
        "it": "1.0 s long",
    }


@pytest.mark.slow
async def test_every_language_speaks():
    async with EspeakTts() as tts:
        heard = [one async for one in check_voices(tts)]
    assert {one.language.tag: one.fault for one in heard if one.fault} == {}
    assert len(heard) == len(LANGUAGES) >= 50
