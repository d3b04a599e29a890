"""Outputs become events that the official client's own models accept, field for field."""

import dataclasses
import inspect

import pytest
from openai.types import realtime as openai_types
from pydantic import TypeAdapter

from sessions import outputs as out
from sessions.ballot import Ballot, Explanation
from sessions.commands import ReplyOptions, TurnSettings
from sessions.ids import CallId, ItemId, ReplyId
from sessions.items import CallItem, CallOutputItem, ItemStatus, MessageItem, Modality, Speaker
from sessions.teaching.lesson import Item as LessonItem
from sessions.teaching.lesson import ItemKind, Use, Wrong
from tutor_server.wire.project import Projector, error_event
from tutor_server.wire.vocabulary import SERVER_EVENTS

ITEM, REPLY, CALL = ItemId("item_1"), ReplyId("resp_1"), CallId("call_1")
OPENAI = TypeAdapter(openai_types.RealtimeServerEvent)


def projector() -> Projector:
    return Projector(conversation_id="conv_1", render=lambda text: f"<p>{text}</p>")


def message(text: str = "hello", *, voice: bool = True, tutor: bool = True) -> MessageItem:
    return MessageItem(
        item_id=ITEM,
        speaker=Speaker.TUTOR if tutor else Speaker.STUDENT,
        text=text,
        modality=Modality.VOICE if voice else Modality.TEXT,
    )


def call() -> CallItem:
    return CallItem(item_id=ITEM, call_id=CALL, name="grade", arguments='{"a":1}')


def done(status: out.ReplyStatus, reason: str = "turn_detected") -> out.ReplyDone:
    return out.ReplyDone(
        reply_id=REPLY,
        status=status,
        reason=reason,
        items=(message(),),
        usage=out.Usage(prompt_tokens=3, completion_tokens=4),
        options=ReplyOptions(metadata=(("topic", "fractions"),)),
    )


QUESTION = LessonItem(
    item_id="q1",
    kind=ItemKind.CHOICE,
    use=Use.PRACTICE,
    skill="halves",
    question="Which is half?",
    answer="1/2", choices=("1/2", "1/3", "1/4"), hints=("a", "b", "c", "It is 1/2."),
    wrong=(Wrong(answer="1/3", misconception="thirds"),),
)  # fmt: skip
BALLOT = Ballot(
    pair="pair_1",
    lesson_id="equal-parts",
    topic="number-fractions",
    question="Which is better?",
    left=Explanation(source="lesson:simple", text="Cut it in two."),
    right=Explanation(source="lesson:full", text="Divide by two."),
)

CREATED = out.ReplyCreated(reply_id=REPLY, modality=Modality.VOICE, options=ReplyOptions())
OUTPUTS: list[out.Output] = [
    out.PhaseChanged(phase=out.Phase.LISTENING),
    out.SpeechStarted(item_id=ITEM, audio_ms=10),
    out.SpeechStopped(item_id=ITEM, audio_ms=900),
    out.AudioCommitted(item_id=ITEM, after=None),
    out.AudioCleared(),
    out.ItemAdded(item=message(tutor=False), after=None),
    out.ItemAdded(item=CallOutputItem(item_id=ITEM, call_id=CALL, output="5"), after=ITEM),
    out.ItemDone(item=message(tutor=False, voice=False), after=ITEM),
    out.ItemDeleted(item_id=ITEM),
    out.ItemTruncated(item_id=ITEM, heard_ms=500, text="hel", unheard="lo"),
    out.TranscriptPartial(item_id=ITEM, text="what is one", stable_chars=7),
    out.TranscriptCompleted(item_id=ITEM, text="what is one half"),
    out.TranscriptFailed(item_id=ITEM, code="nothing_heard", message="I heard nothing."),
    CREATED,
    out.ReplyItemAdded(
        reply_id=REPLY,
        item=dataclasses.replace(message(""), status=ItemStatus.IN_PROGRESS),
        index=0,
        after=None,
    ),
    out.ReplyText(reply_id=REPLY, item_id=ITEM, index=0, text="3/4"),
    out.Caption(reply_id=REPLY, item_id=ITEM, words=(out.CaptionWord(start=0, end=3, at_ms=40),)),
    out.CallDelta(reply_id=REPLY, item_id=ITEM, call_id=CALL, index=0, text='{"a'),
    out.ReplyItemDone(reply_id=REPLY, item=message(), index=0, after=None),
    out.ReplyItemDone(reply_id=REPLY, item=message(voice=False), index=0, after=None),
    out.ReplyItemDone(reply_id=REPLY, item=call(), index=0, after=None),
    done(out.ReplyStatus.COMPLETED),
    done(out.ReplyStatus.CANCELLED),
    done(out.ReplyStatus.FAILED, "model_unavailable"),
    done(out.ReplyStatus.INCOMPLETE, "content_filter"),
    out.VoiceStarted(reply_id=REPLY),
    out.VoiceStopped(reply_id=REPLY),
    out.VoiceCleared(reply_id=REPLY),
    out.Ducked(ducked=True),
    out.TurnTimings(
        reply_id=REPLY, end_of_turn_ms=1, transcript_ms=2, first_token_ms=3, first_audio_ms=None
    ),
    out.Notice(code="safety", message="m"),
    out.LessonShown(
        lesson_id="equal-parts",
        run="run_1",
        title="Equal parts",
        format="practice",
        part="item",
        item=QUESTION,
        done=0,
        total=6,
        hints=1,
    ),
    out.AttemptChecked(
        run="run_1", item_id="q1", correct=False, aided=True, attempt=2, error="slip"
    ),
    out.HintShown(run="run_1", item_id="q1", rung=2, text="Look at the bottom number."),
    out.LessonFinished(
        run="run_1",
        lesson_id="equal-parts",
        xp=30,
        right=5,
        total=6,
        unaided_right=4,
        unaided_total=6,
    ),
    out.Paused(paused=True),
    out.VoteAsked(ballot=BALLOT),
    out.VoteTaken(pair="pair_1", event_id="e"),
    out.RatingTaken(item_id=ITEM),
    out.Refused(code="item_not_found", message="m", event_id="e"),
    out.Closed(reason="left"),
]
SILENT = {out.Alert, out.SettingsChanged}


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: type(output).__name__)
def test_events_are_documented_and_openai_accepts_its_own(output: out.Output) -> None:
    subject = projector()
    subject.events(CREATED)
    events = subject.events(output)
    assert events
    for event in events:
        assert event["type"] in SERVER_EVENTS
        if not str(event["type"]).startswith("tutor."):
            parsed = OPENAI.validate_python({**event, "event_id": "ev_1"})
            assert parsed.type == event["type"]


