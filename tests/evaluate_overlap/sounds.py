"""Sounds that come in while the tutor speaks: generated ones, and recorded noise.

Voices are our own, coughs and knocks are shaped noise, recordings come from `DATA/speech`. All are
int16 mono 16 kHz. Knows sounds, nothing of who hears them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import numpy as np
import soxr
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray

from inference.contracts import IN_RATE_HZ, OUT_RATE_HZ, TextToSpeech, VoiceOptions

Floats = NDArray[np.float64]
Shape = Callable[[np.random.Generator], Floats]

VOICES = ("en-us+f5", "en-us+m3", "en-gb+f2", "en-us+m7", "en-gb+m1", "en-us+f3")
SPEEDS = (0.85, 1.0, 1.2)
SPEECH_RMS = 0.06
"""Of full scale; the tutor's student sits at an arm's length."""
BACKCHANNELS = (
    "uh-huh", "okay", "yeah", "right", "I see", "oh okay", "yes", "got it", "hmm",
    "all right", "cool",
)  # fmt: skip
MEANT = (
    "stop", "wait", "no", "no wait", "hold on", "what is a denominator", "that is not right",
    "can you say that again", "I have a question", "the answer is twelve", "three quarters",
    "I do not understand this",
)  # fmt: skip
_ROOM_RMS = 0.0005
_FADE_S = 0.005


class Kind(StrEnum):
    """What a sound is."""

    BACKCHANNEL = "backchannel"
    COUGH = "cough, sneeze, sniff"
    KNOCK = "knock, click, rustle"
    NOISE = "recorded noise"
    MEANT = "meant interruption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One, with a quiet room behind it."""

    kind: Kind
    name: str
    pcm: bytes

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.pcm) / 2 / IN_RATE_HZ


async def spoken(tts: TextToSpeech, kind: Kind, texts: tuple[str, ...]) -> list[Sound]:
    """Every text twice, voices and speeds in turn. espeak-ng spells `mm-hm`; hums are shaped."""
    sounds = []
    for number, text in enumerate(texts * 2):
        voice, speed = VOICES[number % len(VOICES)], SPEEDS[number % len(SPEEDS)]
        options = VoiceOptions(voice=f"espeak:{voice}", speed=speed)
        pcm = b"".join([chunk.pcm async for chunk in tts.speak(text, options)])
        sound = soxr.resample(np.frombuffer(pcm, "<i2") / 32_768, OUT_RATE_HZ, IN_RATE_HZ)
        level = np.sqrt(np.mean(sound[np.abs(sound) > 1e-3] ** 2))
        name = f"{text} ({voice}, {speed})"
        sounds.append(_sound(kind, name, sound * SPEECH_RMS / level, seed=number))
    return sounds


def generated(seed: int, *, each: int) -> Iterator[Sound]:
    """Coughs and knocks, `each` of every shape."""
    chance = np.random.default_rng(seed)
    for kind, shapes in SHAPES.items():
        for shape, make in shapes.items():
            for number in range(each):
                yield _sound(kind, f"{shape} {number + 1}", make(chance), seed=seed + number)


def recorded(data: Path, seed: int, *, each: int) -> Iterator[Sound]:
    """Pieces of 0.3 to 3 s of every recorded noise, from quiet to loud."""
    chance = np.random.default_rng(seed)
    for path in sorted((data / "speech" / "noise").glob("noise*.flac")):
        noise = decode_audio(str(path)).astype(np.float64)
        for number in range(each):
            length = min(len(noise), int(chance.uniform(0.3, 3.0) * IN_RATE_HZ))
            at = int(chance.integers(0, len(noise) - length + 1))
            piece = noise[at : at + length]
            rms = 10 ** (chance.uniform(-45, -20) / 20)
            loud = piece * rms / max(1e-6, float(np.sqrt(np.mean(piece**2))))
            yield _sound(Kind.NOISE, f"{path.stem} {number + 1}", loud, seed=seed + number)


