"""Bodies and events of the Messages API, without a server."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import (
    ChatRequest,
    Finished,
    Message,
    ModelEvent,
    Role,
    Sampling,
    TextDelta,
    ToolCall,
    ToolCallDelta,
    ToolSpec,
)
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.llm.anthropic_wire import (
    BEGIN,
    MessageReader,
    error_of,
    model_names,
    request_body,
)
from tests.inference.llm.messages_server import block, delta, end, start, stop

QUIZ = ToolSpec(name="quiz", description="Asks", parameters={"properties": {"n": {}}})


def say(role: Role, content: str, **more: object) -> Message:
    return Message(role=role, content=content, **more)


def body(*messages: Message, **changes: object) -> dict[str, object]:
    return request_body(ChatRequest(messages=messages, **changes), model="m")


def text(content: str) -> dict[str, str]:
    return {"type": "text", "text": content}


# --- requests ----------------------------------------------------------------


def test_a_whole_conversation_with_a_tool() -> None:
    call = ToolCall(call_id="c1", name="quiz", arguments='{"n": 2}')
    told = body(
        say(Role.SYSTEM, "Be kind."),
        say(Role.USER, "Hi"),
        say(Role.ASSISTANT, "One moment. ", tool_calls=(call,)),
        say(Role.TOOL, "4", tool_call_id="c1"),
        say(Role.USER, "Well?"),
        say(Role.SYSTEM, "Grade: 3."),
        sampling=Sampling(max_tokens=9, temperature=0.5, stop=("END", " \n")),
        tools=(QUIZ,),
    )
    assert told == {
        "model": "m",
        "max_tokens": 9,
        "stream": True,
        "system": "Be kind.\n\nGrade: 3.",
        "temperature": 0.5,
        "stop_sequences": ["END"],
        "messages": [
            {"role": "user", "content": [text("Hi")]},
            {
                "role": "assistant",
                "content": [
                    text("One moment."),
                    {"type": "tool_use", "id": "c1", "name": "quiz", "input": {"n": 2}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "c1", "content": "4"},
                    text("Well?"),
                ],
            },
        ],
        "tools": [
            {
                "name": "quiz",
                "description": "Asks",
                "input_schema": {"type": "object", "properties": {"n": {}}},
            }
        ],
        "tool_choice": {"type": "auto"},
    }


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("auto", {"type": "auto"}),
        ("none", {"type": "none"}),
        ("required", {"type": "any"}),
        ("quiz", {"type": "tool", "name": "quiz"}),
    ],
)
def test_tool_choice(choice: str, told: dict[str, str]) -> None:
    assert body(say(Role.USER, "Hi"), tools=(QUIZ,), tool_choice=choice)["tool_choice"] == told
    assert "tool_choice" not in body(say(Role.USER, "Hi"), tool_choice="none")


@pytest.mark.parametrize(
    ("sampling", "told"),
    [
        (Sampling(), {"temperature": 0.0}),
        (Sampling(temperature=1.7), {"temperature": 1.0}),
        (Sampling(temperature=0.7, top_p=0.9), {"top_p": 0.9}),
        (Sampling(temperature=0.0, top_p=0.9), {"temperature": 0.0}),
    ],
)
def test_temperature_or_top_p(sampling: Sampling, told: dict[str, float]) -> None:
    sent = body(say(Role.USER, "Hi"), sampling=sampling)
    assert {key: sent[key] for key in ("temperature", "top_p") if key in sent} == told


def test_a_conversation_that_the_tutor_begins() -> None:
    told = body(say(Role.ASSISTANT, "Hello, Ada!"), say(Role.USER, "Hi"))["messages"]
    assert [message["role"] for message in told] == ["user", "assistant", "user"]
    assert told[0]["content"] == [text(BEGIN)]


@pytest.mark.parametrize("arguments", ["", "{}", "[1]", "{broken", "[" * 100_000])
def test_arguments_that_are_no_object(arguments: str) -> None:
    call = ToolCall(call_id="c", name="q", arguments=arguments)
    told = body(say(Role.USER, "x"), say(Role.ASSISTANT, "", tool_calls=(call,)))["messages"]
    given_input = told[1]["content"][0]["input"]
    assert given_input == ({"arguments": arguments} if arguments not in ("", "{}") else {})


@given(
    st.lists(
        st.builds(
            Message,
            role=st.sampled_from(Role),
            content=st.sampled_from(["", " ", "a", "b \n"]),
            tool_call_id=st.just("c"),
        ),
        max_size=8,
    )
)
def test_roles_alternate_from_the_user_and_nothing_is_empty(messages: list[Message]) -> None:
    told = body(*messages)["messages"]
    roles = [message["role"] for message in told]
    assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"] * (len(roles) % 2)
    for message in told:
        assert message["content"]
        for part in message["content"]:
            assert part["type"] != "text" or part["text"].strip()


# --- events ------------------------------------------------------------------


def read(*events: object) -> list[ModelEvent]:
    reader = MessageReader()
    out = [event for told in events for event in reader.read(json.dumps(told))]
    return [*out, reader.finish()]


@pytest.mark.parametrize(
    ("reason", "ours"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("max_tokens", "length"),
        ("tool_use", "tool_calls"),
        ("something new", "stop"),
    ],
)
def test_text(reason: str, ours: str) -> None:
    events = read(
        start(input_tokens=7, cache_read_input_tokens=3, output_tokens=1),
        block(0, type="text", text=""),
        {"type": "ping"},
        delta(0, type="text_delta", text="One "),
        delta(0, type="text_delta", text="half."),
        stop(0),
        {"type": "not_invented_yet", "index": []},
        *end(reason),
    )
    assert events == [
        TextDelta(text="One "),
        TextDelta(text="half."),
        Finished(reason=ours, prompt_tokens=10, completion_tokens=5),
    ]


def test_calls_beside_text_and_thinking() -> None:
    events = read(
        start(input_tokens=1),
        block(0, type="thinking", thinking=""),
        delta(0, type="thinking_delta", thinking="secret"),
        delta(0, type="signature_delta", signature="x"),
        stop(0),
        block(1, type="text", text="Go. "),
        stop(1),
        block(2, type="tool_use", id="t1", name="quiz", input={}),
        delta(2, type="input_json_delta", partial_json=""),
        delta(2, type="input_json_delta", partial_json='{"n":'),
        delta(2, type="input_json_delta", partial_json=" 2}"),
        stop(2),
        block(3, type="tool_use", id="t2", name="hint", input={}),
        stop(3),
        block(4, type="tool_use", id="t3", name="mark", input={"ok": True}),
        stop(4),
        *end("tool_use"),
    )
    assert events[:-1] == [
        TextDelta(text="Go. "),
        ToolCallDelta(call_id="t1", name="quiz", arguments='{"n":'),
        ToolCallDelta(call_id="t1", name="", arguments=" 2}"),
        ToolCallDelta(call_id="t2", name="hint", arguments="{}"),
        ToolCallDelta(call_id="t3", name="mark", arguments='{"ok": true}'),
    ]


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([], ModelUnavailableError),
        ([start()], ModelUnavailableError),
        ([start(), *end("end_turn")[:1]], ModelUnavailableError),
        ([start(), *end("end_turn")[1:]], ModelUnavailableError),
        ([start(), *end("refusal")], ModelRefusedError),
        ([delta(4, type="input_json_delta", partial_json="{}")], ModelUnavailableError),
        ([[]], ModelUnavailableError),
        ([{}], ModelUnavailableError),
        ([{"type": "error", "error": {"type": "overloaded_error"}}], ModelOverloadedError),
        ([{"type": "error", "error": {"type": "api_error"}}], ModelUnavailableError),
        ([{"type": "error"}], ModelUnavailableError),
    ],
)
def test_streams_that_are_wrong(events: list[object], kind: type[InferenceError]) -> None:
    with pytest.raises(kind):
        read(*events)


WORDS = st.sampled_from(
    ["type", "index", "delta", "content_block", "message", "usage", "error", "text", "text_delta",
     "tool_use", "input_json_delta", "partial_json", "content_block_start", "message_delta",
     "content_block_delta", "content_block_stop", "message_start", "input_tokens"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.integers(0, 2) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
)


PARTS = dict.fromkeys(("index", "delta", "content_block", "message", "usage", "error"), JSON)


@pytest.mark.slow
@given(st.lists(st.fixed_dictionaries({"type": WORDS}, optional=PARTS), max_size=6))
def test_whatever_comes_is_read_or_refused(events: list[object]) -> None:
    reader = MessageReader()
    try:
        for event in events:
            list(reader.read(json.dumps(event)))
        reader.finish()
    except InferenceError:
        pass


# --- errors and lists --------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (400, "invalid_request_error", ModelRefusedError),
        (401, "authentication_error", ModelUnavailableError),
        (403, "permission_error", ModelUnavailableError),
        (404, "not_found_error", UnknownModelError),
        (413, "request_too_large", ModelRefusedError),
        (429, "rate_limit_error", ModelOverloadedError),
        (500, "api_error", ModelUnavailableError),
        (504, "timeout_error", ModelTimeoutError),
        (529, "overloaded_error", ModelOverloadedError),
    ],
)
def test_errors_by_type_and_by_status(status: int, kind: str, error: type[InferenceError]) -> None:
    told = error_of(status, json.dumps({"type": "error", "error": {"type": kind, "message": "m"}}))
    assert (type(told), str(told)) == (error, "m")
    page = ModelUnavailableError if status == 404 else error
    assert type(error_of(status, "<html>")) is page
    assert type(error_of(418, "[]")) is ModelUnavailableError


def test_lists_of_models() -> None:
    assert model_names('{"data": [{"id": "a"}, {"id": 3}, 5, {"id": "b"}]}') == ("a", "b")
    assert model_names("[]") == model_names('{"data": 1}') == ()


@pytest.mark.parametrize("body", ["<html>404 page not found", '{"detail": "Not Found"}', ""])
def test_a_404_of_another_server_is_not_about_a_model(body: str) -> None:
    assert type(error_of(404, body)) is ModelUnavailableError
