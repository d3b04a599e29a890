"""Response bodies: chunks, whole replies, errors."""

import json

from inference.contracts import Finished, TextDelta, ToolCallDelta
from inference.engine.errors import ContextTooLongError
from inference.engine.openai_reply import (
    ChunkWriter,
    WholeReply,
    error_of,
    new_shape,
    sse,
)
from inference.errors import ModelOverloadedError, ModelTimeoutError

CHAT = new_shape("chat.completion", model="nano", created=12.7)
PLAIN = new_shape("text_completion", model="nano", created=12.7)
DONE = Finished(reason="stop", prompt_tokens=3, completion_tokens=2)


def test_chunks_of_text_name_the_role_once_and_end_with_usage() -> None:
    writer = ChunkWriter(CHAT, with_usage=True)
    events = (TextDelta(text="He"), TextDelta(text="llo"), DONE)
    chunks = [chunk for event in events for chunk in writer.write(event)]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks[:3]]
    assert deltas == [{"role": "assistant", "content": "He"}, {"content": "llo"}, {}]
    assert [c["choices"][0]["finish_reason"] for c in chunks[:3]] == [None, None, "stop"]
    assert chunks[3]["choices"] == []
    assert chunks[3]["usage"]["total_tokens"] == 5
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert {chunk["id"] for chunk in chunks} == {CHAT.reply_id}


def test_chunks_of_calls_have_an_index_and_name_themselves_once() -> None:
    writer = ChunkWriter(CHAT, with_usage=False)
    events = (
        ToolCallDelta(call_id="a", name="quiz", arguments="{"),
        ToolCallDelta(call_id="a", name="", arguments="}"),
        ToolCallDelta(call_id="b", name="bye", arguments="{}"),
    )
    calls = [
        chunk["choices"][0]["delta"]["tool_calls"][0]
        for event in events
        for chunk in writer.write(event)
    ]
    assert calls == [
        {
            "index": 0,
            "id": "a",
            "type": "function",
            "function": {"name": "quiz", "arguments": "{"},
        },
        {"index": 0, "function": {"arguments": "}"}},
        {
            "index": 1,
            "id": "b",
            "type": "function",
            "function": {"name": "bye", "arguments": "{}"},
        },
    ]


def test_plain_chunks_hold_text() -> None:
    writer = ChunkWriter(PLAIN, with_usage=False)
    chunks = [chunk for event in (TextDelta(text="x"), DONE) for chunk in writer.write(event)]
    assert [chunk["choices"][0]["text"] for chunk in chunks] == ["x", ""]
    assert chunks[0]["object"] == "text_completion"


def test_a_whole_reply() -> None:
    whole = WholeReply(CHAT)
    assert whole.add(TextDelta(text="He")) is None
    assert whole.add(TextDelta(text="llo")) is None
    body = whole.add(DONE)
    assert body is not None
    assert body["choices"][0]["message"]["content"] == "Hello"
    assert body["usage"]["completion_tokens"] == 2
    assert body["created"] == 12


def test_a_whole_call() -> None:
    whole = WholeReply(CHAT)
    whole.add(ToolCallDelta(call_id="a", name="quiz", arguments='{"n"'))
    whole.add(ToolCallDelta(call_id="a", name="", arguments=":1}"))
    body = whole.add(DONE)
    assert body is not None
    message = body["choices"][0]["message"]
    assert message["content"] is None
    assert message["tool_calls"][0]["function"] == {"name": "quiz", "arguments": '{"n":1}'}


def test_errors_keep_their_stable_codes() -> None:
    for error, kind in (
        (ModelOverloadedError("full"), "rate_limit_error"),
        (ModelTimeoutError("late"), "server_error"),
        (ContextTooLongError("long"), "invalid_request_error"),
    ):
        body = error_of(error)["error"]
        assert (body["code"], body["type"], body["message"]) == (error.code, kind, str(error))


def test_events_are_one_line_each() -> None:
    data = sse({"text": "a\nb\u2028"})
    assert data.startswith(b"data: ")
    assert data.endswith(b"\n\n")
    assert data.count(b"\n") == 2
    assert json.loads(data[6:]) == {"text": "a\nb\u2028"}
