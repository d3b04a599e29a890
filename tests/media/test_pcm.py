import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.contracts import IN_RATE_HZ, OUT_RATE_HZ
from media.errors import BadAudioError
from media.pcm import MAX_BYTES, Pcm24Codec


def tone(hz: float, seconds: float) -> bytes:
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    return (10_000 * np.sin(2 * np.pi * hz * at)).astype(np.int16).tobytes()


def test_a_tone_keeps_its_pitch_and_level() -> None:
    codec = Pcm24Codec()
    samples = np.frombuffer(codec.decode(tone(1_000, 1.0)), np.int16)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * IN_RATE_HZ / len(samples) == pytest.approx(1_000, abs=2)
    assert np.sqrt(np.mean(samples.astype(float) ** 2)) == pytest.approx(7_071, rel=0.02)


def test_what_16_khz_cannot_hold_is_filtered_out() -> None:
    codec = Pcm24Codec()
    heard = np.frombuffer(codec.decode(tone(11_000, 1.0)), np.int16)[100:]
    assert np.abs(heard).max() < 500


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=40))
def test_the_cuts_between_messages_are_not_heard(cuts: list[int]) -> None:
    pcm = tone(440, 1.0)
    whole, pieces = Pcm24Codec().decode(pcm), b""
    codec, at = Pcm24Codec(), 0
    for cut in cuts:
        pieces += codec.decode(pcm[at : at + 2 * cut])
        at = min(len(pcm), at + 2 * cut)
    pieces += codec.decode(pcm[at:])
    assert abs(len(pieces) - len(whole)) <= 4
    same = min(len(pieces), len(whole)) // 2
    difference = np.frombuffer(pieces, np.int16, same).astype(int) - np.frombuffer(
        whole, np.int16, same
    )
    assert np.abs(difference).max() <= 1


def test_half_a_sample_is_refused_and_the_stream_goes_on() -> None:
    codec = Pcm24Codec()
    with pytest.raises(BadAudioError, match="even"):
        codec.decode(b"abc")
    assert codec.decode(tone(440, 0.1))


def test_too_much_at_once_is_refused() -> None:
    with pytest.raises(BadAudioError, match="at most"):
        Pcm24Codec().decode(bytes(MAX_BYTES + 2))


def test_the_tutors_voice_goes_out_as_it_is() -> None:
    assert Pcm24Codec().encode(b"\1\2") == b"\1\2"
