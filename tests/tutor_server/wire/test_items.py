"""Items to and from OpenAI's shapes."""

import msgspec
import pytest

from sessions.items import CallItem, CallOutputItem, MessageItem, Speaker
from tutor_server.wire.client_events import ItemSpec
from tutor_server.wire.errors import WireError
from tutor_server.wire.items import MAX_TEXT_CHARS, read, show


def item(**spec: object) -> object:
    return read(msgspec.convert(spec, ItemSpec), "item_new")


def said(text: str, **more: object) -> object:
    return item(
        type="message", role="user", content=[{"type": "input_text", "text": text}], **more
    )


def test_a_message() -> None:
    read_item = said("what is 1/2?", id="mine")
    assert isinstance(read_item, MessageItem)
    assert (read_item.item_id, read_item.speaker) == ("mine", Speaker.STUDENT)
    assert show(read_item)["content"] == [{"type": "input_text", "text": "what is 1/2?"}]


def test_calls_and_their_outputs() -> None:
    call = item(type="function_call", call_id="c", name="n", arguments="{}")
    output = item(type="function_call_output", call_id="c", output="5")
    assert isinstance(call, CallItem)
    assert isinstance(output, CallOutputItem)
    assert show(output)["output"] == "5"


def test_what_postgres_cannot_store_is_taken_out() -> None:
    read_item = said("a\x00b\ud800c")
    assert isinstance(read_item, MessageItem)
    assert read_item.text == "ab?c"


@pytest.mark.parametrize(
    ("spec", "param"),
    [
        ({"type": "message", "content": []}, "item.role"),
        ({"type": "message", "role": "user", "content": []}, "item.content"),
        (
            {"type": "message", "role": "user", "content": [{"type": "input_image"}]},
            "item.content",
        ),
        (
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "x" * (MAX_TEXT_CHARS + 1)}],
            },
            "item.content",
        ),
        ({"type": "function_call_output"}, "item.call_id"),
        ({"type": "function_call", "call_id": "c"}, "item.name"),
        ({"type": "message", "role": "user", "id": "x" * 65}, "item.id"),
    ],
)
def test_refused(spec: dict[str, object], param: str) -> None:
    with pytest.raises(WireError) as caught:
        item(**spec)
    assert caught.value.param == param
