"""Event streams, however they are cut and however their lines end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.llm.sse import LONGEST_EVENT, EventOverflowError, EventReader

STREAM = (
    ": keep-alive\n\n"
    "data: one\n\n"
    "event: x\nid: 3\ndata:two\nretry: 5\n\n"
    "data: first line\ndata: second line\n\n"
    "\n\n: only a comment\n\n"
    "data: grüße 🧑\n\n"
    "data\n\n"
    "data: never finished\n"
)
EVENTS = ["one", "two", "first line\nsecond line", "grüße 🧑", ""]


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.lists(st.integers(0, 300)))
def test_any_cut_and_any_line_end(line_end: str, cuts: list[int]) -> None:
    data = STREAM.replace("\n", line_end).encode()
    places = sorted({min(cut, len(data)) for cut in cuts})
    parts = [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
    reader = EventReader()
    assert [event for part in parts for event in reader.feed(part)] == EVENTS


def test_one_byte_at_a_time() -> None:
    reader = EventReader()
    assert [e for byte in STREAM.encode() for e in reader.feed(bytes([byte]))] == EVENTS


@pytest.mark.parametrize("chunk", [b"x" * 65_536, b"data: " + b"x" * 65_536 + b"\n"])
def test_an_endless_line_or_event_is_given_up(chunk: bytes) -> None:
    reader = EventReader()
    for _ in range(LONGEST_EVENT // 65_536 - 1):
        assert reader.feed(chunk) == []
    with pytest.raises(EventOverflowError):
        reader.feed(chunk + chunk)


def test_what_is_not_utf8_is_told() -> None:
    with pytest.raises(UnicodeDecodeError):
        EventReader().feed(b"data: \xff\xfe\n\n")
