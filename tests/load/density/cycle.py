"""One student's turns, over and over: question, reply, interruption, reply to its end, a pause.

Pure: time is an argument. Knows which packet comes next and what was heard; no network.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tests.load.density.sound import Packets

SPEAK_AFTER_S = 0.6
"""Into the reply, the student interrupts it."""
FELL_SILENT_S = 0.12
"""No loud packet for so long: the reply has stopped."""
ENDED_S = 0.4
PAUSE_S = 0.6
MISSED_S = 6.0
"""No reply by then: it will not come."""


class Step(StrEnum):
    """Where in its turn a student is."""

    IDLE = "idle"
    ASKING = "asking"
    WAITING = "waiting"
    LISTENING = "listening"
    INTERRUPTING = "interrupting"
    WAITING_AGAIN = "waiting again"
    LISTENING_AGAIN = "listening again"


@dataclass(slots=True)
class Turn:
    """Times in seconds of the client's clock; None: did not happen."""

    asked_s: float
    end_s: float | None = None
    """The question's last packet was sent."""
    first_s: float | None = None
    """The first loud packet of the reply came."""
    barge_s: float | None = None
    """The interruption's first packet was sent."""
    barge_end_s: float | None = None
    cut_s: float | None = None
    """End of the last loud packet of the reply that was interrupted."""
    second_s: float | None = None
    """The first loud packet of the reply to the interruption."""
    finished_s: float | None = None
    missed: int = 0
    """Replies that never came, of two."""
    early: int = 0
    """Replies that began while the student spoke."""


@dataclass(slots=True)
class Cycle:
    """One student's."""

    packets: Packets
    begin_s: float
    turns: list[Turn] = field(default_factory=list)
    step: Step = Step.IDLE
    stopping: bool = False
    """No new turn begins."""
    _next_s: float = 0.0
    _sent: int = 0
    _room: int = 0
    _loud_s: float = float("-inf")

    def __post_init__(self) -> None:
        self._next_s = self.begin_s

    @property
    def done(self) -> bool:
        """Asked to stop, and the turn is over."""
        return self.stopping and self.step is Step.IDLE

    def next_packet(self, now_s: float) -> bytes:
        """What the microphone gives now, every 20 ms."""
        self._advance(now_s)
        match self.step:
            case Step.ASKING:
                return self._say(self.packets.question, now_s)
            case Step.INTERRUPTING:
                return self._say(self.packets.interruption, now_s)
            case _:
                self._room += 1
                return self.packets.room[self._room % len(self.packets.room)]

    def heard(self, now_s: float) -> None:
        """A loud packet came."""
        if now_s - self._loud_s > FELL_SILENT_S:
            self._began(now_s)
        self._loud_s = now_s

    def _began(self, now_s: float) -> None:
        match self.step:
            case Step.WAITING:
                self.turns[-1].first_s, self._next_s = now_s, now_s + SPEAK_AFTER_S
                self.step = Step.LISTENING
            case Step.WAITING_AGAIN:
                self.turns[-1].second_s, self.step = now_s, Step.LISTENING_AGAIN
            case Step.ASKING | Step.INTERRUPTING:
                self.turns[-1].early += 1

    def _advance(self, now_s: float) -> None:
        self._note_cut(now_s)
        match self.step:
            case Step.IDLE if now_s >= self._next_s and not self.stopping:
                self.turns.append(Turn(now_s))
                self.step, self._sent = Step.ASKING, 0
            case Step.LISTENING if now_s >= self._next_s:
                self.turns[-1].barge_s = now_s
                self.step, self._sent = Step.INTERRUPTING, 0
            case Step.WAITING | Step.WAITING_AGAIN if now_s >= self._next_s:
                self.turns[-1].missed += 1
                self._rest(now_s)
            case Step.LISTENING_AGAIN if now_s - self._loud_s > ENDED_S:
                self.turns[-1].finished_s = self._loud_s
                self._rest(now_s)

    def _note_cut(self, now_s: float) -> None:
        interrupted = self.step in (Step.INTERRUPTING, Step.WAITING_AGAIN)
        if interrupted and self.turns[-1].cut_s is None and now_s - self._loud_s > FELL_SILENT_S:
            self.turns[-1].cut_s = self._loud_s + 0.020

    def _rest(self, now_s: float) -> None:
        self.step, self._next_s = Step.IDLE, now_s + PAUSE_S

    def _say(self, clip: tuple[bytes, ...], now_s: float) -> bytes:
        packet = clip[self._sent]
        self._sent += 1
        if self._sent == len(clip):
            if self.step is Step.ASKING:
                self.turns[-1].end_s, self.step = now_s, Step.WAITING
            else:
                self.turns[-1].barge_end_s, self.step = now_s, Step.WAITING_AGAIN
            self._next_s = now_s + MISSED_S
        return packet
