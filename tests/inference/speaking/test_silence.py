import numpy as np
import pytest

from inference.speaking.silence import SilenceShaper

RATE = 24_000
TONE = np.full(2400, 1000, np.int16)


def quiet(seconds):
    return np.zeros(int(seconds * RATE), np.int16)


def shape(samples, size):
    shaper = SilenceShaper(RATE)
    parts = [shaper.push(samples[at : at + size]) for at in range(0, len(samples), size)]
    return np.concatenate([*parts, shaper.finish()]), shaper.dropped


@pytest.mark.parametrize("size", [1, 100, 7777, 10**6])
def test_the_start_is_cut_and_the_end_is_a_pause_whatever_the_pieces(size):
    out, dropped = shape(np.concatenate((quiet(0.5), TONE, quiet(0.1), TONE, quiet(1))), size)
    assert dropped == int(0.47 * RATE)
    assert len(out) == int(0.03 * RATE) + 2400 + int(0.1 * RATE) + 2400 + int(0.2 * RATE)


def test_a_short_end_is_filled_up():
    out, _ = shape(TONE, 500)
    assert len(out) == 2400 + int(0.2 * RATE)


def test_silence_alone_is_nothing():
    out, dropped = shape(quiet(1), 1000)
    assert not out.size
    assert dropped == RATE - int(0.03 * RATE)
