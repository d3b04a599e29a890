"""Tests of sessions.reduce.overlap."""

import pytest

from sessions.effects import Release, SetGain, StopVoice, TimerName, Unlisten
from sessions.events import HeardPartial, Phrase, Rang
from sessions.outputs import (
    Ducked,
    Phase,
    ReplyDone,
    ReplyStatus,
    SpeechStarted,
    VoiceCleared,
)
from sessions.state import Stage
from tests.fakes.talk import Talk, answering


def partial(talk: Talk, text: str, phrase: Phrase) -> Talk:
    return talk.feed(
        HeardPartial(
            at_s=talk.now_s,
            turn=talk.turn.number,
            revision=talk.turn.revision,
            text=text,
            stable_chars=0,
            phrase=phrase,
        )
    )


def test_a_sound_ducks_at_once_and_is_not_yet_a_turn() -> None:
    talk = answering().onset(0.5)
    assert talk.turn.stage is Stage.OVERLAP
    assert talk.all(SetGain) == [SetGain(gain=0.25)]
    assert talk.names() == ["Ducked", "PhaseChanged"]
    assert talk.phase is Phase.DUCKED


def test_speech_that_lasts_interrupts() -> None:
    talk = answering()
    talk.played = 2_400
    talk.onset(0.5).ring(TimerName.OVERLAP, after_s=0.9)
    assert talk.all(StopVoice)
    assert talk.names().index("SpeechStarted") < talk.names().index("VoiceCleared")
    done = talk.told(ReplyDone)[0]
    assert (done.status, done.reason) == (ReplyStatus.CANCELLED, "turn_detected")
    assert talk.turn.stage is Stage.SPEAKING
    assert talk.phase is Phase.STUDENT_SPEAKING


def test_the_voice_soon_waits_where_it_is_until_the_sound_is_judged() -> None:
    talk = answering().onset(0.5).clear()
    talk.ring(TimerName.OVERLAP, after_s=0.1)
    assert not talk.all(SetGain)
    talk.ring(TimerName.OVERLAP, after_s=0.1)
    assert talk.all(SetGain) == [SetGain(gain=0.0)]
    assert not talk.all(StopVoice)
    talk.offset(0.2).final("mm-hm", phrase=Phrase.BACKCHANNEL)
    assert talk.all(SetGain)[-1] == SetGain(gain=1.0)
    assert talk.phase is Phase.SPEAKING
    assert not talk.told(VoiceCleared)


def test_a_voice_that_waits_goes_on_when_the_transcript_is_slow() -> None:
    talk = answering().onset(0.5).ring(TimerName.OVERLAP, after_s=0.2).offset(0.1).clear()
    talk.ring(TimerName.FALSE_INTERRUPTION, after_s=1.0)
    assert talk.all(SetGain) == [SetGain(gain=1.0)]


def test_a_reply_that_is_not_heard_yet_has_nothing_to_hold() -> None:
    talk = Talk().say("what is one half").think("It is two quarters.").clear()
    talk.onset(0.1).ring(TimerName.OVERLAP, after_s=0.2)
    assert not talk.all(SetGain)


def test_a_stalled_network_is_no_speech() -> None:
    talk = answering().onset(0.5)
    heard = round((talk.now_s + 0.2) * 16_000)
    for _ in range(20):  # half a second passes, a fifth of a second of sound is here
        talk.now_s += 0.025
        talk.feed(
            Rang(at_s=talk.now_s, name=TimerName.OVERLAP, tag=talk.turn.number, sample=heard)
        )
    assert talk.turn.stage is Stage.OVERLAP
    talk.offset(0.1).final("")
    assert not talk.told(VoiceCleared)
    assert talk.phase is Phase.SPEAKING


def test_words_interrupt_before_that() -> None:
    talk = answering().onset(0.5)
    partial(talk, "no", Phrase.WORDS)
    assert not talk.told(VoiceCleared), "one word is a guess until the sound is over"
    partial(talk, "no wait", Phrase.WORDS)
    assert talk.told(VoiceCleared)


