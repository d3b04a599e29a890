"""Level, pitch and pauses of made-up voices."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.contracts import IN_RATE_HZ
from inference.hearing.endpoint.prosody import NAMES, prosody

Floats = NDArray[np.float32]


def voice(length_s: float, from_hz: float, to_hz: float, *, fade: float = 1.0) -> Floats:
    """A buzz whose pitch glides and whose level ends at `fade` of the beginning's."""
    count = int(length_s * IN_RATE_HZ)
    phase = np.cumsum(np.linspace(from_hz, to_hz, count)) / IN_RATE_HZ * 2 * np.pi
    buzz = sum(np.sin(phase * n) / n for n in range(1, 6))
    return (0.1 * buzz * np.linspace(1.0, fade, count)).astype(np.float32)


def quiet(length_s: float) -> Floats:
    noise = np.random.default_rng(3).normal(0, 0.0005, int(length_s * IN_RATE_HZ))
    return noise.astype(np.float32)


def told(*pieces: Floats, silence_s: float = 0.13) -> dict[str, float]:
    sound = np.concatenate((*pieces, quiet(silence_s)))
    return dict(zip(NAMES, prosody(sound, silence_s).tolist(), strict=True))


@pytest.mark.parametrize("base_hz", [100.0, 220.0, 350.0])
def test_a_falling_voice_is_told_from_a_rising_one(base_hz: float) -> None:
    falls = told(quiet(0.2), voice(0.8, base_hz, base_hz * 0.7))
    rises = told(quiet(0.2), voice(0.8, base_hz, base_hz * 1.3))
    assert falls["pitch_slope"] < -0.1 < 0.1 < rises["pitch_slope"]
    assert falls["final_pitch"] < 0 < rises["final_pitch"]


def test_a_fading_voice_is_told_from_an_even_one() -> None:
    fading, even = told(voice(0.8, 200, 200, fade=0.1)), told(voice(0.8, 200, 200))
    assert fading["final_drop"] < even["final_drop"]
    assert fading["energy_slope"] < even["energy_slope"]


def test_pauses_so_far_are_measured() -> None:
    once = told(voice(0.5, 200, 200), quiet(0.6), voice(0.5, 200, 200))
    none = told(voice(1.0, 200, 200))
    assert none["gaps"] == none["longest_gap_s"] == 0.0
    assert once["gaps"] > 0
    assert once["longest_gap_s"] == pytest.approx(0.6, abs=0.06)
    assert once["stretch_s"] == pytest.approx(0.25, abs=0.04)


def test_the_last_syllable_is_measured() -> None:
    short = told(voice(0.3, 200, 200), quiet(0.1), voice(0.12, 200, 200))
    long = told(voice(0.3, 200, 200), quiet(0.1), voice(0.5, 200, 200))
    assert long["last_run_s"] > short["last_run_s"] + 0.25


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, IN_RATE_HZ).astype(np.float32)
    assert told(noise)["voiced_share"] < 0.1


@pytest.mark.parametrize("samples", [0, 1, 511, 512, 2_000, 200_000])
def test_any_length_of_any_sound_gives_finite_numbers(samples: int) -> None:
    for sound in (
        np.zeros(samples, np.float32),
        np.ones(samples, np.float32),
        np.random.default_rng(samples).uniform(-1, 1, samples).astype(np.float32),
    ):
        for silence_s in (0.0, 0.13, 30.0):
            found = prosody(sound, silence_s)
            assert found.shape == (len(NAMES),)
            assert np.isfinite(found).all()
