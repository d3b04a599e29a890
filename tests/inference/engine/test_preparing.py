"""Preparing chats: room in the context, tool choice, reply shapes."""

from dataclasses import replace

import pytest

from inference.contracts import Message, Role, ToolSpec
from inference.engine.errors import ContextTooLongError
from inference.engine.loading import Loaded
from inference.engine.preparing import ChatTask, Prepared, Preparer
from inference.engine.tool_text import NamedCall, OneCall, PlainText, TaggedCalls
from inference.errors import ModelRefusedError
from tests.inference.engine.tiny import ask

QUIZ = ToolSpec(
    name="quiz", parameters={"type": "object", "properties": {"n": {"type": "integer"}}}
)
BYE = ToolSpec(name="bye")


@pytest.fixture
def preparer(loaded: Loaded) -> Preparer:
    return Preparer(loaded)


def prepare(preparer: Preparer, text: str = "Hello", **changes: object) -> Prepared:
    return preparer.chat(ChatTask(request=ask(text, **changes)), deadline_s=5.0)


def prompt(prepared: Prepared, loaded: Loaded) -> str:
    pieces = loaded.tokenizer.vocabulary.pieces
    return b"".join(pieces[token] or b"|" for token in prepared.work.prompt).decode()


def test_plain_text(preparer: Preparer, loaded: Loaded) -> None:
    prepared = prepare(preparer, stop=("\n",), seed=4)
    assert prompt(prepared, loaded) == "|Hello||"
    assert isinstance(prepared.splitter, PlainText)
    assert prepared.work.cursor is None
    assert prepared.work.deadline_s == 5.0
    assert prepared.work.sampling.stop == ("\n",)


@pytest.mark.parametrize(
    ("tools", "choice", "kind", "opening"),
    [
        ((QUIZ, BYE), "auto", TaggedCalls, ""),
        ((QUIZ, BYE), "none", PlainText, ""),
        ((QUIZ, BYE), "required", NamedCall, ""),
        ((QUIZ,), "required", OneCall, '{"name": "quiz", "arguments": '),
        ((QUIZ, BYE), "bye", OneCall, '{"name": "bye", "arguments": '),
    ],
)
def test_tool_choice(
    preparer: Preparer,
    loaded: Loaded,
    tools: tuple[ToolSpec, ...],
    choice: str,
    kind: type,
    opening: str,
) -> None:
    prepared = prepare(preparer, tools=tools, tool_choice=choice, max_tokens=100)
    assert type(prepared.splitter) is kind
    text = prompt(prepared, loaded)
    assert text.endswith("||" + opening)
    assert ("quiz" in text.removesuffix(opening)) is (choice != "none"), "shown to the model"
    forced = choice not in ("auto", "none")
    assert (prepared.work.cursor is not None) is forced


def test_a_choice_that_names_no_tool_is_refused(preparer: Preparer) -> None:
    with pytest.raises(ModelRefusedError, match="names none"):
        prepare(preparer, tools=(QUIZ,), tool_choice="other")
    with pytest.raises(ModelRefusedError, match="names none"):
        prepare(preparer, tool_choice="required")


def test_reply_shapes(preparer: Preparer) -> None:
    request = ask("Hello", max_tokens=60)
    for task in (
        ChatTask(request=request, json_object=True),
        ChatTask(request=request, json_schema={"type": "integer"}),
        ChatTask(request=request, json_schema={"const": 1}),
    ):
        assert preparer.chat(task, deadline_s=1.0).work.cursor is not None


def test_a_schema_that_cannot_fit_is_refused(preparer: Preparer) -> None:
    task = ChatTask(request=ask("Hi", max_tokens=5), json_schema={"const": "too long for that"})
    with pytest.raises(ModelRefusedError, match="too small"):
        preparer.chat(task, deadline_s=1.0)


def test_long_conversations_lose_their_oldest_turns(preparer: Preparer, loaded: Loaded) -> None:
    request = ask("last", max_tokens=100)
    turns = [Message(role=Role.SYSTEM, content="Be kind.")]
    for number in range(60):
        turns.append(Message(role=Role.USER, content=f"question {number}"))
        turns.append(Message(role=Role.ASSISTANT, content="a long answer " * 3))
    request = replace(request, messages=(*turns, *request.messages))
    prepared = preparer.chat(ChatTask(request=request), deadline_s=1.0)
    text = prompt(prepared, loaded)
    assert text.startswith("|Be kind.|")
    assert text.endswith("|last||")
    assert "question 59" in text
    assert "question 0" not in text
    assert len(prepared.work.prompt) + prepared.work.sampling.max_tokens <= loaded.context


def test_a_long_reply_gets_what_the_prompt_leaves(preparer: Preparer, loaded: Loaded) -> None:
    work = prepare(preparer, max_tokens=8192).work
    assert work.sampling.max_tokens == loaded.context - len(work.prompt)


def test_too_long_a_message_is_refused(preparer: Preparer) -> None:
    with pytest.raises(ContextTooLongError):
        prepare(preparer, "zq" * 1000)


def test_no_messages(preparer: Preparer) -> None:
    with pytest.raises(ModelRefusedError, match="messages"):
        preparer.chat(ChatTask(request=replace(ask("x"), messages=())), deadline_s=1.0)


def test_plain_prompts(preparer: Preparer) -> None:
    assert preparer.plain("1 + 1 =", ask(""), deadline_s=1.0).work.prompt
    with pytest.raises(ModelRefusedError, match="empty"):
        preparer.plain("", ask(""), deadline_s=1.0)
    with pytest.raises(ContextTooLongError):
        preparer.plain("zq" * 1000, ask(""), deadline_s=1.0)
