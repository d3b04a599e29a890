"""Speech for recognisers: our own voice at 16 kHz with the quiet of a room around it."""

import numpy as np
import soxr

from tests.sound import spoken_in_thread


def at_16k(text: str, *, quiet_s: float = 0.3, seed: int = 2) -> bytes:
    """int16 mono 16 kHz."""
    voice = np.frombuffer(spoken_in_thread(text), dtype=np.int16).astype(np.float32)
    speech = soxr.resample(voice, 24_000, 16_000)
    before = int(quiet_s * 16_000)
    room = np.random.default_rng(seed).normal(0, 8, len(speech) + 2 * before)
    room[before : before + len(speech)] += speech
    return bytes(np.clip(room, -32_768, 32_767).astype("<i2").tobytes())
