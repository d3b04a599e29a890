from sessions.effects import SetGain
from sessions.events import VoicePlayed
from sessions.flight.recorder import Noted, Recorder
from sessions.state import State


def played(at: int) -> VoicePlayed:
    return VoicePlayed(at_s=float(at), response=1, samples=at)


def state(serial: int = 0) -> State:
    return State(nonce="n", serial=serial)


def test_nothing_noted_is_nothing_to_take() -> None:
    assert Recorder().take() is None


def test_what_is_taken_comes_in_order_with_the_state_before_it() -> None:
    recorder = Recorder()
    for at in range(3):
        recorder.note(state(at), played(at))
        recorder.decided([SetGain(gain=at / 10)])
    strip = recorder.take()
    assert strip is not None
    assert (strip.first, strip.state) == (0, state(0))
    assert strip.noted == tuple(
        Noted(event=played(at), effects=(SetGain(gain=at / 10),)) for at in range(3)
    )
    recorder.note(state(3), played(3))
    following = recorder.take()
    assert following is not None
    assert (following.first, following.state) == (3, state(3))
    assert recorder.take() is None


def test_an_event_over_which_the_reducer_failed_is_noted_without_a_decision() -> None:
    recorder = Recorder()
    recorder.note(state(), played(1))
    strip = recorder.take()
    assert strip is not None
    assert strip.noted == (Noted(event=played(1), effects=None),)


def test_when_nobody_takes_the_waiting_are_dropped_and_the_numbers_tell() -> None:
    recorder = Recorder(max_waiting=10)
    for at in range(25):
        recorder.note(state(at), played(at))
        assert recorder.waiting <= 10
    strip = recorder.take()
    assert strip is not None
    assert (strip.first, strip.state) == (20, state(20))
    assert [one.event for one in strip.noted] == [played(at) for at in range(20, 25)]


def test_what_is_forgotten_is_gone_and_nothing_comes_after() -> None:
    recorder = Recorder()
    recorder.note(state(), played(1))
    recorder.forget()
    recorder.decided([SetGain(gain=1.0)])
    recorder.note(state(), played(2))
    assert recorder.take() is None
    assert (recorder.stopped, recorder.waiting) == (True, 0)


def test_what_was_decided_after_a_take_belongs_to_nobody() -> None:
    recorder = Recorder()
    recorder.note(state(), played(1))
    strip = recorder.take()
    recorder.decided([SetGain(gain=1.0)])
    assert strip is not None
    assert strip.noted[0].effects is None
