"""Tests of sessions.reduce.phase."""

from dataclasses import replace

from sessions.outputs import Phase, PhaseChanged
from sessions.reduce.phase import phase_of
from sessions.state import Owed, State, Waiting
from tests.fakes.talk import Talk, answering


def test_the_phase_follows_from_the_state() -> None:
    empty = State(nonce="n")
    assert phase_of(empty) is Phase.LISTENING
    assert phase_of(replace(empty, waiting=Waiting(turn=1))) is Phase.WAITING
    assert phase_of(replace(empty, owed=Owed())) is Phase.THINKING
    assert phase_of(replace(empty, closing="left")) is Phase.CLOSED
    speaking = answering().state
    assert phase_of(speaking) is Phase.SPEAKING
    assert phase_of(replace(speaking, ducked=True)) is Phase.DUCKED
    assert phase_of(replace(speaking, attached=False)) is Phase.THINKING


def test_it_is_told_once_per_change() -> None:
    talk = Talk().onset().offset()
    phases = [p.phase for p in talk.told(PhaseChanged)]
    assert phases == [Phase.STUDENT_SPEAKING, Phase.MAYBE_DONE]
