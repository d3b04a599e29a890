"""Tests of sessions.actor: obeying effects in order; conversations are in tests/scenarios."""

from sessions.commands import CancelReply
from sessions.events import EndWait, Opened, SpeechEnded, VoiceCut
from sessions.outputs import Closed, VoiceStarted
from tests.fakes.classroom import Classroom, virtual


@virtual
async def test_answers_are_reduced_before_anything_else() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.post(CancelReply())
        await room.quiet()
        kinds = [type(event) for event in room.record]
        assert kinds[0] is Opened
        assert kinds[kinds.index(SpeechEnded) + 1] is EndWait
        cancel = next(
            at
            for at, event in enumerate(room.record)
            if isinstance(getattr(event, "command", None), CancelReply)
        )
        assert kinds[cancel + 1] is VoiceCut


@virtual
async def test_the_ear_is_told_when_the_tutor_speaks() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        ear = room.session._actor._ear
        assert ear.tutor_speaking
        await room.quiet()
        assert not ear.tutor_speaking


@virtual
async def test_time_never_runs_backwards_in_the_record() -> None:
    room = Classroom()
    async with room.open():
        await room.say("what is one half")
        await room.quiet()
    assert isinstance(room.outputs[-1], Closed)
    reports = [event.at_s for event in room.record if not isinstance(event, SpeechEnded)]
    assert reports == sorted(reports)
