"""Renders a turn's recipe: 16 kHz sound and when each word is said.

Knows espeak-ng, recordings, pauses, rooms and noise; knows no features and no labels. espeak-ng
is not quite the same twice: a sentence differs by about a millisecond from run to run, and the
figures that follow from the whole set by about 1%.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soxr
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray

from inference.contracts import IN_RATE_HZ
from inference.hearing.endpoint.turns import Part, Tone, Turn, Voice
from inference.speaking.espeak_library import RATE_HZ, EspeakLibrary, Manner, Samples, WordEvent

Floats = NDArray[np.float32]
"""Mono, 16 kHz, full scale at 1."""

LEAD_S = 0.5
TAIL_S = 1.8
"""Room sound before and after the turn."""
SPEECH_RMS = 0.06
HISS_RMS = 0.0005
"""A quiet room's microphone, 66 dB below full scale."""
_SYLLABLE_S = 0.22
_EDGE = 80
"""Samples (5 ms) of fade at a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWord:
    """One word and its seconds in the rendered sound."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A turn that can be heard."""

    sound: Floats
    words: tuple[SaidWord, ...]
    """Of a recording whose words nobody wrote down: none."""
    end_s: float
    """End of the last word."""


@dataclass(slots=True)
class _Piece:
    sound: Floats
    starts: list[int]
    """Sample at which each word begins."""


class Renderer:
    """Renders turns; `data` holds the recordings."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._espeak = EspeakLibrary()
        self._load = cache(self._read)

    def render(self, turn: Turn) -> Rendered:
        """The whole turn in its room."""
        random = np.random.default_rng(turn.seed)
        at = int(LEAD_S * IN_RATE_HZ)
        stretches: list[Floats] = [np.zeros(at, np.float32)]
        words: list[SaidWord] = []
        end = at
        for index, part in enumerate(turn.parts):
            after = turn.parts[index + 1].text if index + 1 < len(turn.parts) else ""
            piece = self._piece(turn, part, after)
            words += _timed(part.text, piece, at)
            end = at + len(piece.sound)
            pause = np.zeros(int(part.pause_s * IN_RATE_HZ), np.float32)
            stretches += [piece.sound, pause]
            at = end + len(pause)
        stretches.append(np.zeros(int(TAIL_S * IN_RATE_HZ), np.float32))
        sound = self._in_room(turn, np.concatenate(stretches), random)
        return Rendered(sound=sound, words=tuple(words), end_s=end / IN_RATE_HZ)

    def _piece(self, turn: Turn, part: Part, after: str) -> _Piece:
        if part.file:
            sound = self._load(part.file)
            if turn.source == "fsdd":
                sound = _trimmed(sound)[0]
            return _Piece(sound=sound, starts=_by_length(part.text, len(sound)))
        if turn.voice is None:
            raise ValueError(f"{turn.name} has neither a recording nor a voice")
        piece = self._spoken(turn.voice, part, after)
        return _Piece(sound=_stretched(piece.sound, part.stretch), starts=piece.starts)

    def _spoken(self, voice: Voice, part: Part, after: str) -> _Piece:
        text = _sayable(part.text)
        if part.tone is Tone.HANG and after:
            sound, starts = self._synthesise(voice, f"{text} {_sayable(after)}.")
            own = len(part.text.split())
            if len(starts) > own:
                sound, starts = sound[: starts[own]], starts[:own]
        else:
            last = part.tone is Tone.RISE and not after
            mark = "?" if last else "," if part.tone is Tone.RISE else "."
            sound, starts = self._synthesise(voice, text + mark)
        sound, skipped = _trimmed(sound)
        return _Piece(sound=sound, starts=[max(0, start - skipped) for start in starts])

    def _synthesise(self, voice: Voice, text: str) -> tuple[Floats, list[int]]:
        pieces: list[Samples] = []
        events: list[WordEvent] = []

        def sink(samples: Samples, words: list[WordEvent]) -> bool:
            pieces.append(samples)
            events.extend(words)
            return True

        manner = Manner(
            identifier=voice.identifier,
            rate_wpm=voice.rate_wpm,
            pitch=voice.pitch,
            pitch_range=voice.pitch_range,
        )
        self._espeak.synthesise(text, manner, sink)
        sound = np.concatenate(pieces).astype(np.float32) / np.float32(32768)
        sound = soxr.resample(sound, RATE_HZ, IN_RATE_HZ).astype(np.float32)
        return sound, [sample * IN_RATE_HZ // RATE_HZ for _, sample in events]

    def _read(self, path: str) -> Floats:
        sound: Floats = decode_audio(str(self._data / path)).astype(np.float32)
        return sound

    def _in_room(self, turn: Turn, dry: Floats, random: np.random.Generator) -> Floats:
        loud = dry[np.abs(dry) > 1e-4]
        level = float(np.sqrt(np.mean(loud * loud))) if len(loud) else 1.0
        sound = dry * np.float32(SPEECH_RMS * random.uniform(0.5, 1.5) / level)
        if turn.room:
            sound = _convolved(sound, self._load(turn.room))
        hiss = random.normal(0.0, HISS_RMS, len(sound))
        sound = sound + hiss.astype(np.float32)
        if turn.noise:
            sound += _noise(self._load(turn.noise), len(sound), turn.snr_db, random)
        clipped: Floats = np.clip(sound, -1.0, 1.0).astype(np.float32)
        return clipped


def _sayable(text: str) -> str:
    """A letter alone is spelled, whatever else it might be."""
    words = text.rstrip(",.;?").split()
    return words[0].upper() if len(words) == 1 and len(words[0]) == 1 else " ".join(words)


def _trimmed(sound: Floats) -> tuple[Floats, int]:
    """Without the silence around it, and how many samples went in front."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.max(np.abs(sound), initial=1e-6))
    if not len(loud):
        return sound, 0
    cut = sound[loud[0] : loud[-1] + 1].copy()
    edge = min(_EDGE, len(cut))
    cut[:edge] *= np.linspace(0, 1, edge, dtype=np.float32)
    cut[-edge:] *= np.linspace(1, 0, edge, dtype=np.float32)
    return cut, int(loud[0])


