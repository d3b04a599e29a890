"""Does each language of the table really speak? Says its own name and five numbers and measures.

Knows the table and any TextToSpeech; knows no process and no printing.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np

from inference.contracts import OUT_RATE_HZ, TextToSpeech, VoiceOptions
from inference.errors import InferenceError
from inference.languages.table import LANGUAGES, Language

SHORTEST_S = 2.0
"""The five numbers alone take longer in every language (4.1 s was the least measured)."""
LONGEST_S = 20.0
QUIETEST_RMS = 0.02
"""Of full scale. Measured: 0.064 to 0.113."""
LOUDEST_RMS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCheck:
    """What was heard of one language."""

    language: Language
    seconds: float = 0.0
    rms: float = 0.0
    """0 to 1 of full scale."""
    name_seconds: float = 0.0
    """Of its own name alone: shows that the voice can read the language's script."""
    error: str = ""

    @property
    def fault(self) -> str:
        """Why it does not count as speaking; empty when it does."""
        if self.error:
            return self.error
        if not SHORTEST_S <= self.seconds <= LONGEST_S:
            return f"{self.seconds:.1f} s long"
        if not QUIETEST_RMS <= self.rms <= LOUDEST_RMS:
            return f"loudness {self.rms:.3f}"
        return "" if self.name_seconds > 0.2 else "cannot say its own name"


def sample(language: Language) -> str:
    """What is said."""
    return f"{language.name}: 1, 2, 3, 4, 5."


async def check_voices(tts: TextToSpeech) -> AsyncIterator[VoiceCheck]:
    """One result per language of the table, as they come. Never raises InferenceError."""
    for language in LANGUAGES:
        try:
            pcm = await _said(tts, sample(language), language)
            name = await _said(tts, language.name, language)
        except InferenceError as error:
            yield VoiceCheck(language=language, error=str(error) or type(error).__name__)
            continue
        yield VoiceCheck(
            language=language,
            seconds=_seconds(pcm),
            rms=_rms(pcm),
            name_seconds=_seconds(name) if _rms(name) > QUIETEST_RMS else 0.0,
        )


async def _said(tts: TextToSpeech, text: str, language: Language) -> bytes:
    options = VoiceOptions(language=language.tag)
    return b"".join([chunk.pcm async for chunk in tts.speak(text, options)])


def _seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / OUT_RATE_HZ


def _rms(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    return float(np.sqrt(np.mean(samples**2))) / 32768 if len(samples) else 0.0
