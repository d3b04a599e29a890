"""The data channel `oai-events`: bounded messages in, bounded buffer out.

Knows the channel's limits; knows nothing of what the messages mean.
"""

from collections.abc import Callable
from functools import partial

from aiortc import RTCDataChannel

LABEL = "oai-events"
MAX_MESSAGE_BYTES = 256 * 1024
"""What the answer advertises; a browser refuses to send more, so more is a broken client."""
MAX_BUFFERED_BYTES = 1_000_000


class EventsChannel:
    """One per peer; the page may close its channel and open another."""

    def __init__(self, on_message: Callable[[str | bytes], None]) -> None:
        self._on_message = on_message
        self._channel: RTCDataChannel | None = None
        self.dropped_in = 0
        """Messages above 256 KB, dropped one by one: the channel and the session live on."""
        self.dropped_out = 0
        """Messages refused because the channel was not open, its buffer full or they too long."""

    @property
    def attached(self) -> bool:
        """True while there is a channel, open or opening."""
        return self._channel is not None

    def attach(self, channel: RTCDataChannel) -> None:
        """Take over a channel in place of the one before; one of another name is closed."""
        if channel.label != LABEL:
            channel.close()
            return
        before, self._channel = self._channel, channel
        channel.on("message", self._receive)
        channel.on("close", partial(self._detach, channel))
        if before is not None:
            before.close()

    def send(self, message: str | bytes) -> bool:
        """Queue one message; False when the channel is not open or 1 MB is waiting already."""
        size = len(message.encode()) if isinstance(message, str) else len(message)
        channel = self._channel
        if (
            channel is None
            or channel.readyState != "open"
            or size > MAX_MESSAGE_BYTES
            or channel.bufferedAmount + size > MAX_BUFFERED_BYTES
        ):
            self.dropped_out += 1
            return False
        return self._hand_over(channel, message)

    def _hand_over(self, channel: RTCDataChannel, message: str | bytes) -> bool:
        try:
            channel.send(message)
        except ValueError:  # the other side advertises a smaller limit than ours
            self.dropped_out += 1
            return False
        return True

    def _receive(self, message: str | bytes) -> None:
        size = len(message.encode()) if isinstance(message, str) else len(message)
        if size > MAX_MESSAGE_BYTES:
            self.dropped_in += 1
            return
        self._on_message(message)

    def _detach(self, channel: RTCDataChannel) -> None:
        if self._channel is channel:
            self._channel = None
