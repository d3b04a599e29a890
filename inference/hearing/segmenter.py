"""Frames' speech probabilities in, onsets and offsets of speech out.

Pure: time is counted in samples of the stream. Knows no network (vad) and no turns (end_of_turn).
"""

from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from inference.contracts import IN_RATE_HZ
from inference.errors import BadAudioError

FRAME_SAMPLES = 512
"""One frame: 32 ms at 16 kHz."""
FRAME_BYTES = 2 * FRAME_SAMPLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """When sound counts as speech; probabilities are the network's, 0 to 1."""

    onset: float = 0.5
    offset: float = 0.35
    """Below this a frame is not speech. Lower than `onset`: a word's soft end belongs to it."""
    frames: int = 2
    """So many of the last `window` frames must reach `onset`; 2 of 3 forgives one soft frame."""
    window: int = 3
    silent_frames: int = 2
    """So many frames in a row below `offset` end speech: 64 ms. That ends no turn, thinking ahead
    begins. With 4 frames `inference.hearing.endpoint.evaluate` saw 13% fewer pauses inside turns
    and cut off as many."""

    def __post_init__(self) -> None:
        if not 0.0 < self.offset < self.onset < 1.0:
            raise ValueError(
                f"0 < offset < onset < 1 must hold, is {self.offset} and {self.onset}"
            )
        if not 1 <= self.frames <= self.window:
            raise ValueError(f"frames must be 1 to {self.window}, is {self.frames}")
        if self.silent_frames < 1:
            raise ValueError(f"silent_frames must be at least 1, is {self.silent_frames}")


LISTENING = Thresholds()
TUTOR_SPEAKING = Thresholds(onset=0.65, offset=0.45, frames=3, window=4, silent_frames=4)
"""Stricter while the tutor's own voice may leak into the microphone; a stop consonant (128 ms at
most) inside a word does not end the sound that is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechOnset:
    """Speech began at `at_s` of the stream; `pre_roll` is the sound since a little before it,
    int16 mono 16 kHz, up to and with the frame that told."""

    at_s: float
    pre_roll: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechOffset:
    """Speech ended at `at_s` of the stream after `speech_s` seconds."""

    at_s: float
    speech_s: float


SpeechEdge: TypeAlias = SpeechOnset | SpeechOffset


@dataclass(slots=True, kw_only=True)
class Segmenter:
    """One stream's edges of speech."""

    pre_roll_s: float = 0.3
    speaking: bool = False
    """True between an onset and its offset."""
    _probable: deque[float] = field(default_factory=lambda: deque(maxlen=8), repr=False)
    # Full: the oldest frame goes; it is older than any pre-roll.
    _recent: deque[bytes] = field(default_factory=deque, repr=False)
    _samples: int = 0
    _began: int = 0
    _silent: int = 0

    def frame(
        self, pcm: bytes, probability: float, *, tutor_speaking: bool = False
    ) -> SpeechEdge | None:
        """The next 512 samples and their probability; at most one edge. Raises BadAudioError."""
        if len(pcm) != FRAME_BYTES:
            raise BadAudioError(f"a frame is {FRAME_BYTES} bytes, not {len(pcm)}")
        limits = TUTOR_SPEAKING if tutor_speaking else LISTENING
        self._samples += FRAME_SAMPLES
        self._probable.append(probability)
        self._keep(pcm, limits)
        return self._offset(probability, limits) if self.speaking else self._onset(limits)

    @property
    def stirring(self) -> bool:
        """Not speaking, but the newest frame is as probable as an onset's."""
        newest = self._probable[-1] if self._probable else 0.0
        return not self.speaking and newest >= LISTENING.onset

    def _keep(self, pcm: bytes, limits: Thresholds) -> None:
        self._recent.append(pcm)
        while len(self._recent) > self._pre_roll_frames() + limits.window:
            self._recent.popleft()

    def _pre_roll_frames(self) -> int:
        return -int(-self.pre_roll_s * IN_RATE_HZ // FRAME_SAMPLES)

    def _onset(self, limits: Thresholds) -> SpeechOnset | None:
        window = list(self._probable)[-limits.window :]
        loud = [p >= limits.onset for p in window]
        if sum(loud) < limits.frames:
            return None
        since = len(window) - loud.index(True)
        self.speaking, self._silent = True, 0
        self._began = self._samples - since * FRAME_SAMPLES
        kept = list(self._recent)[-(since + self._pre_roll_frames()) :]
        return SpeechOnset(at_s=self._began / IN_RATE_HZ, pre_roll=b"".join(kept))

    def _offset(self, probability: float, limits: Thresholds) -> SpeechOffset | None:
        self._silent = self._silent + 1 if probability < limits.offset else 0
        if self._silent < limits.silent_frames:
            return None
        ended = self._samples - self._silent * FRAME_SAMPLES
        self.speaking = False
        self._probable.clear()
        speech_s = (ended - self._began) / IN_RATE_HZ
        return SpeechOffset(at_s=ended / IN_RATE_HZ, speech_s=speech_s)

    def reset(self) -> None:
        """Forget speech in progress (mute, reconnect); the stream's clock goes on."""
        self.speaking, self._silent = False, 0
        self._probable.clear()
        self._recent.clear()


def level(pcm: bytes) -> float:
    """Loudness of int16 samples for the page's orb: 0 below -60 dB full scale, 1 at full scale."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    if samples.size == 0:
        return 0.0
    rms = float(np.sqrt(np.mean(samples * samples))) / 32768.0
    return max(0.0, min(1.0, 1.0 + float(np.log10(max(rms, 1e-6))) / 3.0))
