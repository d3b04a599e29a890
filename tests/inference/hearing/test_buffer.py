"""An utterance's audio: samples may be cut in two, a minute is the end."""

import pytest

from inference.hearing.buffer import UtteranceBuffer, UtteranceTooLongError


def test_a_sample_cut_in_two_is_one_sample() -> None:
    subject = UtteranceBuffer()
    subject.add(b"\x01\x02\x03")
    assert (len(subject), subject.since(0)) == (2, b"\x01\x02")
    subject.add(b"\x04")
    assert (len(subject), subject.since(2)) == (4, b"\x03\x04")


def test_seconds() -> None:
    subject = UtteranceBuffer()
    subject.add(bytes(48_000))
    assert subject.seconds == 1.5
    assert len(subject.since_s(1.0)) == 16_000


def test_what_is_too_long_is_refused_and_the_rest_stays() -> None:
    subject = UtteranceBuffer(max_s=1.0)
    subject.add(bytes(31_998))
    with pytest.raises(UtteranceTooLongError, match="1 s") as caught:
        subject.add(bytes(4))
    assert caught.value.code == "too_long"
    subject.add(bytes(2))
    assert subject.seconds == 1.0