def test_every_output_is_covered_here() -> None:
    every = {
        kind
        for _, kind in inspect.getmembers(out, inspect.isclass)
        if kind.__module__ == out.__name__ and kind in out.Output.__args__
    }
    assert every == {type(output) for output in OUTPUTS} | SILENT


def test_alerts_and_settings_are_not_for_the_projector() -> None:
    subject = projector()
    assert subject.events(out.Alert(category="self_harm", item_id=ITEM)) == []
    assert subject.events(out.SettingsChanged(settings=TurnSettings())) == []


def test_partials_give_only_what_is_new_and_stable() -> None:
    subject = projector()

    def delta(text: str, stable: int) -> object:
        partial = out.TranscriptPartial(item_id=ITEM, text=text, stable_chars=stable)
        return subject.events(partial)[0]["delta"]

    assert delta("what is won", 8) == "what is "
    assert delta("what is one half", 11) == "one"
    assert delta("what is one half", 11) == ""


def test_text_replies_and_voice_replies_have_their_own_deltas() -> None:
    text = out.ReplyText(reply_id=REPLY, item_id=ITEM, index=0, text="a")
    for modality, name in ((Modality.VOICE, "audio_transcript"), (Modality.TEXT, "text")):
        subject = projector()
        subject.events(dataclasses.replace(CREATED, modality=modality))
        assert subject.events(text)[0]["type"] == f"response.output_{name}.delta"


def test_html_is_sent_when_it_changed_only() -> None:
    subject = projector()
    item = out.ItemDone(item=message(voice=False), after=None)
    kinds = [event["type"] for event in subject.events(item)]
    again = [event["type"] for event in subject.events(item)]
    assert "tutor.html" in kinds
    assert "tutor.html" not in again


def test_a_snapshot_shows_what_was_not_heard() -> None:
    cut = dataclasses.replace(message("one half"), unheard=" is more")
    shown = projector().snapshot((cut, call()))
    assert shown[0]["unheard"] == " is more"
    assert shown[0]["html"] == "<p>one half is more</p>"


def test_error_events_parse() -> None:
    parsed = OPENAI.validate_python({**error_event("c", "m"), "event_id": "ev_1"})
    assert parsed.type == "error"


def test_a_posed_item_does_not_tell_its_answer() -> None:
    shown = next(o for o in OUTPUTS if isinstance(o, out.LessonShown))
    (event,) = projector().events(shown)
    item = event["item"]
    assert isinstance(item, dict)
    assert item["choices"] == [{"text": c, "html": f"<p>{c}</p>"} for c in QUESTION.choices]
    assert not {"answer", "wrong", "hints", "tests", "keys"} & set(item)


def test_a_vote_does_not_tell_its_sources() -> None:
    (event,) = projector().events(out.VoteAsked(ballot=BALLOT))
    assert "lesson:" not in repr(event)
