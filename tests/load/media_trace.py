"""Seeded networks: when each packet of a two-minute voice arrives, if it does.

Knows packets' numbers and times only; the same seed gives the same trace.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

FRAME_S = 0.020
FRAME_UNITS = 960
BASE_S = 0.100
"""What the network takes when nothing disturbs it."""
DTX_EVERY = 20
"""Frames (400 ms) between two packets of a silence, as browsers send it."""


class Arrival(NamedTuple):
    """One packet, by its arrival on our clock."""

    at_s: float
    sequence: int
    timestamp: int
    frame: int
    """Which 20 ms of the voice it holds."""
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What happens on the way."""

    name: str
    seconds: float = 120.0
    loss: float = 0.0
    """Share of packets."""
    burst: float = 1.0
    """Packets lost together, on average."""
    jitter_s: float = 0.0
    """Standard deviation; packets keep their order as in a queue."""
    overtaking: bool = False
    """With jitter: packets do not keep their order."""
    detour: float = 0.0
    """Share of packets that take 25 to 45 ms longer and are overtaken."""
    doubled: float = 0.0
    """Share of packets that come twice."""
    drift_ppm: float = 0.0
    """How much faster than ours the sender's clock runs."""
    stalls: tuple[tuple[float, float], ...] = ()
    """From when and for how long everything waits; then it comes at once."""
    cuts: tuple[tuple[float, float], ...] = ()
    """From when and for how long everything is lost."""
    dtx: bool = False
    """Every other two seconds are silence, of which a packet comes each 400 ms."""
    seed: int = field(default=7)


def arrivals(network: Network) -> list[Arrival]:
    """Every packet that arrives, in that order; both numbers wrap around early on."""
    chance = random.Random(network.seed)
    came: list[Arrival] = []
    lost = _losses(network, chance)
    latest_s = 0.0
    for sent, (frame, silent) in enumerate(_frames(network)):
        sent_s = frame * FRAME_S / (1 + network.drift_ppm * 1e-6)
        at_s = _through(network, sent_s, chance)
        if next(lost) or any(start <= sent_s < start + long for start, long in network.cuts):
            continue
        if not network.overtaking:
            at_s = latest_s = max(at_s, latest_s)
        if chance.random() < network.detour:
            at_s += chance.uniform(0.025, 0.045)
        numbers = (65_300 + sent) % 65_536, (4_294_900_000 + frame * FRAME_UNITS) % (1 << 32)
        came.append(Arrival(at_s, *numbers, frame, silent))
        if chance.random() < network.doubled:
            came.append(came[-1]._replace(at_s=at_s + chance.uniform(0.0, 0.030)))
    return sorted(came)


def _frames(network: Network) -> Iterator[tuple[int, bool]]:
    for frame in range(round(network.seconds / FRAME_S)):
        pause = frame % 100 if network.dtx and frame // 100 % 2 else -1
        if pause < 0:
            yield frame, False
        elif pause % DTX_EVERY == 0:
            yield frame, True


def _through(network: Network, sent_s: float, chance: random.Random) -> float:
    at_s = sent_s + BASE_S
    if network.jitter_s:
        spread = 3 * network.jitter_s
        at_s += min(spread, max(-spread, chance.gauss(0.0, network.jitter_s)))
    for start, long in network.stalls:
        if start <= sent_s < start + long:
            at_s = max(at_s, start + long + BASE_S)
    return at_s


def _losses(network: Network, chance: random.Random) -> Iterator[bool]:
    """Gilbert's model: a good state without loss, a bad one in which everything is lost."""
    leave_bad = 1 / network.burst
    enter_bad = leave_bad * network.loss / (1 - network.loss)
    bad = False
    while True:
        bad = chance.random() < (1 - leave_bad if bad else enter_bad)
        yield bad


NETWORKS = (
    Network(name="even"),
    Network(name="1% loss", loss=0.01),
    Network(name="3% loss", loss=0.03),
    Network(name="10% loss", loss=0.10),
    Network(name="3% loss in bursts of 5", loss=0.03, burst=5.0),
    Network(name="30 ms jitter", jitter_s=0.030),
    Network(name="30 ms jitter, 3% loss", jitter_s=0.030, loss=0.03),
    Network(name="30 ms jitter, overtaking", jitter_s=0.030, overtaking=True),
    Network(name="2% overtaken, 1% doubled", detour=0.02, doubled=0.01, jitter_s=0.002),
    Network(name="clock 200 ppm fast", drift_ppm=200.0, jitter_s=0.005, loss=0.01),
    Network(name="clock 200 ppm slow", drift_ppm=-200.0, jitter_s=0.005, loss=0.01),
    Network(
        name="stalls of 0.3, 0.8 and 3 s", stalls=((20, 0.3), (50, 0.8), (80, 3.0)), loss=0.01
    ),
    Network(name="cuts of 0.5 and 3 s", cuts=((30, 0.5), (70, 3.0))),
    Network(name="DTX, 3% loss", dtx=True, loss=0.03, jitter_s=0.005),
)
