"""How a room's link is, and what its page was last told of it. Pure.

A page is told when the class changes or when the talk goes on over something else; a student who
came over a sound link is told nothing.
"""

from typing import Final

from inference.contracts import JsonValue
from media.contracts import LinkQuality, LinkReport
from tutor_server.wire.codec import ServerEvent

WEBRTC: Final = "webrtc"
WEBSOCKET: Final = "websocket"
_SOUND: Final = LinkReport(quality=LinkQuality.GOOD)


class RoomLink:
    """One per room."""

    def __init__(self) -> None:
        self.transport = ""
        """`webrtc`, `websocket`, or empty while nobody is connected."""
        self.report = _SOUND
        """The newest."""
        self._told = ("", LinkQuality.GOOD)

    def begin(self, transport: str) -> ServerEvent | None:
        """The voice goes over another link from now on; an event when the page must know."""
        self.transport, self.report = transport, _SOUND
        if not self._told[0]:
            self._told = (transport, LinkQuality.GOOD)
        return self._tell()

    def note(self, transport: str, report: LinkReport) -> ServerEvent | None:
        """A report of the link in use, others are ignored; an event when the page must know."""
        if transport != self.transport:
            return None
        self.report = report
        return self._tell()

    def end(self) -> None:
        """Nobody is connected."""
        self.transport, self.report = "", _SOUND

    def show(self) -> dict[str, JsonValue]:
        """As JSON; shares are 0 to 1, an unknown round trip is null."""
        report, trip_s = self.report, self.report.round_trip_s
        return {
            "quality": report.quality.value,
            "transport": self.transport,
            "loss": round(max(report.loss, report.lost_there), 3),
            "concealed": round(report.concealed, 3),
            "jitter_ms": round(report.jitter_s * 1000),
            "round_trip_ms": None if trip_s is None else round(trip_s * 1000),
        }

    def _tell(self) -> ServerEvent | None:
        now = (self.transport, self.report.quality)
        if now == self._told:
            return None
        self._told = now
        return {"type": "tutor.connection", **self.show()}
