"""Edges of speech: hysteresis, forgiveness for one soft frame, stricter while the tutor speaks."""

import pytest

from inference.errors import BadAudioError
from inference.hearing.segmenter import (
    FRAME_BYTES,
    Segmenter,
    SpeechOffset,
    SpeechOnset,
    Thresholds,
)

FRAME = bytes(FRAME_BYTES)


def edges(probabilities: list[float], *, tutor: bool = False) -> list[object]:
    segmenter = Segmenter()
    found = [segmenter.frame(FRAME, p, tutor_speaking=tutor) for p in probabilities]
    return [edge for edge in found if edge is not None]


def test_one_loud_frame_is_no_speech() -> None:
    assert edges([0.0, 0.9, 0.0, 0.0, 0.9, 0.0]) == []


def test_two_of_three_are_and_the_beginning_is_the_first_of_them() -> None:
    (onset,) = edges([0.0] * 10 + [0.9, 0.1, 0.9])
    assert isinstance(onset, SpeechOnset)
    assert onset.at_s == pytest.approx(10 * 0.032)
    assert len(onset.pre_roll) >= 0.3 * 32_000


def test_one_soft_frame_does_not_end_speech_but_a_pause_does() -> None:
    speech = [0.9] * 10
    assert len(edges([*speech, 0.1, *speech])) == 1
    onset, offset = edges(speech + [0.1] * 2)
    assert isinstance(onset, SpeechOnset)
    assert isinstance(offset, SpeechOffset)
    assert offset.speech_s == pytest.approx(10 * 0.032)


def test_a_frame_like_speech_stirs_until_it_is_an_onset_or_nothing() -> None:
    segmenter, found = Segmenter(), []
    for probability in (0.1, 0.6, 0.2, 0.6, 0.7, 0.9, 0.1, 0.1, 0.1):
        segmenter.frame(bytes(FRAME_BYTES), probability)
        found.append(segmenter.stirring)
    assert found == [False, True, False, False, False, False, False, False, False]
    assert not Segmenter().stirring


def test_stricter_while_the_tutor_speaks() -> None:
    soft = [0.6] * 6
    assert len(edges(soft)) == 1
    assert edges(soft, tutor=True) == []
    assert len(edges([0.9] * 4, tutor=True)) == 1


def test_a_stop_consonant_over_the_tutor_is_no_pause() -> None:
    speech = [0.9] * 10
    assert len(edges(speech + [0.1] * 3 + speech, tutor=True)) == 1
    assert len(edges(speech + [0.1] * 4, tutor=True)) == 2


def test_wrong_frames_and_thresholds_are_refused() -> None:
    with pytest.raises(BadAudioError):
        Segmenter().frame(b"\x00", 0.5)
    with pytest.raises(ValueError, match="offset"):
        Thresholds(onset=0.3, offset=0.5)
