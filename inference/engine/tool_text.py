"""Turns a reply's text into the contract's events: plain text, or calls of tools.

Knows the text forms of tool calls; knows no tokens, no HTTP. One splitter serves one reply.
"""

import json
from collections.abc import Callable, Iterable
from typing import Protocol

from inference.contracts import TextDelta, ToolCallDelta
from inference.engine.grammars import TOOL_MIDDLE, TOOL_OPENING


class Splitter(Protocol):
    """Takes the text as it comes."""

    called: bool
    """Whether a tool was called."""

    def push(self, text: str) -> Iterable[TextDelta | ToolCallDelta]:
        """Events that some more text makes."""

    def finish(self) -> Iterable[TextDelta | ToolCallDelta]:
        """Events that the end of the text makes."""


class PlainText:
    """Everything is text."""

    called = False

    def push(self, text: str) -> Iterable[TextDelta]:
        """The text itself."""
        return (TextDelta(text=text),) if text else ()

    def finish(self) -> Iterable[TextDelta]:
        """Nothing is ever held back."""
        return ()


class OneCall:
    """Everything is the arguments of one known tool."""

    called = True

    def __init__(self, name: str, call_id: str) -> None:
        self._name, self._id = name, call_id

    def push(self, text: str) -> Iterable[ToolCallDelta]:
        """Some more of the arguments; the name comes with the first."""
        if text:
            name, self._name = self._name, ""
            yield ToolCallDelta(call_id=self._id, name=name, arguments=text)

    def finish(self) -> Iterable[ToolCallDelta]:
        """Nothing is ever held back."""
        return ()


class NamedCall:
    """The text names the tool first, in the form that `Grammars.of_tools` fixes."""

    called = True

    def __init__(self, call_id: str) -> None:
        self._id, self._head, self._call = call_id, "", None

    _call: OneCall | None

    def push(self, text: str) -> Iterable[ToolCallDelta]:
        """Holds the text back until the name is complete."""
        if self._call is None:
            self._head += text
            name, middle, text = self._head.removeprefix(TOOL_OPENING).partition(TOOL_MIDDLE)
            if not middle:
                return ()
            self._call = OneCall(name, self._id)
        return self._call.push(text)

    def finish(self) -> Iterable[ToolCallDelta]:
        """A name that was cut short is no call."""
        return ()


class TaggedCalls:
    """Free text in which a model that was shown tools may write calls, each as
    `<tool_call>{"name": ..., "arguments": {...}}</tool_call>` (the form of the Hermes, Qwen and
    SmolLM chat templates)."""

    _OPEN, _CLOSE = "<tool_call>", "</tool_call>"

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id, self._held, self._inside = new_id, "", False
        self.called = False

    def push(self, text: str) -> Iterable[TextDelta | ToolCallDelta]:
        """Text outside the tags at once, a call when its closing tag has come."""
        self._held += text
        while True:
            tag = self._CLOSE if self._inside else self._OPEN
            before, found, after = self._held.partition(tag)
            if not found:
                break
            yield from self._call(before) if self._inside else _text(before)
            self._inside, self._held = not self._inside, after
        if not self._inside:
            keep = next((n for n in range(10, 0, -1) if self._held.endswith(self._OPEN[:n])), 0)
            ready, self._held = _split(self._held, keep)
            yield from _text(ready)

    def finish(self) -> Iterable[TextDelta | ToolCallDelta]:
        """A call whose closing tag the model left out still counts if it is whole."""
        rest, self._held = self._held, ""
        return self._call(rest) if self._inside else _text(rest)

    def _call(self, body: str) -> Iterable[ToolCallDelta]:
        try:
            call = json.loads(body)
            name, arguments = call["name"], call.get("arguments", {})
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self.called = True
        encoded = arguments if isinstance(arguments, str) else json.dumps(arguments)
        yield ToolCallDelta(call_id=self._new_id(), name=str(name), arguments=encoded)


def _split(text: str, keep: int) -> tuple[str, str]:
    return text[: len(text) - keep], text[len(text) - keep :]


def _text(text: str) -> Iterable[TextDelta]:
    return (TextDelta(text=text),) if text else ()
