"""Tests of sessions.reduce.quiet."""

from dataclasses import replace

import pytest

from sessions import lines
from sessions.commands import AddItem, ClearAudio, CreateReply, Mute, Pause, ReplyOptions, Say
from sessions.effects import Deafen, Speak, Think, TimerName
from sessions.events import Opened
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import Notice, Paused, Phase, ReplyDone, SpeechStarted
from tests.fakes.talk import Talk, answering

SECOND = 24_000


def talking() -> Talk:
    """A reply of three sentences of one second each is playing; the first was heard."""
    talk = Talk().say("what is one half").think("One half. Two quarters. ", "Four eighths.")
    talk.speak(SECOND).play().clear()
    talk.played = SECOND
    return talk


def paused(talk: Talk, *, whole_class: bool = False) -> Talk:
    return talk.ask(Pause(paused=True, whole_class=whole_class))


def lifted(talk: Talk) -> Talk:
    return talk.clear().ask(Pause(paused=False))


def rest(talk: Talk) -> str:
    return talk.reply.text if talk.state.reply else ""


def test_the_voice_stops_at_its_place_and_goes_on_from_there() -> None:
    talk = paused(talking())
    (done,) = talk.told(ReplyDone)
    assert (done.reason, talk.phase, talk.state.reply) == ("paused", Phase.WAITING, None)
    (heard,) = [i for i in talk.state.items if isinstance(i, MessageItem) and i.unheard]
    assert heard.text + heard.unheard == "One half. Two quarters. Four eighths."
    lifted(talk)
    assert rest(talk) == heard.unheard.strip()
    assert talk.all(Speak)


def test_what_the_model_was_still_saying_is_asked_again_with_what_guarded_it() -> None:
    talk = Talk().say("why").think("One half. ", done=False)
    assert talk.state.reply is not None
    guarded = replace(talk.reply, fallback="So says the lesson.", closing="Now you.")
    talk.state = replace(talk.state, reply=guarded)
    lifted(paused(talk))
    (asked,) = talk.all(Think)
    again = talk.reply
    assert again.number == asked.response
    assert (again.fallback, again.closing) == ("So says the lesson.", "Now you.")
    assert (again.guard, again.turn, again.options) == (
        guarded.guard, guarded.turn, guarded.options,
    )  # fmt: skip


def test_who_types_meanwhile_is_answered_instead() -> None:
    talk = paused(talking()).ask(Say(text="and a third?"))
    assert talk.state.reply is None
    lifted(talk).think("A third.")
    talk.speak().play().drain()
    assert talk.state.reply is None
    assert talk.state.cut_short is None


def test_a_note_of_the_client_leaves_the_rest_to_be_said() -> None:
    note = MessageItem(
        item_id=ItemId("n1"), speaker=Speaker.SYSTEM, text="Break.", modality=Modality.TEXT
    )
    talk = paused(talking()).ask(AddItem(item=note))
    assert rest(lifted(talk))


def test_a_reply_that_a_client_asks_for_comes_instead_of_the_rest() -> None:
    talk = paused(talking()).ask(CreateReply(options=ReplyOptions(instructions="Count.")))
    lifted(talk)
    assert talk.reply.options.instructions == "Count."
    assert talk.state.cut_short is None


def test_a_reply_that_was_heard_to_its_end_is_not_said_again() -> None:
    talk = talking()
    talk.played = 3 * SECOND
    lifted(paused(talk))
    assert talk.state.reply is None
    assert talk.phase is Phase.LISTENING


def test_what_a_sound_cut_off_is_not_said_because_nobody_is_paused() -> None:
    talk = talking().onset(0.2).ring(TimerName.OVERLAP, after_s=0.9)
    assert talk.told(ReplyDone)
    assert talk.ask(ClearAudio(), sample=200_000).state.open is None
    assert talk.state.reply is None


def test_an_aside_is_not_taken_up_again() -> None:
    talk = Talk().onset().offset().final("").ring(TimerName.END_OF_TURN, after_s=0.5)
    assert talk.reply.aside
    lifted(paused(talk.speak().play()))
    assert talk.state.reply is None


def test_nobody_listens_while_the_teacher_talks() -> None:
    talk = paused(answering())
    assert talk.all(Deafen) == [Deafen(deaf=True)]
    talk.onset(1.0).offset()
    assert not talk.told(SpeechStarted)
    assert talk.state.open is None
    lifted(talk)
    assert talk.all(Deafen) == [Deafen(deaf=False)]


def test_a_muted_microphone_stays_muted() -> None:
    talk = paused(Talk().ask(Mute(muted=True)))
    talk.clear().ask(Mute(muted=False))
    assert talk.all(Deafen) == [Deafen(deaf=True)]
    lifted(paused(talk.ask(Mute(muted=True))))
    assert talk.all(Deafen) == [Deafen(deaf=True)]


def test_a_half_spoken_answer_ends_and_is_answered_afterwards() -> None:
    talk = paused(Talk().onset(1.0))
    talk.final("two quarters")
    assert talk.state.owed is not None
    assert talk.state.reply is None
    lifted(talk)
    assert talk.state.reply is not None


def test_a_sound_over_the_voice_that_was_nothing_lets_the_rest_be_said() -> None:
    talk = talking().onset(0.2)
    paused(talk)
    talk.final("").ring(TimerName.END_OF_TURN, 2, after_s=0.6)
    assert talk.state.reply is None
    assert "Four eighths." in rest(lifted(talk))


@pytest.mark.parametrize(
    ("whole_class", "words"), [(False, lines.PAUSED), (True, lines.CLASS_PAUSED)]
)
def test_the_student_is_told_who_is_quiet(whole_class: bool, words: str) -> None:
    talk = paused(Talk(), whole_class=whole_class)
    assert [one.message for one in talk.told(Notice)] == [words]
    assert talk.told(Paused) == [Paused(paused=True, whole_class=whole_class)]
    assert lifted(talk).told(Paused) == [Paused(paused=False)]


def test_from_one_students_pause_to_everybodys_and_back() -> None:
    talk = paused(talking())
    done = len(talk.told(ReplyDone))
    paused(talk, whole_class=True)
    paused(talk)
    assert [one.whole_class for one in talk.told(Paused)] == [False, True, False]
    assert len(talk.told(ReplyDone)) == done
    assert talk.all(Deafen) == [Deafen(deaf=True)]
    assert rest(lifted(talk))


def test_a_session_that_begins_paused_is_deaf_and_says_so() -> None:
    talk = Talk()
    talk.state = replace(talk.state, paused=True, whole_class=True)
    talk.feed(Opened(at_s=talk.now_s))
    assert talk.all(Deafen) == [Deafen(deaf=True)]
    assert [one.message for one in talk.told(Notice)] == [lines.CLASS_PAUSED]


def test_going_on_twice_says_it_once() -> None:
    talk = lifted(paused(talking()))
    talk.ask(Pause(paused=False)).speak().play().drain()
    assert talk.state.reply is None
    assert [one.reason for one in talk.told(ReplyDone)] == [""]
