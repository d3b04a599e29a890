"""The model that ships, on our own voice: what it must get right whatever its figures are."""

import numpy as np
import pytest

from inference.contracts import AnswerKind, Expected, PauseWaits, TurnEvidence
from inference.errors import BadAudioError
from inference.hearing.endpoint.own import STEPS_S, OwnJudge
from tests.inference.hearing.room import at_16k

NOTICED_S = 0.13


def wait_s(text: str, kind: AnswerKind = AnswerKind.ANY, *, said: str = "") -> float:
    """How long a session waits after these words at patience 1."""
    sound = at_16k(said or text, quiet_s=0.3)
    sound = sound[: len(sound) - 2 * int((0.3 - NOTICED_S) * 16_000)]
    evidence = TurnEvidence(
        silence_s=NOTICED_S,
        speech_s=len(sound) / 32_000 - 0.4,
        text=text,
        expected=Expected(kind=kind),
        patience=1.0,
    )
    outlook = OwnJudge().outlook(sound, evidence)
    return PauseWaits().of_outlook_s(outlook, silence_s=NOTICED_S, kind=kind, patience=1.0)


@pytest.mark.parametrize(
    ("unfinished", "whole"),
    [
        ("it is um", "it is six"),
        ("three times", "three times two is six"),
        ("the answer is", "the answer is four"),
        ("you take away the", "you take away the four"),
        ("it is bigger because", "it is bigger because there are fewer pieces"),
        ("let me think", "yes"),
        ("wait", "no"),
    ],
)
def test_what_cannot_be_the_end_is_waited_for_longer(unfinished: str, whole: str) -> None:
    assert wait_s(unfinished) > wait_s(whole) + 0.15


@pytest.mark.parametrize(
    "unfinished", ["um", "it is um", "three plus", "because", "let me think", "c a"]
)
def test_learners_get_a_second_at_least(unfinished: str) -> None:
    assert wait_s(unfinished) > 1.0


@pytest.mark.parametrize(
    "whole",
    [
        "give me a hint",
        "i don't understand",
        "can you help me",
        "show me an example",
        "repeat that please",
        "what is photosynthesis",
        "what is forty two plus three",
        "what is one half plus one third",
        "it is twenty three",
    ],
)
def test_nobody_waits_long_for_what_is_whole(whole: str) -> None:
    assert wait_s(whole) <= 0.75


@pytest.mark.parametrize("begun", ["give me a", "what is", "what is the", "can you", "how do i"])
def test_what_has_only_begun_is_waited_for(begun: str) -> None:
    assert wait_s(begun) > 0.9


def test_the_outlook_is_of_three_seconds_and_grows() -> None:
    sound = at_16k("three times", quiet_s=NOTICED_S)
    evidence = TurnEvidence(
        silence_s=NOTICED_S, speech_s=1.0, text="three times", expected=Expected(), patience=1.0
    )
    outlook = OwnJudge().outlook(sound, evidence)
    assert len(outlook) == len(STEPS_S)
    assert outlook[-1] > outlook[0]


def test_no_sound_is_no_fault_and_half_a_sample_is() -> None:
    evidence = TurnEvidence(
        silence_s=0.1, speech_s=0.0, text="", expected=Expected(), patience=1.0
    )
    assert np.isfinite(OwnJudge().outlook(b"", evidence)).all()
    with pytest.raises(BadAudioError):
        OwnJudge().outlook(b"\x00", evidence)
