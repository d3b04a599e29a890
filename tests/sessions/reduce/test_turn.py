"""Tests of sessions.reduce.turn."""

from dataclasses import replace

from inference.contracts import AnswerKind, Expected
from sessions.commands import TurnSettings
from sessions.effects import AskEnd, Judge, Listen, Think, TimerName, Transcribe
from sessions.events import HeardPartial, Phrase
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import SpeechStarted
from sessions.reduce.turn import expected
from sessions.teaching.run import Awaiting, LessonRun
from tests.fakes.lesson import lesson
from tests.fakes.talk import Talk


def test_a_turn_is_recognised_from_a_little_before_its_onset() -> None:
    talk = Talk().onset()
    listen = talk.all(Listen)[0]
    assert listen.from_sample == round((10.0 - 0.3) * 16_000)
    assert [o.audio_ms for o in talk.told(SpeechStarted)] == [9_700]


def test_audio_that_was_committed_is_not_heard_again() -> None:
    talk = Talk().say("one")
    end = talk.all(Transcribe)[0].to_sample
    talk.clear().onset(0.01)
    assert talk.all(Listen)[0].from_sample >= end


def test_push_to_talk_has_no_speech_events() -> None:
    talk = Talk(TurnSettings(hands_free=False)).onset().offset()
    assert "SpeechStarted" not in talk.names()
    assert not talk.all(AskEnd)


def test_the_wait_is_asked_again_when_more_is_known() -> None:
    talk = Talk().onset().offset(0.5)
    turn = talk.turn
    talk.feed(
        HeardPartial(
            at_s=10.55,
            turn=turn.number,
            revision=0,
            text="it is",
            stable_chars=0,
            phrase=Phrase.WORDS,
        )
    )
    talk.final("it is because")
    assert [a.evidence.text for a in talk.all(AskEnd)] == ["", "it is", "it is because"]
    assert {a.evidence.speech_s for a in talk.all(AskEnd)} == {0.5}


def test_only_a_clean_turn_is_thought_about_ahead() -> None:
    assert Talk().onset().offset().final("why").all(Think)
    assert not Talk().onset().offset().final("").all(Think)
    assert not Talk().onset().offset().final("hm", phrase=Phrase.THINKING).all(Think)
    by_hand = TurnSettings(auto_reply=False)
    assert not Talk(by_hand).onset().offset().final("why").all(Think)


def test_what_was_said_is_judged_once_per_revision() -> None:
    talk = Talk().onset().offset().final("why").final("why")
    assert [(j.turn, j.revision) for j in talk.all(Judge)] == [(1, 0)]
    talk.onset(0.1).offset().final("why not")
    assert [(j.turn, j.revision) for j in talk.all(Judge)] == [(1, 0), (1, 1)]


def test_a_turn_has_a_longest_length() -> None:
    talk = Talk()
    talk.state = replace(talk.state, rules=replace(talk.state.rules, long_turn_s=5.0))
    talk.onset().ring(TimerName.LONG_TURN, after_s=5.0)
    assert talk.turn.number == 2
    assert talk.turn.voiced
    assert len(talk.state.ended) == 1


def after(text: str, settings: TurnSettings | None = None, *, aside: bool = False) -> Talk:
    """The tutor has said this."""
    talk = Talk(settings)
    said = MessageItem(
        item_id=ItemId(f"i{aside}"),
        speaker=Speaker.TUTOR,
        text=text,
        modality=Modality.VOICE,
        aside=aside,
    )
    talk.state = replace(talk.state, history=talk.state.history.add(said))
    return talk


def test_the_tutors_own_question_tells_what_is_waited_for() -> None:
    talk = after("Try this: what is 7 × 8?").onset().offset()
    assert talk.all(Listen)[0].expected.kind is AnswerKind.NUMBER
    assert talk.all(AskEnd)[0].evidence.expected.answers == ("56",)
    assert expected(after("Good.").state) == Expected()


def test_a_remark_of_the_server_changes_nothing() -> None:
    asked, remark = after("What is 7 × 8?"), after("Take your time.", aside=True)
    entries = (*asked.state.history.entries, *remark.state.history.entries)
    history = replace(asked.state.history, entries=entries)
    assert expected(replace(asked.state, history=history)).answers == ("56",)


def test_what_the_client_said_counts_more_than_the_question() -> None:
    told = Expected(answers=("b e d",))
    assert expected(after("What is 7 × 8?", TurnSettings(expected=told)).state) == told


def test_an_open_item_counts_most_and_a_hint_may_ask_a_sum_of_its_own() -> None:
    told = TurnSettings(expected=Expected(kind=AnswerKind.YES_NO))
    talk = after("First: what is 2 + 1?", told)
    run = LessonRun(lesson=lesson(), run_id="r")
    moment = replace(run.moment, awaiting=Awaiting.ATTEMPT, posed=True)
    talk.state = replace(talk.state, lesson=replace(run, moment=moment))
    item = talk.state.lesson.open_item if talk.state.lesson else None
    assert item is not None
    found = expected(talk.state)
    assert (found.kind, found.answers) == (AnswerKind.NUMBER, (item.answer, "3"))
