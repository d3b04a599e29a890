"""Server-sent events out of bytes (WHATWG HTML, section 9.2). Pure; knows no HTTP and no JSON."""

import re

LONGEST_EVENT = 1 << 20
"""Bytes; a server that sends more without a line end is not speaking this protocol."""

_LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")


class EventOverflowError(ValueError):
    """An event or a line has grown beyond `LONGEST_EVENT`."""


class EventReader:
    """Feed bytes in any pieces; complete events' data comes out."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> list[str]:
        """Data of the events that this chunk completes; comments and other fields are dropped.

        Raises EventOverflowError, and UnicodeDecodeError when an event is not UTF-8.
        """
        *lines, self._rest = _LINE_END.split(self._rest + chunk)
        events = [event for line in lines if (event := self._line(line)) is not None]
        if len(self._rest) + sum(map(len, self._data)) > LONGEST_EVENT:
            raise EventOverflowError("an event is too long")
        return events

    def _line(self, line: bytes) -> str | None:
        if not line:
            data, self._data = self._data, []
            return b"\n".join(data).decode() if data else None
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
        return None
