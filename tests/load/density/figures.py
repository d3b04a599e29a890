"""What a run says: waits, interruptions, lateness and what was missing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from media.arrivals import RTP_HZ
from tests.load.density.cycle import Turn

LOUD_RMS = 330.0
"""Of int16, -40 dBFS: anything above counts as the tutor's voice."""
DUCKED = 0.5
"""Half as loud as the same place of an undisturbed reply: 6 dB less."""
WHOLE_REPLY = 195
"""Packets of 20 ms in 4 s, but for a few at the edges."""


class Packet(NamedTuple):
    """One that came."""

    at_s: float
    rms: float
    timestamp: int


@dataclass(slots=True, kw_only=True)
class Seen:
    """What one student saw."""

    turns: Sequence[Turn]
    packets: Sequence[Packet]


@dataclass(slots=True, kw_only=True)
class Found:
    """Of all students together; times in seconds."""

    turns: int = 0
    waits_s: list[float] = field(default_factory=list)
    """Voice to voice."""
    cuts_s: list[float] = field(default_factory=list)
    """From the interruption's first packet to silence."""
    ducks_s: list[float] = field(default_factory=list)
    """From the same to a voice that is clearly softer, or gone."""
    late_s: list[float] = field(default_factory=list)
    """Of packets within replies, against the schedule of their time stamps."""
    underruns: int = 0
    """Silent packets within replies."""
    missed: int = 0
    """Replies that never came."""
    early: int = 0
    short: int = 0
    """Replies with packets missing."""


def find(students: Iterable[Seen]) -> Found:
    """Everything."""
    students = list(students)
    found, reference = Found(), loudness(students)
    for student in students:
        for turn in student.turns:
            _add_turn(found, turn)
            _add_duck(found, turn, student.packets, reference)
            _add_reply(found, student.packets, turn.first_s, turn.barge_s, whole=False)
            _add_reply(found, student.packets, turn.second_s, turn.finished_s, whole=True)
    return found


def _add_turn(found: Found, turn: Turn) -> None:
    found.turns += turn.first_s is not None or turn.missed > 0
    found.missed += turn.missed
    found.early += turn.early
    if turn.first_s is not None and turn.end_s is not None:
        found.waits_s.append(turn.first_s - turn.end_s)
    if turn.cut_s is not None and turn.barge_s is not None:
        found.cuts_s.append(turn.cut_s - turn.barge_s)


def _add_reply(
    found: Found, packets: Sequence[Packet], from_s: float | None, to_s: float | None, *,
    whole: bool,
) -> None:  # fmt: skip
    if from_s is None or to_s is None:
        return
    within = [packet for packet in packets if from_s <= packet.at_s <= to_s]
    if len(within) < 3:
        return
    first = within[0]
    for packet in within:
        due_s = ((packet.timestamp - first.timestamp) & 0xFFFF_FFFF) / RTP_HZ
        found.late_s.append(packet.at_s - first.at_s - due_s)
    found.underruns += sum(packet.rms <= LOUD_RMS for packet in within)
    found.short += whole and sum(packet.rms > LOUD_RMS for packet in within) < WHOLE_REPLY


def loudness(students: Iterable[Seen]) -> dict[int, float]:
    """RMS of an undisturbed reply by its packet's place, from replies that nobody disturbed."""
    by_place: dict[int, list[float]] = {}
    for student in students:
        for turn in student.turns:
            if turn.second_s is None or turn.finished_s is None:
                continue
            within = _within(student.packets, turn.second_s, turn.finished_s)
            for packet in within:
                by_place.setdefault(_place(packet, within[0]), []).append(packet.rms)
    return {place: float(np.median(values)) for place, values in by_place.items()}


def _add_duck(
    found: Found, turn: Turn, packets: Sequence[Packet], reference: dict[int, float]
) -> None:
    if turn.first_s is None or turn.barge_s is None or turn.cut_s is None:
        return
    within = _within(packets, turn.first_s, turn.cut_s)
    for packet in within:
        usual = reference.get(_place(packet, within[0]))
        if packet.at_s > turn.barge_s and usual and packet.rms < DUCKED * usual:
            found.ducks_s.append(packet.at_s - turn.barge_s)
            return
    found.ducks_s.append(turn.cut_s - turn.barge_s)


def _within(packets: Sequence[Packet], from_s: float, to_s: float) -> list[Packet]:
    return [packet for packet in packets if from_s <= packet.at_s <= to_s]


def _place(packet: Packet, first: Packet) -> int:
    return ((packet.timestamp - first.timestamp) & 0xFFFF_FFFF) // 960
