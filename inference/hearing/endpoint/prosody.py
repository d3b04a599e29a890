"""How the last words sounded: level, pitch, voicing, length of the last syllable, pauses so far.

Pure: 16 kHz sound in, numbers out; a few milliseconds of numpy. Pitch is the highest
peak of the normalised autocorrelation between 70 and 500 Hz (children speak up to 400 Hz).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.contracts import IN_RATE_HZ

Floats = NDArray[np.float32]

NAMES = (
    "final_drop",
    "energy_slope",
    "final_pitch",
    "pitch_slope",
    "pitch_range",
    "pitch_known",
    "voiced_share",
    "voicing",
    "last_run_s",
    "last_run_ratio",
    "last_hump_s",
    "runs_per_s",
    "stretch_s",
    "gaps",
    "longest_gap_s",
    "last_gap_s",
    "snr",
)

LONGEST_S = 8.0
"""More sound than this is not looked at."""
_HOP = 160
_HOP_S = _HOP / IN_RATE_HZ
_WINDOW = 512
_PITCH_S = 1.6
"""Before the end of speech; older pitch is not measured."""
_LOW_HZ, _HIGH_HZ = 70, 500
_HALF_HZ = IN_RATE_HZ // 2
_PITCH_WINDOW = 320
"""40 ms at 8 kHz: almost three periods of the lowest voice."""
_FFT = 512
_VOICED = 0.5
_LOUD_DB = 24.0
"""Below the turn's loudest frames it is not speech."""
_GAP_FRAMES = 15
_FLOOR_DB = -90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frames:
    """Every 10 ms."""

    db: Floats
    loud: NDArray[np.bool_]
    end: int
    """One behind the last frame of speech."""


def prosody(sound: Floats, silence_s: float) -> NDArray[np.float32]:
    """float32 [len(NAMES)]. `sound` ends `silence_s` seconds after voice activity did."""
    sound = sound[-int(LONGEST_S * IN_RATE_HZ) :]
    frames = _frames(sound, silence_s)
    if frames is None:
        return np.zeros(len(NAMES), np.float32)
    found = {**_levels(frames), **_gaps(frames), **_pitch(sound, frames)}
    return np.array([found[name] for name in NAMES], np.float32)


def _frames(sound: Floats, silence_s: float) -> _Frames | None:
    count = (len(sound) - _WINDOW) // _HOP + 1
    if count < 10:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP][:count]
    power = np.einsum("ij,ij->i", windows, windows) / _WINDOW
    db = (10 * np.log10(power + 1e-9)).astype(np.float32)
    ended = count - int(silence_s / _HOP_S)
    top = float(np.percentile(db[: max(1, ended)], 95))
    floor = float(np.percentile(db, 5))
    loud = db > max(top - _LOUD_DB, min(floor + 6.0, top - 6.0))
    # Voice activity ends a little late; the last loud frame near it is the end.
    near = np.flatnonzero(loud[: max(1, ended + 3)])
    if not len(near):
        return None
    return _Frames(db=db, loud=loud, end=int(near[-1]) + 1)


def _levels(frames: _Frames) -> dict[str, float]:
    db, end = frames.db, frames.end
    speech = db[:end][frames.loud[:end]]
    last = db[max(0, end - 30) : end]
    slope = float(np.polyfit(np.arange(len(last)), last, 1)[0]) if len(last) > 2 else 0.0
    floor = float(np.percentile(db, 5))
    return {
        "final_drop": (float(db[max(0, end - 10) : end].mean()) - float(speech.mean())) / 10,
        "energy_slope": slope / _HOP_S / 100,
        "last_hump_s": _hump(last if end < 60 else db[end - 60 : end]) * _HOP_S,
        "snr": (float(np.percentile(speech, 90)) - floor) / 40,
    }


def _hump(db: Floats) -> int:
    """Frames since the level last rose by 6 dB: the last syllable."""
    highest = -200.0
    for back, value in enumerate(db[::-1]):
        highest = max(highest, float(value))
        if value < highest - 6.0 and back > 5 and highest > db.max() - 12.0:
            return back
    return len(db)


def _gaps(frames: _Frames) -> dict[str, float]:
    """Pauses inside the turn so far, by level."""
    edges = np.flatnonzero(frames.loud[: frames.end])
    between = np.diff(edges) - 1
    where = np.flatnonzero(between >= _GAP_FRAMES)
    lengths = between[where] * _HOP_S
    begun = edges[where[-1] + 1] if len(where) else edges[0]
    return {
        "gaps": min(6, len(where)) / 3,
        "longest_gap_s": float(min(3.0, lengths.max(initial=0.0))),
        "last_gap_s": float(min(3.0, lengths[-1])) if len(lengths) else 0.0,
        "stretch_s": float(min(4.0, (frames.end - begun) * _HOP_S)) / 2,
    }


