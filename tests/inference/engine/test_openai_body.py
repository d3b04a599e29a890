"""Request bodies: what is read, what is ignored and what is refused by name."""

import json

import pytest

from inference.contracts import Priority, Role
from inference.engine.openai_body import (
    ChatBody,
    PlainBody,
    chat_task,
    decode,
    plain_request,
)
from inference.engine.preparing import ChatTask
from inference.errors import ModelRefusedError

HI = [{"role": "user", "content": "hi"}]


def chat(**fields: object) -> ChatTask:
    body = json.dumps({"model": "nano", "messages": HI} | fields)
    return chat_task(decode(body.encode(), ChatBody))


def test_defaults() -> None:
    request = chat().request
    assert request.sampling.temperature == 0.0
    assert request.sampling.max_tokens == 512
    assert request.priority is Priority.TEXT
    assert request.deadline_s == 60.0
    assert request.tool_choice == "auto"


def test_everything_that_is_honoured() -> None:
    task = chat(
        stream=True,
        stream_options={"include_usage": True},
        max_tokens=7,
        max_completion_tokens=9,
        temperature=0.5,
        top_p=0.9,
        seed=3,
        stop="END",
        n=1,
        logprobs=False,
        logit_bias={},
        presence_penalty=0,
        tools=[{"type": "function", "function": {"name": "quiz", "parameters": {}}}],
        tool_choice={"type": "function", "function": {"name": "quiz"}},
        response_format={"type": "json_object"},
        priority="voice",
        deadline_s=2.5,
        user="someone",
        metadata={"unknown": True},
    )
    request = task.request
    assert (request.sampling.max_tokens, request.sampling.stop) == (9, ("END",))
    assert (request.tools[0].name, request.tool_choice) == ("quiz", "quiz")
    assert (request.priority, request.deadline_s) == (Priority.VOICE, 2.5)
    assert task.json_object


def test_messages_of_every_role() -> None:
    messages = [
        {"role": "developer", "content": "Be kind."},
        {"role": "user", "content": [{"type": "text", "text": part} for part in "ab"]},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "quiz", "arguments": "{}"}}
            ],
        },
        {"role": "tool", "content": "3", "tool_call_id": "c1"},
    ]
    found = chat(messages=messages).request.messages
    assert [m.role for m in found] == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL]
    assert [m.content for m in found] == ["Be kind.", "a\nb", "", "3"]
    assert found[2].tool_calls[0].name == "quiz"
    assert found[3].tool_call_id == "c1"


def test_a_huge_max_tokens_is_cut_not_refused() -> None:
    assert chat(max_tokens=10**9).request.sampling.max_tokens == 8192


def test_a_schema_reply() -> None:
    shape = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "null"}}}
    assert chat(response_format=shape).json_schema == {"type": "null"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"n": 2}, "n is not supported"),
        ({"logprobs": True}, "logprobs"),
        ({"logit_bias": {"5": 1}}, "logit_bias"),
        ({"frequency_penalty": 0.5}, "frequency_penalty"),
        ({"temperature": 3}, "temperature"),
        ({"top_p": 0}, "top_p"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"max_tokens": "9"}, "max_tokens"),
        ({"max_tokens": 1.5}, "max_tokens"),
        ({"seed": "x"}, "seed"),
        ({"stop": ["x"] * 17}, "stop"),
        ({"stop": ["x" * 300]}, "stop"),
        ({"deadline_s": 0}, "deadline_s"),
        ({"deadline_s": 1e9}, "deadline_s"),
        ({"priority": "urgent"}, "priority"),
        ({"messages": "hi"}, "messages"),
        ({"messages": [{"role": "pirate", "content": "hi"}]}, "pirate"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "image_url"),
        ({"tools": [{"type": "web", "function": {"name": "x"}}]}, "tools"),
        ({"tools": [{"function": {"name": 'a"b'}}]}, "name"),
        ({"tools": [{"function": {"name": ""}}]}, "name"),
        ({"tool_choice": "always"}, "tool_choice"),
        ({"response_format": {"type": "xml"}}, "response_format"),
        ({"response_format": {"type": "json_schema"}}, "json_schema"),
    ],
)
def test_what_is_refused_and_why(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ModelRefusedError, match=said):
        chat(**fields)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"model":"x"}', b"[" * 100_000])
def test_what_is_no_request_at_all(body: bytes) -> None:
    with pytest.raises(ModelRefusedError, match="bad request body"):
        decode(body, ChatBody)


def test_plain_prompts() -> None:
    body = decode(b'{"model": "nano", "prompt": ["one"], "max_tokens": 3}', PlainBody)
    prompt, request = plain_request(body)
    assert (prompt, request.sampling.max_tokens) == ("one", 3)


@pytest.mark.parametrize(
    "field", ['"prompt": ["a", "b"]', '"prompt": "a", "echo": true', '"prompt": "a", "best_of": 2']
)
def test_refused_plain_prompts(field: str) -> None:
    with pytest.raises(ModelRefusedError):
        plain_request(decode(b'{"model": "nano", ' + field.encode() + b"}", PlainBody))
