import numpy as np

from media.resample import Resampler


def test_a_second_of_frames_loses_one_millisecond_at_most() -> None:
    resampler = Resampler(48_000, 16_000)
    out = [resampler.pcm(bytes(1920)) for _ in range(50)]
    assert sum(map(len, out)) // 2 >= 16_000 - 16
    assert {len(part) for part in out[1:]} == {640}


def test_nothing_gives_nothing() -> None:
    assert Resampler(24_000, 16_000).pcm(b"") == b""


def test_a_click_comes_out_within_two_milliseconds() -> None:
    resampler = Resampler(48_000, 16_000)
    click = np.zeros(4_800, np.int16)
    click[480] = 30_000
    heard = np.frombuffer(resampler.pcm(click.tobytes()), np.int16)
    assert abs(int(np.argmax(np.abs(heard))) - 160) <= 32
