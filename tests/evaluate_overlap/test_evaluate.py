"""The evaluation itself: its sounds, and that it tells who stops the tutor from who does not."""

import asyncio

import numpy as np
import pytest

from inference.speaking.espeak import EspeakTts
from tests.evaluate_overlap.evaluate import missed, table
from tests.evaluate_overlap.sounds import Kind, Sound, generated, spoken
from tests.evaluate_overlap.talk import Ears, Outcome, play
from tests.virtual_time import run_virtual

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ears() -> Ears:
    return Ears()


def test_generated_sounds_are_the_same_for_a_seed_and_loud_enough_to_matter() -> None:
    first, again = list(generated(3, each=2)), list(generated(3, each=2))
    assert [sound.pcm for sound in first] == [sound.pcm for sound in again]
    assert {sound.kind for sound in first} == {Kind.BACKCHANNEL, Kind.COUGH, Kind.KNOCK}
    for sound in first:
        assert np.abs(np.frombuffer(sound.pcm, "<i2")).max() > 300, sound.name


def test_a_quiet_room_neither_ducks_nor_stops_the_tutor(ears: Ears) -> None:
    quiet = np.random.default_rng(1).normal(0, 8, 16_000).astype("<i2").tobytes()
    outcome = run_virtual(play(ears, Sound(kind=Kind.NOISE, name="room", pcm=quiet)))
    assert not outcome.ducked
    assert not outcome.stopped
    assert outcome.whole


async def _said(text: str) -> Sound:
    async with EspeakTts() as tts:
        return (await spoken(tts, Kind.MEANT, (text,)))[0]


async def test_a_long_question_is_meant() -> None:
    sound = await _said("I have a question about what is a denominator")
    outcome = await _in_thread(sound)
    assert outcome.ducked
    assert outcome.stopped
    assert outcome.stopped_after_s is not None


async def _in_thread(sound: Sound) -> Outcome:
    """Virtual time has a loop of its own."""
    return await asyncio.to_thread(lambda: run_virtual(play(Ears(), sound)))


def one(kind: Kind, *, stopped: bool, whole: bool = True) -> Outcome:
    sound = Sound(kind=kind, name="", pcm=b"")
    return Outcome(
        sound=sound, ducked=True, stopped=stopped, stopped_after_s=None, answered=False,
        whole=whole,
    )  # fmt: skip


def test_every_goal_can_be_missed() -> None:
    good = [one(Kind.MEANT, stopped=True), *[one(Kind.COUGH, stopped=False)] * 20]
    assert missed(good) == []
    assert missed([*good, *[one(Kind.NOISE, stopped=True)] * 2]) == ["false stops"]
    assert missed([*good, one(Kind.COUGH, stopped=False, whole=False)]) == [
        "a false alarm lost a word"
    ]
    assert missed([*good, one(Kind.MEANT, stopped=False)]) == ["a meant interruption was ignored"]


def test_the_share_counts_what_is_no_interruption_only() -> None:
    outcomes = [one(Kind.MEANT, stopped=True), one(Kind.COUGH, stopped=True)]
    outcomes += [one(Kind.KNOCK, stopped=False)] * 3
    shown = table(outcomes, recorded_too=False)
    assert "25.0%" in shown.notes[0]
    assert "RECORDED NOISE IS MISSING" in shown.notes[-1]
    assert shown.rows[-1][1:4] == ("4", "4", "1")
