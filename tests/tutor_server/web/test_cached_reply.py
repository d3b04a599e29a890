"""A model behind the reply cache: what it says, what it keeps, and what it must not keep."""

from contextlib import aclosing
from dataclasses import dataclass, field

import pytest

from inference.contracts import ChatRequest, Finished, Message, ModelEvent, Role, TextDelta
from inference.errors import ModelUnavailableError
from sessions.ids import StudentId, TenantId
from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker, Script, calls, text_events
from tutor_server.web.cached_reply import Asked, CachingModel, Kept
from tutor_server.web.guarded_reply import BLOCKED, Guard

ASKED = Asked(
    tenant=TenantId("t"), student=StudentId("s"), scope="generate", locale="en", grade=3, item=""
)
REQUEST = ChatRequest(
    messages=(
        Message(role=Role.SYSTEM, content="You are a tutor."),
        Message(role=Role.USER, content="What is a noun?"),
    )
)
KEPT = Kept(reply_id="reply_1", reply="A noun is a word. It names.", similarity=0.9)


@dataclass
class FakeReplies:
    """Has one reply or none; remembers what it was told."""

    kept: Kept | None = None
    told: list[tuple[str, ...]] = field(default_factory=list)

    async def find(self, asked: Asked, text: str) -> Kept | None:
        assert asked == ASKED
        self.told.append(("find", text))
        return self.kept

    async def keep(self, asked: Asked, text: str, reply: str) -> str | None:
        self.told.append(("keep", text, reply))
        return "reply_2"

    async def check(self, asked: Asked, text: str, kept: Kept, fresh: str) -> bool:
        self.told.append(("check", kept.reply_id, fresh))
        return True


def model(replies: FakeReplies, script: Script | None = None) -> CachingModel:
    llm = FakeLlm(script=script or (lambda _: text_events("It names. Yes.")), first_s=0, token_s=0)
    return CachingModel(llm, replies, ASKED)


async def said(made: CachingModel) -> str:
    events = [event async for event in made.stream(REQUEST)]
    assert isinstance(events[-1], Finished)
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def test_a_kept_reply_is_said_without_the_model() -> None:
    replies = FakeReplies(KEPT)
    made = model(replies)
    assert await said(made) == KEPT.reply
    assert (made.cached, made.reply_id) == (True, "reply_1")
    assert replies.told == [("find", "What is a noun?")]
    assert not made._model.requests  # type: ignore[attr-defined]


async def test_a_new_reply_is_kept_whole() -> None:
    replies = FakeReplies()
    made = model(replies)
    assert await said(made) == "It names. Yes."
    assert (made.cached, made.reply_id) == (False, "reply_2")
    assert replies.told[1:] == [("keep", "What is a noun?", "It names. Yes.")]


async def test_a_hit_that_is_checked_is_answered_by_the_model() -> None:
    replies = FakeReplies(Kept(reply_id="reply_1", reply="Old.", similarity=0.9, to_check=True))
    made = model(replies)
    assert await said(made) == "It names. Yes."
    assert (made.cached, made.reply_id) == (False, None)
    assert replies.told[1:] == [("check", "reply_1", "It names. Yes.")]


def ends(reason: str) -> Script:
    def script(_: ChatRequest) -> list[ModelEvent | Exception]:
        return [
            TextDelta(text="It"),
            Finished(reason=reason, prompt_tokens=1, completion_tokens=1),
        ]

    return script


@pytest.mark.parametrize(
    "script",
    [ends("length"), calls("quiz", "{}", text="Let me see."), lambda _: text_events("")],
    ids=["cut off", "a call", "no words"],
)
async def test_what_is_not_a_whole_text_is_not_kept(script: Script) -> None:
    replies = FakeReplies()
    await said(model(replies, script))
    assert [told[0] for told in replies.told] == ["find"]


async def test_a_reply_that_breaks_is_not_kept() -> None:
    replies = FakeReplies()
    with pytest.raises(ModelUnavailableError):
        await said(model(replies, lambda _: [TextDelta(text="It"), ModelUnavailableError("x")]))
    assert [told[0] for told in replies.told] == ["find"]


async def test_a_reader_that_leaves_keeps_nothing_and_stops_the_model() -> None:
    replies = FakeReplies()
    made = model(replies)
    async with aclosing(made.stream(REQUEST)) as events:
        await anext(events)
    assert [told[0] for told in replies.told] == ["find"]
    assert made._model.running == 0  # type: ignore[attr-defined]


# --- behind the gate ---------------------------------------------------------


async def guarded(replies: FakeReplies, text: str, gate: FakeGate) -> list[ModelEvent]:
    made = model(replies, lambda _: text_events(text))
    guard = Guard(llm=made, gate=gate, masker=FakeMasker())
    return [event async for event in guard.stream(REQUEST)]


async def test_the_whole_passes_the_gate_and_is_kept() -> None:
    replies = FakeReplies()
    await guarded(replies, "It names. Yes.", FakeGate(delay_s=0))
    assert [told[0] for told in replies.told] == ["find", "keep"]


@pytest.mark.parametrize(
    "text", ["A bomb.", "It names. A bomb. Yes.", "It names. A bomb", "It names. Yes. A bomb."]
)
async def test_a_sentence_that_the_gate_refuses_leaves_nothing_kept(text: str) -> None:
    replies = FakeReplies()
    events = await guarded(replies, text, FakeGate(delay_s=0))
    assert events[-1] == BLOCKED
    assert [told[0] for told in replies.told] == ["find"]


async def test_a_kept_reply_passes_the_gate_again() -> None:
    bad = Kept(reply_id="reply_1", reply="It names. A bomb.", similarity=0.9)
    events = await guarded(FakeReplies(bad), "unused", FakeGate(delay_s=0))
    assert events[-1] == BLOCKED
    assert not any("bomb" in event.text for event in events if isinstance(event, TextDelta))


async def test_a_question_that_is_refused_is_never_looked_up() -> None:
    replies = FakeReplies(KEPT)
    gate = FakeGate(delay_s=0, forbidden="noun")
    assert (await guarded(replies, "unused", gate))[-1] == BLOCKED
    assert replies.told == []


async def test_the_cache_sees_masked_words_only() -> None:
    replies = FakeReplies()
    made = model(replies)
    guard = Guard(llm=made, gate=FakeGate(delay_s=0), masker=FakeMasker())
    told = Message(role=Role.USER, content="What is 555 0199?")
    async for _ in guard.stream(ChatRequest(messages=(told,))):
        pass
    assert replies.told[0] == ("find", "What is [phone]?")
