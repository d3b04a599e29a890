"""The lossy receive path in virtual time, and how words are counted."""

import numpy as np

from tests.load.density.sound import encoded
from tests.load.media_loss import FRAME_S, received, word_errors


def packets(seconds: float) -> tuple[bytes, ...]:
    at = np.arange(round(seconds * 24_000)) / 24_000
    return encoded((8_000 * np.sin(2 * np.pi * 300 * at)).astype("<i2").tobytes())


def test_without_loss_everything_comes_once_and_in_time() -> None:
    sound = received(packets(2.0), 0.0, seed=1)
    assert abs(len(sound) / 32_000 - 2.0) < 0.15


def test_lost_packets_are_made_up_and_the_timeline_stays_whole() -> None:
    whole, lossy = received(packets(2.0), 0.0, seed=1), received(packets(2.0), 0.1, seed=1)
    assert abs(len(whole) - len(lossy)) / 32_000 < 3 * FRAME_S
    assert whole != lossy
    level = np.frombuffer(lossy, "<i2").astype(float).reshape(-1, 320)[10:90].std(axis=1)
    assert np.mean(level > 1_000) > 0.95


def test_words_are_compared_in_order() -> None:
    assert word_errors("what is one half", "what is one half") == 0
    assert word_errors("what is one half", "what is a half") == 1
    assert word_errors("what is one half", "") == 4
    assert word_errors("two", "one two three") == 2