def _pitch(sound: Floats, frames: _Frames) -> dict[str, float]:
    first = max(0, frames.end - int(_PITCH_S / _HOP_S))
    tones, strength = _tones(sound[first * _HOP : (frames.end + 3) * _HOP + _WINDOW])
    count = min(len(tones), frames.end - first)
    tones, strength = tones[:count], strength[:count]
    voiced = (strength > _VOICED) & frames.loud[first : first + count]
    runs = _runs(voiced)
    seconds = max(0.2, float(frames.loud[first : frames.end].sum()) * _HOP_S)
    lengths = [(stop - start) * _HOP_S for start, stop in runs]
    earlier = float(np.mean(lengths[:-1])) if len(lengths) > 1 else 0.0
    return {
        **_melody(tones, voiced),
        "voiced_share": float(voiced[-30:].mean()) if count else 0.0,
        "voicing": float(strength[-20:].mean()) if count else 0.0,
        "last_run_s": lengths[-1] if lengths else 0.0,
        "last_run_ratio": min(4.0, lengths[-1] / earlier) / 2 if earlier else 0.5,
        "runs_per_s": len(runs) / seconds / 5,
    }


def _melody(tones: Floats, voiced: NDArray[np.bool_]) -> dict[str, float]:
    """In semitones over the voice's own middle."""
    places = np.flatnonzero(voiced)
    if len(places) < 6:
        return dict.fromkeys(("final_pitch", "pitch_slope", "pitch_range", "pitch_known"), 0.0)
    own = tones[places] - np.median(tones[places])
    last = places >= places[-1] - 40
    slope = float(np.polyfit(places[last] * _HOP_S, own[last], 1)[0]) if last.sum() > 3 else 0.0
    return {
        "final_pitch": float(np.clip(np.median(own[-5:]), -12, 12)) / 4,
        "pitch_slope": float(np.clip(slope, -60, 60)) / 20,
        "pitch_range": float(np.clip(np.ptp(own[last]), 0, 24)) / 8,
        "pitch_known": 1.0,
    }


def _tones(sound: Floats) -> tuple[Floats, Floats]:
    """Pitch in semitones over 70 Hz and its strength 0 to 1, every 10 ms."""
    half = (sound[: len(sound) // 2 * 2].reshape(-1, 2)).mean(axis=1)
    if len(half) < _PITCH_WINDOW:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(half, _PITCH_WINDOW)[:: _HOP // 2]
    windows = (windows - windows.mean(axis=1, keepdims=True)) * _SHAPE
    spectrum = np.fft.rfft(windows, _FFT, axis=1)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, : _PITCH_WINDOW // 2]
    likeness = likeness / (likeness[:, :1] + 1e-9) / _SHAPE_LIKENESS
    low, high = _HALF_HZ // _HIGH_HZ, _HALF_HZ // _LOW_HZ
    lags = low + _first_peak(likeness[:, low:high])
    strength = np.clip(likeness[np.arange(len(lags)), lags], 0.0, 1.0)
    tones = 12 * np.log2(_HALF_HZ / lags / _LOW_HZ)
    return tones.astype(np.float32), strength.astype(np.float32)


def _first_peak(likeness: NDArray[np.floating]) -> NDArray[np.intp]:
    """The shortest lag that is about as good as the best: twice a period fits as well as one."""
    good = likeness >= 0.88 * likeness.max(axis=1, keepdims=True)
    first = good.argmax(axis=1)
    near = np.minimum(first[:, None] + np.arange(_CLIMB), likeness.shape[1] - 1)
    return np.asarray(first + np.take_along_axis(likeness, near, axis=1).argmax(axis=1))


_CLIMB = 8
"""Lags (1 ms) from the foot of a peak to its top, at most."""
_SHAPE = np.hanning(_PITCH_WINDOW).astype(np.float32)
_SHAPE_LIKENESS = np.fft.irfft(np.abs(np.fft.rfft(_SHAPE, _FFT)) ** 2)[: _PITCH_WINDOW // 2]
_SHAPE_LIKENESS = _SHAPE_LIKENESS / _SHAPE_LIKENESS[0]


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of True, as [start, stop); those shorter than 30 ms are noise."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    pairs = edges.reshape(-1, 2)
    return [(int(start), int(stop)) for start, stop in pairs if stop - start >= 3]
