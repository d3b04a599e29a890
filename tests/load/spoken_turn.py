"""Listens to one spoken turn on the client's clock, and notes what the server says of it."""

import base64
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from tests.load.legs import LEGS, seconds_of
from tests.load.microphone import Microphone, is_loud
from tests.realtime_client import Event, RealtimeClient

_FAILED = "conversation.item.input_audio_transcription.failed"
_COMPLETED = "conversation.item.input_audio_transcription.completed"
_FIRSTS = {
    "input_audio_buffer.speech_stopped": "end_of_turn",
    _COMPLETED: "transcript",
    "response.output_audio_transcript.delta": "first_token",
    "response.output_audio.delta": "first_audio",
}
"""The event by which a client learns of each leg."""


@dataclass(slots=True)
class SpokenTurn:
    """One turn; seconds from the true end of the speech, or as the server told them."""

    transcript: str = ""
    failure: str = ""
    """The code, when the recogniser gave no words."""
    client_s: dict[str, float] = field(default_factory=dict)
    server_s: dict[str, float] = field(default_factory=dict)
    first_loud_s: float | None = None
    """Voice to voice."""

    @property
    def ahead(self) -> bool:
        """Whether the model had begun its reply before the turn was known to have ended."""
        told = self.server_s
        return told.get("first_token", inf) <= told.get("end_of_turn", 0.0)

    @property
    def over(self) -> bool:
        """Everything that is measured has been seen."""
        return bool(self.failure) or (self.first_loud_s is not None and bool(self.server_s))


async def listen(client: RealtimeClient, microphone: Microphone) -> SpokenTurn:
    """Until the reply is heard and timed, or the question was not understood."""
    turn = SpokenTurn()
    while not turn.over:
        event = await client.receive()
        if event is None:
            raise ConnectionError(f"the server hung up: {client.socket.close_code}")
        _note(turn, event, monotonic() - microphone.spoken_s)
    return turn


def _note(turn: SpokenTurn, event: Event, at_s: float) -> None:
    kind = event["type"]
    if kind in _FIRSTS:
        turn.client_s.setdefault(_FIRSTS[kind], at_s)
    if kind == _COMPLETED:
        turn.transcript = event["transcript"]
    elif kind == _FAILED:
        turn.failure = event["error"]["code"]
    elif kind == "tutor.timing":
        turn.server_s = {leg: s for leg in LEGS if (s := seconds_of(event, leg)) is not None}
    elif kind == "response.output_audio.delta" and turn.first_loud_s is None:
        turn.first_loud_s = at_s if is_loud(base64.b64decode(event["delta"])) else None
