"""Turns a transport's command into an event: masks what a student wrote, stamps time and audio.

Here personal data leaves the text, before the reducer, the log or a model can see it.
"""

from dataclasses import replace

from sessions.commands import AddItem, Command, CreateReply, Say
from sessions.contracts import Ports
from sessions.ear import Ear
from sessions.events import Asked, Phrase
from sessions.items import Item, MessageItem, Speaker
from sessions.listen import Understanding
from sessions.tail import AudioTail


class Intake:
    """The way in for commands."""

    def __init__(self, ports: Ports, *, tail: AudioTail, ear: Ear) -> None:
        self._clock = ports.clock
        self._tail = tail
        self._ear = ear
        self._understanding = Understanding(
            stt=ports.stt, masker=ports.masker, phrases=ports.phrases
        )

    def event(self, command: Command) -> Asked:
        """The command as the reducer may see it."""
        masked = self._masked(command)
        phrase = Phrase.WORDS
        if isinstance(masked, Say):
            phrase = self._understanding.phrase(masked.text)
        return Asked(
            at_s=self._clock(),
            command=masked,
            sample=self._tail.end,
            loud=self._ear.loud,
            phrase=phrase,
        )

    def _masked(self, command: Command) -> Command:
        if isinstance(command, Say):
            return replace(command, text=self._understanding.masker.mask(command.text))
        if isinstance(command, AddItem):
            return replace(command, item=self._masked_item(command.item))
        if isinstance(command, CreateReply) and command.options.input_items is not None:
            items = tuple(self._masked_item(item) for item in command.options.input_items)
            return replace(command, options=replace(command.options, input_items=items))
        return command

    def _masked_item(self, item: Item) -> Item:
        if isinstance(item, MessageItem) and item.speaker is Speaker.STUDENT:
            return replace(item, text=self._understanding.masker.mask(item.text))
        return item