def _sound(kind: Kind, name: str, samples: Floats, *, seed: int) -> Sound:
    fade = np.linspace(0, 1, int(_FADE_S * IN_RATE_HZ))
    whole = samples.copy()
    whole[: len(fade)] *= fade
    whole[-len(fade) :] *= fade[::-1]
    whole += np.random.default_rng(seed).normal(0, _ROOM_RMS, len(whole))
    pcm = (whole * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes()
    return Sound(kind=kind, name=name, pcm=bytes(pcm))


# --- shapes; lengths and pitches after recordings described in the phonetics of coughing:
# an explosive burst of 30 to 50 ms, 200 ms of noise, often a voiced end, two or three in a row.


def _noise(chance: np.random.Generator, seconds: float, low_hz: float, high_hz: float) -> Floats:
    """Band-limited noise at full scale."""
    length = int(seconds * IN_RATE_HZ)
    spectrum = np.fft.rfft(chance.normal(0, 1, length))
    hz = np.fft.rfftfreq(length, 1 / IN_RATE_HZ)
    spectrum[(hz < low_hz) | (hz > high_hz)] = 0
    sound: Floats = np.fft.irfft(spectrum, length)
    return sound / max(1e-9, float(np.abs(sound).max()))


def _decay(sound: Floats, attack_s: float, decay_s: float) -> Floats:
    at = np.arange(len(sound)) / IN_RATE_HZ
    return sound * np.minimum(1.0, at / attack_s) * np.exp(-np.maximum(0, at - attack_s) / decay_s)


def _voiced(chance: np.random.Generator, seconds: float, hz: float) -> Floats:
    at = np.arange(int(seconds * IN_RATE_HZ)) / IN_RATE_HZ
    phase = 2 * np.pi * hz * at * (1 - 0.2 * at / max(seconds, 0.01))
    harmonics = sum(np.sin(k * phase) / k for k in range(1, 12))
    return np.asarray(harmonics, float) / 3


def _cough(chance: np.random.Generator) -> Floats:
    bursts = []
    for _ in range(int(chance.integers(1, 4))):
        seconds = chance.uniform(0.18, 0.35)
        burst = _decay(_noise(chance, seconds, 300, 5_000), 0.008, seconds / 3)
        if chance.random() < 0.5:
            end = _decay(_voiced(chance, seconds, chance.uniform(180, 350)), seconds / 2, 0.05)
            burst = burst + 0.4 * end
        pause = np.zeros(int(chance.uniform(0.05, 0.25) * IN_RATE_HZ))
        bursts += [burst * chance.uniform(0.15, 0.5), pause]
    return np.concatenate(bursts)


def _sneeze(chance: np.random.Generator) -> Floats:
    breath = _noise(chance, 0.4, 500, 4_000) * np.linspace(0, 0.05, int(0.4 * IN_RATE_HZ))
    return np.concatenate((breath, 0.5 * _decay(_noise(chance, 0.4, 800, 7_000), 0.02, 0.12)))


def _sniff(chance: np.random.Generator) -> Floats:
    sound = _noise(chance, chance.uniform(0.25, 0.5), 1_500, 7_000)
    return 0.08 * sound * np.sin(np.linspace(0, np.pi, len(sound)))


def _throat(chance: np.random.Generator) -> Floats:
    seconds = chance.uniform(0.35, 0.7)
    creak = _voiced(chance, seconds, chance.uniform(70, 110)) * 0.6
    rough = creak * (1 + _noise(chance, seconds, 20, 60)) + 0.4 * _noise(chance, seconds, 300, 3e3)
    return 0.25 * rough * np.sin(np.linspace(0, np.pi, len(rough)))


def _knock(chance: np.random.Generator) -> Floats:
    knocks = [
        np.concatenate(
            (
                _decay(_noise(chance, 0.12, 80, 900), 0.002, 0.025),
                np.zeros(int(chance.uniform(0.08, 0.25) * IN_RATE_HZ)),
            )
        )
        for _ in range(int(chance.integers(1, 5)))
    ]
    return np.concatenate(knocks) * chance.uniform(0.2, 0.7)


def _keys(chance: np.random.Generator) -> Floats:
    keys = [
        np.concatenate(
            (
                _decay(_noise(chance, 0.03, 1_500, 7_500), 0.001, 0.006),
                np.zeros(int(chance.uniform(0.06, 0.22) * IN_RATE_HZ)),
            )
        )
        for _ in range(int(chance.integers(3, 12)))
    ]
    return np.concatenate(keys) * chance.uniform(0.1, 0.35)


def _rustle(chance: np.random.Generator) -> Floats:
    seconds = chance.uniform(0.4, 1.5)
    flutter = np.abs(_noise(chance, seconds, 2, 18))
    return 0.15 * _noise(chance, seconds, 2_000, 7_500) * flutter


def _scrape(chance: np.random.Generator) -> Floats:
    seconds = chance.uniform(0.4, 1.2)
    at = np.arange(int(seconds * IN_RATE_HZ)) / IN_RATE_HZ
    squeal = np.sign(np.sin(2 * np.pi * chance.uniform(300, 900) * at))
    grain = _noise(chance, seconds, 100, 3_000) + 0.3 * squeal
    return 0.15 * grain * np.sin(np.linspace(0, np.pi, len(grain)))


def _hum(chance: np.random.Generator, seconds: float, hz: float, rise: float) -> Floats:
    """A closed mouth: hardly anything above the first harmonics."""
    at = np.arange(int(seconds * IN_RATE_HZ)) / IN_RATE_HZ
    phase = 2 * np.pi * hz * (at + rise * at**2 / (2 * seconds))
    harmonics = sum(np.sin(k * phase) / k**2 for k in range(1, 8))
    return np.asarray(harmonics * np.sin(np.pi * at / seconds) ** 0.5, float)


def _mm_hm(chance: np.random.Generator) -> Floats:
    hz, seconds = chance.uniform(110, 260), chance.uniform(0.16, 0.25)
    breath = 0.1 * _noise(chance, 0.06, 200, 2_000)
    parts = (_hum(chance, seconds, hz, -0.1), breath, _hum(chance, seconds, hz * 1.1, 0.25))
    return 0.15 * np.concatenate(parts)


def _hmm(chance: np.random.Generator) -> Floats:
    return 0.15 * _hum(chance, chance.uniform(0.3, 0.7), chance.uniform(110, 260), -0.2)


SHAPES: Mapping[Kind, Mapping[str, Shape]] = MappingProxyType(
    {
        Kind.BACKCHANNEL: {"mm-hm, hummed": _mm_hm, "hmm, hummed": _hmm},
        Kind.COUGH: {"cough": _cough, "sneeze": _sneeze, "sniff": _sniff, "throat": _throat},
        Kind.KNOCK: {"knock": _knock, "keys": _keys, "rustle": _rustle, "scrape": _scrape},
    }
)
