"""One WebRTC call: a peer, its data channel, and the room it shows.

Events leave through the data channel in order; when its buffer is full they wait in the outbox.
"""

import asyncio
import logging

from media.contracts import LinkReport, Peer, PeerCallbacks, PeerState, ScreenFrame
from tutor_server.attach.connection import Connection
from tutor_server.attach.link import WEBRTC
from tutor_server.attach.outbox import Outbox
from tutor_server.attach.room import Resume, Room
from tutor_server.web.contracts import WebPorts
from tutor_server.wire.codec import JsonCodec, ServerEvent

log = logging.getLogger(__name__)

_RETRY_S = 0.02
"""Between tries while the channel is opening or full; one audio frame."""
_STUCK_S = 15.0
"""A channel that takes nothing for so long is dead; the page makes a new call."""


class Call:
    """Owned by Calls; `run` lives as long as the call."""

    def __init__(self, ports: WebPorts, room: Room) -> None:
        self.room = room
        self._codec = JsonCodec()
        self._connection = Connection(
            room, self._codec, ports.make_codec, clock=ports.clock, fresh_id=ports.fresh_id
        )
        self._clock = ports.clock
        self._over = asyncio.Event()
        self._stands = asyncio.Event()
        self._resume: Resume | None = None
        self._outbox: Outbox | None = None
        self.peer: Peer = ports.make_peer(
            room.session.playout,
            PeerCallbacks(
                on_voice=self._hear,
                on_screen=self._show,
                on_screen_ended=self._hide,
                on_message=self._receive,
                on_state=self._state,
                on_link=self._link,
            ),
        )

    def join(self, resume: Resume | None) -> None:
        """Take the room over as soon as the call stands, and not before: until then a page that
        tries WebRTC beside its WebSocket goes on over that, and one that fails loses nothing."""
        self._resume = resume

    def hang_up(self) -> None:
        """End the call; `run` closes the peer."""
        self._over.set()

    async def run(self) -> None:
        """Carry events until the call is over; closes the peer exactly once."""
        try:
            await self._carry()
        finally:
            self.room.drop_voice(self)
            if self._outbox is not None:
                self.room.leave(self._outbox)
            await self.peer.close()

    async def _carry(self) -> None:
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._write())
            over = group.create_task(self._over.wait())
            await asyncio.wait((writer, over), return_when=asyncio.FIRST_COMPLETED)
            writer.cancel()
            over.cancel()

    async def _write(self) -> None:
        await self._stands.wait()
        outbox = self._outbox
        while outbox is not None and (event := await outbox.get()) is not None:
            if not await self._send(event):
                return

    async def _send(self, event: ServerEvent) -> bool:
        frame = self._codec.encode(event)
        give_up_s = self._clock() + _STUCK_S
        while not self.peer.send(frame):
            if self._clock() > give_up_s:
                return False
            await asyncio.sleep(_RETRY_S)
        return True

    # --- the peer's callbacks ---

    def _hear(self, pcm: bytes) -> None:
        if self.room.holds_voice(self):
            self.room.session.hear(pcm)

    def _show(self, frame: ScreenFrame) -> None:
        self.room.show_screen(frame)

    def _hide(self) -> None:
        self.room.show_screen(None)

    def _receive(self, message: str | bytes) -> None:
        self._connection.receive(message)
        if self._connection.hopeless:
            self.hang_up()

    def _connected(self) -> None:
        left = self._outbox is not None and self._outbox.closed_because is not None
        if self.room.ended is not None or left:
            self.hang_up()  # a call that heals after another connection took over stays out
            return
        if self._outbox is None:
            self._outbox = self.room.join(self._resume)
            self._stands.set()
        if not self.room.holds_voice(self):
            self.room.link_begins(WEBRTC)
        self.room.take_voice(self)

    def _link(self, report: LinkReport) -> None:
        if self.room.holds_voice(self):
            self.room.note_link(WEBRTC, report)

    def _state(self, state: PeerState) -> None:
        if state is PeerState.CONNECTED:
            self._connected()
        elif state is PeerState.CLOSED:
            self.hang_up()
