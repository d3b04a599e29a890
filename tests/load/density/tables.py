"""How many spoken sessions does one core hold, and how long do students wait? Beside two peers.

Every server answers the same light students on a core of its own, with the same stub models: a
fresh process for each number of sessions, climbing until one does not hold.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import numpy as np

from tests.load.density.client import Outcome, Run
from tests.load.density.drive import drive
from tests.load.density.figures import Found, find
from tests.load.density.others import PEERS
from tests.load.density.ours import Served, installation
from tests.load.density.places import on_other_core
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import NOTHING, middle_ms, ms

LATE_S = 0.040
"""p99 of packets: as much is heard."""
CLIENT_LATE_S = 0.010
"""p99; beyond it the students' own process was too slow, and the run says nothing."""
LOSS = 0.03
OURS = "this server"

Serve = Callable[[], AbstractAsyncContextManager[Served]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One run."""

    server: str
    sessions: int
    loss: float
    outcome: Outcome
    found: Found

    @property
    def valid(self) -> bool:
        """The students kept their time."""
        return self.outcome.client_late_s <= CLIENT_LATE_S

    @property
    def held(self) -> bool:
        """Nobody heard anything late, broken or not at all."""
        found = self.found
        nothing = found.underruns + found.missed + found.short == 0
        all_there = self.outcome.connected == self.sessions and found.turns >= self.sessions
        return nothing and all_there and late_p99_s(found) <= LATE_S


async def measure(plan: Plan) -> list[Table]:
    """Ours, then the peers that are installed."""
    levels: list[Level] = []
    missing: list[str] = []
    with on_other_core():
        async with installation(max(plan.density_ours)) as ours:
            levels += [level async for level in _climb(OURS, ours.web, plan.density_ours, plan)]
            levels.append(await _level(OURS, ours.web, _lossy(plan), plan, loss=LOSS))
        for peer, sessions in zip(
            PEERS, (plan.density_pipecat, plan.density_fastrtc), strict=True
        ):
            if peer.missing:
                missing.append(f"{peer.name} IS MISSING: set {' and '.join(peer.missing)}.")
                continue
            levels += [level async for level in _climb(peer.name, peer.serving, sessions, plan)]
            levels.append(await _level(peer.name, peer.serving, 1, plan, loss=LOSS))
    return [_capacity(levels, missing, plan), _waits(levels, missing)]


def _lossy(plan: Plan) -> int:
    return min(20, max(plan.density_ours))


async def _climb(
    server: str, serve: Serve, sessions: Sequence[int], plan: Plan
) -> AsyncIterator[Level]:
    """Until a valid run does not hold."""
    for number in sessions:
        level = await _level(server, serve, number, plan)
        yield level
        if level.valid and not level.held:
            return


async def _level(
    server: str, serve: Serve, sessions: int, plan: Plan, *, loss: float = 0.0
) -> Level:
    async with serve() as served:
        outcome = await drive(
            Run(
                url=served.url,
                tokens=served.tokens,
                pid=served.pid,
                students=sessions,
                seconds=plan.density_s,
                loss=loss,
            )
        )
    found = find(outcome.seen)
    return Level(server=server, sessions=sessions, loss=loss, outcome=outcome, found=found)


def late_p99_s(found: Found) -> float:
    """Infinite when no reply was heard."""
    return float(np.percentile(found.late_s, 99)) if found.late_s else float("inf")


# --- tables ---


def _capacity(levels: Sequence[Level], missing: Sequence[str], plan: Plan) -> Table:
    first = {level.server: level for level in reversed(levels)}

    def row(level: Level) -> tuple[str, ...]:
        outcome, found = level.outcome, level.found
        share = 100 * outcome.cpu_share
        return (
            level.server,
            f"{outcome.connected} of {level.sessions}",
            f"{share:.0f}",
            f"{share / max(1, outcome.connected):.2f}",
            f"{outcome.memory_bytes / 2**20:.0f}",
            _each_mib(first[level.server], level),
            ms(late_p99_s(found)) if found.late_s else NOTHING,
            str(found.underruns),
            str(found.short),
            str(found.missed),
            ms(outcome.client_late_s, 1),
            _verdict(level),
        )

    return Table(
        question="Spoken sessions that one core holds, with stub models",
        columns=(
            "server", "connected", "% of the core", "% each", "MiB", "MiB each more",
            "late p99 ms", "underruns", "short replies", "no reply", "client late p99 ms", "holds",
        ),
        rows=(*(row(level) for level in levels if not level.loss), *_holes(missing, 12)),
        notes=(
            f"{plan.density_s:.0f} s each. Holds: packets at most {ms(LATE_S)} ms late (p99), "
            "none silent within a reply, every reply whole. A run whose client was over "
            f"{ms(CLIENT_LATE_S)} ms late says nothing and is marked as discarded.",
            "Server on core 0; students, storage and our stub models on core 1. Ours is the web "
            "role as it is shipped with Silero, safety gate, event log and data channel, its stub "
            "models behind their sockets; a peer's stubs are inside its process.",
            *missing,
        ),
    )  # fmt: skip


def _each_mib(first: Level, level: Level) -> str:
    """What every further session took, beside the server's smallest run."""
    more = level.outcome.connected - first.outcome.connected
    if more <= 0:
        return NOTHING
    return f"{(level.outcome.memory_bytes - first.outcome.memory_bytes) / 2**20 / more:.1f}"


def _verdict(level: Level) -> str:
    if not level.valid:
        return "discarded"
    return "yes" if level.held else "NO"


def _waits(levels: Sequence[Level], missing: Sequence[str]) -> Table:
    def row(level: Level) -> tuple[str, ...]:
        found = level.found
        return (
            level.server,
            str(level.sessions),
            f"{level.loss:.0%}",
            str(len(found.waits_s)),
            *middle_ms(found.waits_s),
            *middle_ms(found.cuts_s),
            *middle_ms(found.ducks_s),
            "" if level.valid else "discarded",
        )

    return Table(
        question="Voice to voice and interruption, with stub models, 200 ms of silence end a turn",
        columns=(
            "server", "sessions", "loss", "turns", "voice to voice p50 ms", "p95",
            "interruption to silence p50 ms", "p95", "to a softer voice p50 ms", "p95", "",
        ),
        rows=(*map(row, levels), *_holes(missing, 11)),
        notes=(
            "At the client, from the last packet of a question to the first loud packet of the "
            "reply; from the first packet of an interruption to the end of the last loud one. The "
            "model takes 160 ms to its first sentence. Loss is of the students' packets.",
            *missing,
        ),
    )  # fmt: skip


def _holes(missing: Sequence[str], cells: int) -> list[tuple[str, ...]]:
    return [(f"{line.partition(' IS ')[0]}: NOT MEASURED", *[NOTHING] * (cells - 1))
            for line in missing]  # fmt: skip
