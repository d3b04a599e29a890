from collections.abc import Callable
from typing import Any

from media.channel import MAX_BUFFERED_BYTES, MAX_MESSAGE_BYTES, EventsChannel


class FakeChannel:
    """A data channel whose other end is the test."""

    def __init__(self, label: str = "oai-events", remote_limit: int = 10**9) -> None:
        self.label = label
        self.readyState = "open"
        self.bufferedAmount = 0
        self.sent: list[str | bytes] = []
        self.handlers: dict[str, Callable[..., None]] = {}
        self._remote_limit = remote_limit

    def on(self, event: str, handler: Callable[..., None]) -> None:
        self.handlers[event] = handler

    def send(self, message: str | bytes) -> None:
        if len(message) > self._remote_limit:
            raise ValueError("too long for the other side")
        self.sent.append(message)

    def close(self) -> None:
        self.readyState = "closed"
        if "close" in self.handlers:
            self.handlers["close"]()


def make(**options: Any) -> tuple[EventsChannel, Any, list[str | bytes]]:
    got: list[str | bytes] = []
    events, channel = EventsChannel(got.append), FakeChannel(**options)
    events.attach(channel)  # type: ignore[arg-type]
    return events, channel, got


def test_without_a_channel_nothing_is_sent() -> None:
    events = EventsChannel(lambda message: None)
    assert not events.send("x")
    assert not events.attached
    assert events.dropped_out == 1


def test_a_message_of_256_kb_is_heard_and_a_longer_one_dropped_and_counted() -> None:
    events, channel, got = make()
    channel.handlers["message"]("é" * (MAX_MESSAGE_BYTES // 2))
    channel.handlers["message"]("é" * (MAX_MESSAGE_BYTES // 2) + "x")
    channel.handlers["message"](bytes(MAX_MESSAGE_BYTES + 1))
    channel.handlers["message"]("on we go")
    assert [len(message) for message in got] == [MAX_MESSAGE_BYTES // 2, 8]
    assert events.dropped_in == 2


def test_one_megabyte_may_wait() -> None:
    events, channel, _ = make()
    channel.bufferedAmount = MAX_BUFFERED_BYTES - 10
    assert events.send("x" * 10)
    assert not events.send("x" * 11)
    assert (len(channel.sent), events.dropped_out) == (1, 1)


def test_the_other_sides_limit_is_not_an_error() -> None:
    events, _, _ = make(remote_limit=10)
    assert not events.send("x" * 11)
    assert events.send("x")


def test_a_new_channel_replaces_the_old_one_and_its_close_is_not_ours() -> None:
    events, first, got = make()
    second = FakeChannel()
    events.attach(second)  # type: ignore[arg-type]
    assert first.readyState == "closed"
    assert events.attached
    events.send("x")
    second.handlers["message"]("y")
    assert (second.sent, got) == (["x"], ["y"])
    second.close()
    assert not events.attached


def test_a_channel_of_another_name_is_closed() -> None:
    events, channel, _ = make(label="chat")
    assert channel.readyState == "closed"
    assert not events.attached
