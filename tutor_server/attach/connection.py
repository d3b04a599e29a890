"""One client's connection to a room, whatever carries it: frames in, error events out.

Decodes, limits and answers; hands commands to the session and audio to its ear. Nothing a
client sends can raise here. Knows no sockets: the owner feeds `receive` and drains the outbox.
"""

from collections.abc import Callable
from dataclasses import replace

from media.contracts import VoiceCodec
from media.errors import BadAudioError
from media.link import LinkSample, LinkWatch
from sessions.commands import ChangeSettings
from sessions.contracts import Clock
from tutor_server.attach.budget import ConnectionLimits
from tutor_server.attach.link import WEBSOCKET
from tutor_server.attach.room import Room
from tutor_server.wire import items, session_object
from tutor_server.wire.client_events import (
    AnyClientEvent,
    AudioAppend,
    ItemRetrieve,
    SessionUpdate,
    TutorMode,
    TutorPatience,
    TutorPlayout,
)
from tutor_server.wire.codec import Codec
from tutor_server.wire.commands import FreshId, command
from tutor_server.wire.errors import WireError
from tutor_server.wire.project import error_event

MakeCodec = Callable[[str], VoiceCodec]
"""A voice codec for a format name (`audio/pcm`, `audio/opus`)."""


class Connection:
    """See module docstring. `voice_codec` is renewed when the input format changes."""

    def __init__(
        self,
        room: Room,
        codec: Codec,
        make_codec: MakeCodec,
        *,
        clock: Clock,
        fresh_id: FreshId,
        limits: ConnectionLimits | None = None,
    ) -> None:
        self._room = room
        self.codec = codec
        self._make_codec = make_codec
        self._clock = clock
        self._fresh_id = fresh_id
        self._limits = limits or ConnectionLimits()
        self._events, self._audio = self._limits.buckets()
        self._input = make_codec(room.settings.input_format)
        self._input_format = room.settings.input_format
        self._errors = 0
        self._link = LinkWatch()
        self._least_lag = ("", 0)
        """Of the item whose voice is heard, in milliseconds."""

    @property
    def hopeless(self) -> bool:
        """The client sends nothing but garbage; its owner closes the connection."""
        return self._errors >= self._limits.max_errors

    def receive(self, frame: str | bytes) -> None:
        """Act on one frame; whatever is wrong with it becomes an `error` event."""
        try:
            self._act(self.codec.decode(frame))
            self._errors = 0
        except WireError as error:
            self._errors += 1
            event = error_event(
                error.code, error.message, param=error.param, event_id=error.event_id
            )
            self._room.emit(event)

    def _act(self, event: AnyClientEvent) -> None:
        try:
            if isinstance(event, AudioAppend):
                self._hear(event)
                return
            if not self._events.take(1.0, self._clock()):
                raise WireError("rate_limited", "Too many events; slow down.")
            if not self._answer(event):
                wanted = command(event, self._fresh_id)
                if wanted is not None:
                    self._room.post(wanted)
        except WireError as error:
            error.event_id = event.event_id
            raise

    def _hear(self, event: AudioAppend) -> None:
        if not self._audio.take(len(event.audio), self._clock()):
            raise WireError("rate_limited", "Audio came faster than it can be heard.")
        wanted = self._room.settings.input_format
        if wanted != self._input_format:
            self._input, self._input_format = self._make_codec(wanted), wanted
        try:
            pcm = self._input.decode(event.audio)
        except BadAudioError as error:
            raise WireError("bad_audio", str(error), param="audio") from error
        self._room.session.hear(pcm)

    def _answer(self, event: AnyClientEvent) -> bool:
        """Events that concern the connection itself; True when it was one."""
        if isinstance(event, SessionUpdate):
            merged = session_object.merge(self._room.settings, event.session)
            self._room.configure(merged, event.event_id)
        elif isinstance(event, TutorPatience):
            turn = session_object.patience(self._room.settings.turn, event.patience)
            self._room.post(ChangeSettings(settings=turn, event_id=event.event_id))
        elif isinstance(event, TutorMode):
            turn = replace(self._room.settings.turn, hands_free=event.hands_free)
            self._room.post(ChangeSettings(settings=turn, event_id=event.event_id))
        elif isinstance(event, ItemRetrieve):
            self._retrieve(event.item_id)
        elif isinstance(event, TutorPlayout):
            self._room.note_playout(event.item_id, event.played_ms)
            if event.played_ms > 0:
                self._note_lag(event.item_id)
        else:
            return False
        return True

    def _note_lag(self, item_id: str) -> None:
        """A WebSocket loses nothing; a bad one falls behind. A loudspeaker that began late stays
        as late as it was, and says nothing of the link."""
        lag_ms = self._room.playout_lag_ms
        if lag_ms is None:
            return
        of, least_ms = self._least_lag
        least_ms = min(lag_ms, least_ms) if of == item_id else lag_ms
        self._least_lag = (item_id, least_ms)
        sample = LinkSample(lag_s=(lag_ms - least_ms) / 1000)
        self._room.note_link(WEBSOCKET, self._link.note(sample, self._clock()))

    def _retrieve(self, item_id: str) -> None:
        for item in self._room.session.items:
            if item.item_id == item_id:
                shown = items.show(item)
                self._room.emit({"type": "conversation.item.retrieved", "item": shown})
                return
        raise WireError("item_not_found", "There is no such item.", param="item_id")
