"""Turns the bytes of tokens into text that may be delivered. Knows no tokens and no model.

Holds back what may still change: half a UTF-8 character, and the beginning of a stop string.
"""

import codecs


class ReplyText:
    """One reply's text as it grows; at most one character and one stop string are held back."""

    def __init__(self, *, stop: tuple[str, ...] = (), strip_first_space: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(text for text in stop if text)
        self._strip = strip_first_space
        self._held = ""
        self.stopped = False
        """True once a stop string has appeared; the reply ends before it."""

    def push(self, data: bytes) -> str:
        """More bytes of the reply; the text that can be delivered now."""
        return self._release(self._decoder.decode(data))

    def finish(self) -> str:
        """The held-back rest, when the reply ended by itself."""
        if self.stopped:
            return ""
        text = self._release(self._decoder.decode(b"", final=True))
        rest, self._held = self._held, ""
        return text + ("" if self.stopped else rest)

    def _release(self, text: str) -> str:
        if self._strip and text:
            text, self._strip = text.removeprefix(" "), False
        text = self._held + text
        found = [place for place in (text.find(stop) for stop in self._stop) if place >= 0]
        if found:
            self.stopped, self._held = True, ""
            return text[: min(found)]
        keep = max((_overlap(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that begins `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((n for n in range(longest, 0, -1) if text.endswith(stop[:n])), 0)
