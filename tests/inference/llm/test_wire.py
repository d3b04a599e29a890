"""Bodies to and from contracts, in the dialects of different servers."""

import json

import pytest

from inference.contracts import (
    ChatRequest,
    Finished,
    Message,
    ModelEvent,
    Priority,
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
from inference.llm.wire import ReplyReader, error_of, model_names, request_body


def read(*chunks: object) -> list[ModelEvent]:
    reader = ReplyReader()
    events = []
    for chunk in chunks:
        data = chunk if isinstance(chunk, str) else json.dumps(chunk)
        events += reader.read(data)
    return [*events, reader.finish()]


def delta(finish: str | None = None, **fields: object) -> dict[str, object]:
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": finish}]}


def call(**fields: object) -> dict[str, object]:
    return delta(tool_calls=[fields])


def test_a_whole_request() -> None:
    request = ChatRequest(
        messages=(
            Message(role=Role.USER, content="hi"),
            Message(
                role=Role.ASSISTANT,
                content="",
                tool_calls=(ToolCall(call_id="c", name="quiz", arguments="{}"),),
            ),
            Message(role=Role.TOOL, content="3", tool_call_id="c"),
        ),
        sampling=Sampling(stop=("END",), seed=4),
        tools=(ToolSpec(name="quiz"),),
        tool_choice="quiz",
        priority=Priority.VOICE,
        deadline_s=3.0,
    )
    body = request_body(request, model="m", native=True)
    assert body["messages"][1]["tool_calls"][0]["function"]["name"] == "quiz"
    assert body["messages"][2]["tool_call_id"] == "c"
    assert body["tool_choice"] == {"type": "function", "function": {"name": "quiz"}}
    assert (body["stop"], body["seed"], body["stream"]) == (["END"], 4, True)
    assert (body["priority"], body["deadline_s"]) == ("voice", 3.0)
    plain = request_body(request, model="m", native=False)
    assert not {"priority", "deadline_s"} & set(plain), "to vLLM priority is a number"


def test_without_tools_nothing_is_said_of_them() -> None:
    body = request_body(ChatRequest(messages=()), model="m", native=False)
    assert not {"tools", "tool_choice", "stop"} & set(body)


def test_text_with_usage_in_a_chunk_of_its_own() -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    events = read(delta(role="assistant", content=""), delta(content="a"), delta("stop"), usage)
    assert events == [
        TextDelta(text="a"),
        Finished(reason="stop", prompt_tokens=3, completion_tokens=2),
    ]


def test_missing_usage_is_counted_in_deltas() -> None:
    events = read(delta(content="a"), delta("length", content="b"), "[DONE]")
    assert events[-1] == Finished(reason="length", prompt_tokens=0, completion_tokens=2)


def test_done_without_a_reason_is_an_end() -> None:
    assert read(delta(content="a"), "[DONE]")[-1] == Finished(
        reason="stop", prompt_tokens=0, completion_tokens=1
    )


def test_calls_as_openai_streams_them() -> None:
    events = read(
        call(index=0, id="c1", type="function", function={"name": "quiz", "arguments": ""}),
        call(index=0, function={"arguments": '{"n"'}),
        call(index=1, id="c2", function={"name": "bye", "arguments": "{}"}),
        call(index=0, id="c1", function={"name": "quiz", "arguments": ":1}"}),
        delta("tool_calls"),
    )
    assert events[:-1] == [
        ToolCallDelta(call_id="c1", name="quiz", arguments=""),
        ToolCallDelta(call_id="c1", name="", arguments='{"n"'),
        ToolCallDelta(call_id="c2", name="bye", arguments="{}"),
        ToolCallDelta(call_id="c1", name="", arguments=":1}"),
    ]


def test_calls_as_ollama_sends_them_whole_without_index_and_with_stop() -> None:
    events = read(
        call(function={"name": "quiz", "arguments": {"n": 1}}),
        call(function={"name": "quiz", "arguments": {"n": 2}}),
        delta("stop"),
    )
    assert events == [
        ToolCallDelta(call_id="call_0", name="quiz", arguments='{"n": 1}'),
        ToolCallDelta(call_id="call_1", name="quiz", arguments='{"n": 2}'),
        Finished(reason="tool_calls", prompt_tokens=0, completion_tokens=2),
    ]


@pytest.mark.parametrize(
    "chunk", ["{", "[]", "3", '"text"', "{}", '{"choices": 4}', "[" * 20_000, "null"]
)
def test_what_is_no_chunk(chunk: str) -> None:
    with pytest.raises(ModelUnavailableError):
        read(delta(content="a"), chunk)


@pytest.mark.parametrize(
    "choice", [None, 4, {}, {"delta": None}, {"delta": {"content": 4, "tool_calls": [None, 3]}}]
)
def test_odd_but_harmless_choices(choice: object) -> None:
    assert len(read({"choices": [choice]}, delta("stop"))) == 1


def test_a_stream_that_breaks_off() -> None:
    with pytest.raises(ModelUnavailableError, match="broke off"):
        read(delta(content="a"))


@pytest.mark.parametrize(
    ("chunk", "kind"),
    [
        ({"error": {"code": "model_timeout", "message": "late"}}, ModelTimeoutError),
        ({"error": {"message": "out of memory"}}, ModelUnavailableError),
        ({"error": "text"}, ModelUnavailableError),
        (delta("content_filter"), ModelRefusedError),
    ],
)
def test_errors_inside_a_stream(chunk: object, kind: type[InferenceError]) -> None:
    with pytest.raises(kind):
        read(delta(content="a"), chunk)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "", ModelRefusedError),
        (400, "context_too_long", ModelRefusedError),
        (401, "invalid_api_key", ModelUnavailableError),
        (404, "", UnknownModelError),
        (422, "", ModelRefusedError),
        (429, "", ModelOverloadedError),
        (500, "", ModelUnavailableError),
        (503, "model_overloaded", ModelOverloadedError),
        (504, "", ModelTimeoutError),
        (302, "", ModelUnavailableError),
    ],
)
def test_answers_that_are_errors(status: int, code: str, kind: type[InferenceError]) -> None:
    error = error_of(status, json.dumps({"error": {"message": "why", "code": code}}))
    assert type(error) is kind
    assert str(error) == "why"


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"error": "x"}', "null"])
def test_error_pages_in_any_shape(body: str) -> None:
    assert "502" in str(error_of(502, body))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html>404 page not found", ModelUnavailableError),
        ('{"detail": "Not Found"}', ModelUnavailableError),
        ("", ModelUnavailableError),
        ('{"error": "model \'x\' not found"}', UnknownModelError),
        ('{"object": "error", "message": "The model `x` does not exist."}', UnknownModelError),
    ],
)
def test_a_404_is_about_a_model_only_when_a_model_server_says_it(
    body: str, kind: type[InferenceError]
) -> None:
    assert type(error_of(404, body)) is kind


def test_lists_of_models() -> None:
    assert model_names('{"data": [{"id": "a"}, {"id": 4}, 5, {"id": "b"}]}') == ("a", "b")
    with pytest.raises(ModelUnavailableError):
        model_names("<html>")


def test_whose_a_request_is_goes_to_our_own_engine_only() -> None:
    request = ChatRequest(messages=(Message(role=Role.USER, content="Hello"),), user="stu_1")
    assert request_body(request, model="nano", native=True)["user"] == "stu_1"
    assert "user" not in request_body(request, model="gpt", native=False)