def _stretched(sound: Floats, factor: float) -> Floats:
    """The last syllable made longer at its own pitch (WSOLA: the next window is taken from where
    it continues the last one best)."""
    syllable = int(_SYLLABLE_S * IN_RATE_HZ)
    if factor <= 1.01 or len(sound) < syllable:
        return sound
    window, hop, search = 480, 240, 160
    source = sound[-syllable:]
    steps = max(1, int((syllable * factor - window) / hop))
    fade = np.hanning(window).astype(np.float32)
    out = np.zeros(steps * hop + window, np.float32)
    weight = np.zeros_like(out)
    at = 0
    for step in range(steps + 1):
        wanted = int(step * hop / factor)
        if step:
            at = _best(source, at + hop, wanted, search=search, length=window)
        taken = source[at : at + window]
        place = slice(step * hop, step * hop + len(taken))
        out[place] += taken * fade[: len(taken)]
        weight[place] += fade[: len(taken)]
    longer = out / np.maximum(weight, 0.1)
    return np.concatenate((sound[:-syllable], longer)).astype(np.float32)


def _best(source: Floats, follows: int, wanted: int, *, search: int, length: int) -> int:
    """The start near `wanted` whose window is most like the one that would follow."""
    last = len(source) - length
    like = source[follows : follows + length]
    first = max(0, min(wanted - search, last))
    starts = range(first, max(first, min(wanted + search, last)) + 1, 8)
    if len(like) < length:
        return max(0, min(wanted, last))
    return max(starts, key=lambda start: float(source[start : start + length] @ like))


def _convolved(sound: Floats, impulse: Floats) -> Floats:
    """In the room; the direct sound stays where it was."""
    peak = int(np.argmax(np.abs(impulse)))
    size = 1 << (len(sound) + len(impulse)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(impulse, size), size)
    wet = wet[peak : peak + len(sound)]
    gain = np.sqrt(np.sum(sound**2) / max(float(np.sum(wet**2)), 1e-9))
    heard: Floats = (wet * gain).astype(np.float32)
    return heard


def _noise(noise: Floats, length: int, snr_db: float, random: np.random.Generator) -> Floats:
    start = int(random.integers(len(noise)))
    whole = np.resize(np.roll(noise, -start), length)
    level = float(np.sqrt(np.mean(whole * whole)))
    wanted = SPEECH_RMS * 10 ** (-snr_db / 20)
    return (whole * (wanted / max(level, 1e-6))).astype(np.float32)


def _by_length(text: str, samples: int) -> list[int]:
    """Words of a recording are placed by their letters: nobody marked them."""
    words = text.split()
    letters = [len(word) + 1 for word in words]
    total = max(1, sum(letters))
    return [samples * sum(letters[:i]) // total for i in range(len(words))]


def _timed(text: str, piece: _Piece, at: int) -> list[SaidWord]:
    words = text.split()
    starts = piece.starts[: len(words)]
    if not words:
        return []
    if len(starts) < len(words):  # espeak-ng took some words as one
        starts = _by_length(text, len(piece.sound))
    ends = [*starts[1:], len(piece.sound)]
    return [
        SaidWord(text=word, start_s=(at + start) / IN_RATE_HZ, end_s=(at + end) / IN_RATE_HZ)
        for word, start, end in zip(words, starts, ends, strict=True)
    ]
