"""The legs of a turn as the server tells them: in `tutor.timing` and in the /metrics histogram."""

from dataclasses import dataclass

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.realtime_client import Event
from tests.running_server import RunningServer

LEGS = ("end_of_turn", "transcript", "first_token", "first_audio")
_METRIC = "tutor_turn_leg_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """What was counted for each leg."""

    counts: dict[str, int]
    sums_s: dict[str, float]

    def __sub__(self, before: "Histogram") -> "Histogram":
        """What came since."""
        return Histogram(
            counts={leg: n - before.counts.get(leg, 0) for leg, n in self.counts.items()},
            sums_s={leg: s - before.sums_s.get(leg, 0.0) for leg, s in self.sums_s.items()},
        )


def seconds_of(event: Event, leg: str) -> float | None:
    """A leg of a `tutor.timing` event; None where it did not happen."""
    value = event[f"{leg}_ms"]
    return None if value is None else value / 1000


async def read_histogram(server: RunningServer) -> Histogram:
    """Now, from /metrics, which this machine may read."""
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        session.get(f"{server.url}/metrics") as response,
    ):
        text = await response.text()
    found: dict[str, dict[str, float]] = {f"{_METRIC}_count": {}, f"{_METRIC}_sum": {}}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name in found:
                found[sample.name][sample.labels["leg"]] = sample.value
    counts, sums_s = found.values()
    return Histogram(counts={leg: int(n) for leg, n in counts.items()}, sums_s=sums_s)
