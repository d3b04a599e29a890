"""A room: one live session, its replay ring, and the one connection that watches it.

A second connection takes over from the first (the student opened another tab). Between
connections the ring keeps what is said, the voice waits, and the hub decides for how long.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from inference.contracts import JsonValue
from media.contracts import LinkReport, ScreenFrame
from sessions import outputs as out
from sessions.commands import ChangeSettings, Command, VoiceAttached, VoiceDetached
from sessions.contracts import Identity
from sessions.items import MessageItem
from tutor_server.attach.contracts import Opened, OwnedSession
from tutor_server.attach.link import RoomLink
from tutor_server.attach.outbox import Outbox
from tutor_server.wire.codec import ServerEvent
from tutor_server.wire.project import Projector
from tutor_server.wire.ring import Ring
from tutor_server.wire.session_object import WireSettings, show

Watch = Callable[[Identity, out.Output], None]
"""Told of every output for metrics, logs and operators; must not block or raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where a returning client stands."""

    epoch: int
    last_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaking:
    """The voice item whose audio leaves now."""

    reply_id: str
    item_id: str
    index: int
    sent_ms: int = 0


class Room:
    """Publishes a session's outputs; see module docstring."""

    def __init__(
        self, opened: Opened, settings: WireSettings, projector: Projector, *, watch: Watch
    ) -> None:
        self._opened = opened
        self._projector = projector
        self._watch = watch
        self._ring = Ring()
        self._outbox: Outbox | None = None
        self._session: OwnedSession | None = None
        self._voice_holder: object | None = None
        self._speaking: _Speaking | None = None
        self._phase = out.Phase.LISTENING
        self._lesson: out.LessonShown | None = None
        self._quiet: tuple[out.Output, ...] = ()
        """What was told of a teacher's pause that stands."""
        self._joined = False
        self.settings = settings
        self.ended: str | None = None
        """Why the session ended, or None while it lives."""
        self.link = RoomLink()
        self.playout_lag_ms: int | None = None
        """How far a WebSocket page's ear is behind what was sent; None before it said so."""

    # --- the session's side ---

    def bind(self, session: OwnedSession) -> None:
        """The live session this room shows; once, right after it was made."""
        self._session = session

    def publish(self, output: out.Output) -> None:
        """Every output of the session, in order (sessions.contracts.Publish)."""
        self._watch(self._opened.identity, output)
        if isinstance(output, out.SettingsChanged):
            self.settings = replace(self.settings, turn=output.settings)
            self.emit({"type": "session.updated", "session": self.show_session()})
            return
        if isinstance(output, out.PhaseChanged):
            self._phase = output.phase
        if isinstance(output, out.LessonShown):
            self._lesson = None if output.part in {"left", "finished"} else output
        if isinstance(output, out.Notice) and output.code == "paused":
            self._quiet = (output,)
        if isinstance(output, out.Paused):
            said = tuple(one for one in self._quiet if isinstance(one, out.Notice))
            self._quiet = (*said, output) if output.paused else ()
        if isinstance(output, out.ReplyItemAdded) and isinstance(output.item, MessageItem):
            self._speaking = _Speaking(
                reply_id=output.reply_id, item_id=output.item.item_id, index=output.index
            )
        for event in self._projector.events(output):
            self.emit(event)
        if isinstance(output, out.Closed):
            self.ended = output.reason
            if self._outbox is not None:
                self._outbox.close("ended")

    def emit(self, event: ServerEvent) -> None:
        """Stamp, keep and send one event."""
        stamped = self._ring.add(event)
        if self._outbox is not None:
            self._outbox.put(stamped)

    def emit_voice(self, audio: bytes, duration_ms: int) -> None:
        """Send some of the voice to a WebSocket client, as the item that speaks now."""
        speaking = self._speaking
        if speaking is None:
            return
        self._speaking = replace(speaking, sent_ms=speaking.sent_ms + duration_ms)
        self.emit(
            {
                "type": "response.output_audio.delta",
                "response_id": speaking.reply_id,
                "item_id": speaking.item_id,
                "output_index": speaking.index,
                "content_index": 0,
                "delta": audio,
            }
        )

    def note_playout(self, item_id: str, played_ms: int) -> None:
        """A page says what it has really played; the lag goes to the metrics."""
        speaking = self._speaking
        if speaking is not None and speaking.item_id == item_id:
            self.playout_lag_ms = max(0, speaking.sent_ms - played_ms)

    # --- a connection's side ---

    @property
    def identity(self) -> Identity:
        """Whose room this is."""
        return self._opened.identity

    @property
    def session(self) -> OwnedSession:
        """The live session."""
        if self._session is None:  # bind() comes before the room is handed out
            raise RuntimeError("room used before its session was bound")
        return self._session

    @property
    def lives(self) -> bool:
        """It has a session, and the session has not ended."""
        return self._session is not None and self.ended is None

    @property
    def watched(self) -> bool:
        """Whether a connection is there."""
        return self._outbox is not None

    @property
    def quiet(self) -> bool:
        """Nobody speaks and nothing is being worked out: ending it now cuts nothing off."""
        return self._phase in (out.Phase.LISTENING, out.Phase.WAITING)

    def show_session(self) -> JsonValue:
        """The session object."""
        return show(self.settings, self.identity.session_id, None)

    def post(self, command: Command) -> None:
        """Hand a command to the session."""
        self.session.post(command)

    def configure(self, settings: WireSettings, event_id: str | None) -> None:
        """Apply merged settings; `session.updated` follows in order."""
        self.settings = replace(settings, turn=self.settings.turn)
        self.post(ChangeSettings(settings=settings.turn, event_id=event_id))

    def join(self, resume: Resume | None) -> Outbox:
        """Become the room's connection. The first events say where the client stands:
        `session.created`, or `tutor.session.resumed` and what was missed."""
        if self._outbox is not None:
            # A data channel has no close code; the page reads this event instead.
            self._outbox.put(
                {
                    "type": "tutor.session.closed",
                    "reason": "fenced",
                    "seq": self._ring.last_seq,
                    "event_id": "ev_fenced",
                }
            )
            self._outbox.close("taken_over")
            self._outbox = None
        fresh, self._joined = self._is_fresh(), True
        if resume is None and fresh:
            self._outbox = Outbox()
            self.emit(self._created())
            self._tell_again(self._quiet)
            return self._outbox
        missed = None
        if resume is not None and resume.epoch == self._opened.epoch:
            missed = self._ring.since(resume.last_seq)
        self._outbox = Outbox((self._resumed(replayed=missed is not None), *(missed or ())))
        if missed is None:  # a snapshot of the conversation does not hold these
            self._tell_again((*self._quiet, *([self._lesson] if self._lesson else [])))
        return self._outbox

    def _is_fresh(self) -> bool:
        """Nobody has seen anything of this session, and nothing was said; that it began paused
        may have been told to nobody already."""
        unseen = self._ring.last_seq == 0 or not (self._joined or self.session.items)
        return unseen and not self._opened.history

    def _tell_again(self, outputs: Iterable[out.Output]) -> None:
        for output in outputs:
            for event in self._projector.events(output):
                self.emit(event)

    def leave(self, outbox: Outbox) -> None:
        """The connection is gone; only the present one counts."""
        if self._outbox is outbox:
            self._outbox = None
            self.link.end()

    def take_voice(self, holder: object) -> None:
        """From now on `holder` pulls the playout; the holder before it lost it."""
        self._voice_holder = holder
        self.post(VoiceAttached())

    def drop_voice(self, holder: object) -> None:
        """`holder` pulls no more; ignored when another took over."""
        if self._voice_holder is holder:
            self._voice_holder = None
            self.post(VoiceDetached())

    def holds_voice(self, holder: object) -> bool:
        """Whether `holder` is still the one that pulls."""
        return self._voice_holder is holder

    def link_begins(self, transport: str) -> None:
        """The voice goes over this transport from now on."""
        self._tell_link(self.link.begin(transport))

    def note_link(self, transport: str, report: LinkReport) -> None:
        """How the link is; the page is told when that changes."""
        self._tell_link(self.link.note(transport, report))

    def _tell_link(self, event: ServerEvent | None) -> None:
        if event is not None:
            self.emit(event)

    def show_screen(self, frame: ScreenFrame | None) -> None:
        """Keep the latest frame of the student's screen."""
        self.session.show(frame)

    def _created(self) -> ServerEvent:
        return {
            "type": "session.created",
            "session": self.show_session(),
            "epoch": self._opened.epoch,
        }

    def _resumed(self, *, replayed: bool) -> ServerEvent:
        """Not kept in the ring: it is about one connection. Carries the ring's position when
        it is a snapshot, so that the client goes on from there."""
        items = [] if replayed else self._projector.snapshot(self.session.items)
        return {
            "type": "tutor.session.resumed",
            "event_id": "ev_resumed",
            "session_id": self.identity.session_id,
            "session": self.show_session(),
            "epoch": self._opened.epoch,
            "replayed": replayed,
            "state": self._phase.value,
            "seq": self._ring.last_seq if not replayed else 0,
            "items": items,
        }