@pytest.mark.parametrize(
    ("text", "speech_s", "meant"),
    [("no", 0.15, True), ("four", 0.1, False), ("an eighth", 0.2, False), ("an eighth", 0.3, True),
     ("let me think", 0.3, False)],
)  # fmt: skip
def test_words_that_nobody_says_so_fast_were_a_cough(
    text: str, speech_s: float, meant: bool
) -> None:
    talk = answering().onset(0.5).offset(speech_s).final(text)
    assert bool(talk.told(VoiceCleared)) is meant
    assert (talk.phase is Phase.SPEAKING) is not meant


def test_mm_hm_gets_longer() -> None:
    talk = answering().onset(0.5)
    partial(talk, "mm-hm", Phrase.BACKCHANNEL).ring(TimerName.OVERLAP, after_s=0.9)
    assert not talk.told(VoiceCleared)
    talk.ring(TimerName.OVERLAP, after_s=0.6)
    assert talk.told(VoiceCleared)


def test_a_cough_changes_nothing() -> None:
    talk = answering().onset(0.5).offset(0.2).final("")
    assert [d.ducked for d in talk.told(Ducked)] == [True, False]
    assert Unlisten(turn=2) in talk.effects
    assert talk.phase is Phase.SPEAKING
    assert talk.state.open is None
    assert not talk.told(SpeechStarted)


def test_timers_of_a_sound_that_is_over_are_stale() -> None:
    talk = answering().onset(0.5)
    number = talk.turn.number
    talk.offset(0.2).final("").clear()
    talk.ring(TimerName.OVERLAP, number).ring(TimerName.FALSE_INTERRUPTION, number)
    assert talk.effects == []


def test_a_short_no_is_meant() -> None:
    talk = answering().onset(0.5).offset(0.2).final("no")
    assert talk.told(VoiceCleared)
    assert talk.turn.stage is Stage.PAUSED
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert getattr(talk.state.items[-1], "text", "") == "no"


def test_when_its_transcript_is_slow_the_tutor_goes_on_and_a_late_stop_still_counts() -> None:
    talk = answering().onset(0.5).offset(0.2)
    talk.ring(TimerName.FALSE_INTERRUPTION, after_s=1.0)
    assert talk.phase is Phase.SPEAKING
    assert talk.turn.let_go
    talk.final("stop", after_s=0.5)
    assert talk.told(VoiceCleared)


def test_a_transcript_that_never_comes_is_given_up() -> None:
    talk = answering().onset(0.5).offset(0.2)
    talk.ring(TimerName.FALSE_INTERRUPTION, after_s=1.0)
    talk.ring(TimerName.FALSE_INTERRUPTION, after_s=6.0)
    assert talk.state.open is None
    assert talk.phase is Phase.SPEAKING


def test_two_short_sounds_add_up() -> None:
    talk = answering().onset(0.5).offset(0.5)
    talk.onset(0.2).ring(TimerName.OVERLAP, after_s=0.41)
    assert talk.told(VoiceCleared)


def test_the_reply_ends_while_somebody_speaks() -> None:
    talk = answering().onset(0.5)
    talk.drain()
    assert talk.told(ReplyDone)[0].status is ReplyStatus.COMPLETED
    assert talk.turn.stage is Stage.SPEAKING
    assert len(talk.told(SpeechStarted)) == 1
    assert [d.ducked for d in talk.told(Ducked)] == [True, False]


def test_the_reply_ends_while_a_sound_waits_for_its_transcript() -> None:
    talk = answering().onset(0.5).offset(0.2)
    talk.drain()
    talk.final("").ring(TimerName.END_OF_TURN, after_s=0.6)
    assert not talk.told(SpeechStarted)
    assert talk.phase is Phase.LISTENING
    assert talk.state.open is None
    assert talk.state.ended == ()


def test_no_reply_starts_into_a_sound() -> None:
    talk = Talk().say("what is one half")
    talk.think("It is two quarters.")
    talk.onset(0.1)
    talk.speak()
    assert not talk.all(Release)
    talk.offset(0.2).final("")
    assert talk.all(Release)
