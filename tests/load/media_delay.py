"""Delay that the receive path adds to a student's voice: our buffer beside aiortc's, same traces.

`python -m tests.load.media_delay` prints, over two simulated minutes per network, how long packets
that arrived were kept back (their arrival to their release), and how many were never released.
Pure computation: the figures do not depend on the machine. aiortc's receiver uses
JitterBuffer(16, prefetch=4) for audio.
"""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from aiortc.jitterbuffer import JitterBuffer as AiortcBuffer
from aiortc.rtp import RtpPacket

from media.jitter import JitterBuffer, Ready
from tests.load.media_trace import NETWORKS, Arrival, Network, arrivals
from tests.load.plan import Plan
from tests.load.report import Table, as_text

SETTLED_S = 60.0
"""The second half shows what stays for good."""


class Kept(NamedTuple):
    """How long one packet was kept back."""

    at_s: float
    """Its arrival."""
    kept_s: float


def ours(trace: Sequence[Arrival]) -> list[Kept]:
    """Drive our buffer in virtual time, its own wish to be woken included."""
    buffer, kept = JitterBuffer(), _Kept(trace)
    for arrival in trace:
        while buffer.due_s is not None and buffer.due_s <= arrival.at_s:
            due_s = buffer.due_s
            kept.release([_frame(r) for r in buffer.poll(due_s)], due_s)
        payload = arrival.frame.to_bytes(4)
        ready = buffer.push(arrival.sequence, arrival.timestamp, payload, arrival.at_s)
        kept.release([_frame(r) for r in ready], arrival.at_s)
    return kept.all


def aiortcs(trace: Sequence[Arrival]) -> list[Kept]:
    """Drive aiortc's buffer the way its receiver does."""
    buffer, kept = AiortcBuffer(capacity=16, prefetch=4), _Kept(trace)
    for arrival in trace:
        packet = RtpPacket(sequence_number=arrival.sequence, timestamp=arrival.timestamp)
        packet._data = arrival.frame.to_bytes(4)  # type: ignore[attr-defined]  # as its receiver
        _, frame = buffer.add(packet)
        if frame is not None:
            kept.release([int.from_bytes(frame.data[:4])], arrival.at_s)
    return kept.all


def _frame(ready: Ready) -> int:
    return int.from_bytes(ready.payload)


class _Kept:
    """Collects how long each frame was kept, by its first arrival."""

    def __init__(self, trace: Sequence[Arrival]) -> None:
        self._came: dict[int, float] = {}
        for arrival in trace:
            self._came.setdefault(arrival.frame, arrival.at_s)
        self.all: list[Kept] = []

    def release(self, frames: Sequence[int], now_s: float) -> None:
        self.all += [Kept(self._came[f], now_s - self._came[f]) for f in frames]


def quantile_ms(kept: Sequence[Kept], share: float) -> float:
    """Milliseconds that this share of packets is kept at most."""
    ordered = sorted(k.kept_s for k in kept)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def settled(kept: Sequence[Kept]) -> list[Kept]:
    """What arrived in the second half."""
    return [k for k in kept if k.at_s >= SETTLED_S]


def compare() -> Table:
    """One row per network."""
    return Table(
        question="Delay that the receive path adds, over two simulated minutes",
        columns=(
            "network",
            "ours p50 ms",
            "p95",
            "most",
            "second minute p95",
            "not released",
            "aiortc p50 ms",
            "p95",
            "most",
            "second minute p95",
            "not released",
        ),
        rows=tuple(_row(network) for network in NETWORKS),
        notes=(
            "aiortc means its JitterBuffer(16, prefetch=4), driven with the same packets.",
            "Not released: packets that arrived and were never handed on.",
        ),
    )


def _row(network: Network) -> tuple[str, ...]:
    trace = arrivals(network)
    came = len({arrival.frame for arrival in trace})
    cells = [network.name]
    for kept in (ours(trace), aiortcs(trace)):
        shares = (quantile_ms(kept, 0.5), quantile_ms(kept, 0.95), quantile_ms(kept, 1.0))
        cells += [f"{ms:.0f}" for ms in (*shares, quantile_ms(settled(kept), 0.95))]
        cells.append(str(came - len(kept)))
    return tuple(cells)


async def tables(plan: Plan) -> list[Table]:
    """For `bench.py`."""
    return [compare()]


if __name__ == "__main__":
    sys.stdout.write(as_text(compare()))
