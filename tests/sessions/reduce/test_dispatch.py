"""Tests of sessions.reduce.dispatch."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contracts import Verdict
from sessions import events
from sessions.commands import (
    CancelReply,
    ClearAudio,
    ClearVoice,
    Close,
    CommitAudio,
    CreateReply,
    Mute,
    Say,
    VoiceAttached,
    VoiceDetached,
)
from sessions.contracts import FactKind
from sessions.effects import Stop, TimerName
from sessions.events import Opened, Phrase
from sessions.outputs import Closed, Phase, ReplyCreated, ReplyDone
from tests.fakes.talk import Talk

small = st.integers(0, 4)
times = st.floats(0, 100)
commands = st.sampled_from(
    [
        Say(text="why"),
        CommitAudio(),
        ClearAudio(),
        CreateReply(),
        CancelReply(),
        ClearVoice(),
        Mute(muted=True),
        Mute(muted=False),
        VoiceAttached(),
        VoiceDetached(),
    ]
)


def event(kind: type[events.Event], **fields: st.SearchStrategy[object]) -> st.SearchStrategy:
    """At a time a session may see; clocks do not show 1e305 s."""
    return st.builds(kind, at_s=times, **fields)


verdicts = st.builds(Verdict, allowed=st.booleans())
tagged = {"turn": small, "revision": small}
spoken = {"response": small}
anything = st.one_of(
    event(events.Asked, command=commands, sample=small, loud=st.booleans()),
    event(events.SpeechBegan, sample=small, now_sample=small),
    event(events.SpeechEnded, sample=small, now_sample=small),
    event(events.EndWait, **tagged, wait_s=times),
    event(
        events.EndJudged,
        **tagged,
        silence_s=times,
        outlook=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=3).map(tuple),
    ),
    event(
        events.HeardPartial,
        **tagged,
        text=st.sampled_from(["", "why"]),
        stable_chars=small,
        phrase=st.sampled_from(Phrase),
    ),
    event(
        events.HeardFinal,
        **tagged,
        text=st.sampled_from(["", "why"]),
        phrase=st.sampled_from(Phrase),
        failure=st.just(""),
    ),
    event(events.TurnJudged, **tagged, verdict=verdicts),
    event(events.SentenceJudged, **spoken, index=small, verdict=verdicts),
    event(events.Thought, **spoken, text=st.just("Because. "), first_token_s=times),
    event(
        events.CallGrew,
        **spoken,
        call_id=st.just("c"),
        name=st.just("look"),
        arguments=st.just("{}"),
    ),
    event(
        events.ThinkingDone,
        **spoken,
        reason=st.sampled_from(["stop", "length", "tool_calls"]),
        prompt_tokens=small,
        completion_tokens=small,
    ),
    event(events.ThinkingFailed, **spoken, code=st.just("model_unavailable")),
    event(events.Voiced, **spoken, index=small, samples=small, marks=st.just(())),
    event(events.Spoken, **spoken, index=small, failed=st.booleans()),
    event(events.VoiceBegan, **spoken),
    event(events.VoicePlayed, **spoken, samples=small),
    event(events.VoiceDrained, **spoken),
    event(events.VoiceCut, **spoken, samples=small),
    event(events.Committed, number=small),
    event(events.Rang, name=st.sampled_from(TimerName), tag=small, sample=small),
)


@given(st.lists(anything, max_size=40), st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_events_in_any_order_break_nothing(
    story: list[events.Event], gate: bool, storage: bool
) -> None:
    talk = Talk()
    talk.gate, talk.storage = gate, storage
    talk.feed(*story)
    talk.storage = True
    talk.feed(events.Committed(at_s=100.0, number=talk.state.commit_count))
    talk.ask(Close(reason="left"))
    ends = [done.reply_id for done in talk.told(ReplyDone)]
    assert ends == [created.reply_id for created in talk.told(ReplyCreated)]
    assert len(talk.told(Closed)) == 1
    assert talk.effects[-1] == Stop()
    assert talk.phase is Phase.CLOSED


def test_the_beginning_is_a_fact() -> None:
    talk = Talk().feed(Opened(at_s=0.0))
    assert talk.facts() == [FactKind.SESSION_OPENED]
