"""How the links of this process are, for operators: read when the metrics are.

Sums beside a count, so that a mean can be taken over any number of processes.
"""

from collections.abc import Callable
from itertools import product

from prometheus_client import CollectorRegistry, Gauge

from media.contracts import LinkQuality, LinkReport
from tutor_server.attach.hub import Hub
from tutor_server.attach.link import WEBRTC, WEBSOCKET


class LinkMetrics:
    """Registers the gauges; nothing is noted between two readings."""

    def __init__(self, registry: CollectorRegistry, hub: Hub) -> None:
        self._hub = hub
        links = Gauge(
            "tutor_links",
            "Connected students by transport and quality.",
            ("transport", "quality"),
            registry=registry,
        )
        for transport, quality in product((WEBRTC, WEBSOCKET), LinkQuality):
            links.labels(transport, quality.value).set_function(self._count(transport, quality))
        for name, about, value in _SUMS:
            gauge = Gauge(name, about, registry=registry)
            gauge.set_function(self._sum(value))

    def _count(self, transport: str, quality: LinkQuality) -> Callable[[], float]:
        def count() -> float:
            wanted = (transport, quality)
            found = (room.link for room in self._hub.rooms)
            return float(sum((one.transport, one.report.quality) == wanted for one in found))

        return count

    def _sum(self, value: Callable[[LinkReport], float]) -> Callable[[], float]:
        return lambda: sum(
            value(room.link.report) for room in self._hub.rooms if room.link.transport
        )


_SUMS: tuple[tuple[str, str, Callable[[LinkReport], float]], ...] = (
    ("tutor_link_loss_sum", "Share of students' packets lost, last 5 s, summed over links.",
     lambda report: report.loss),
    ("tutor_link_lost_there_sum", "Share of the tutor's packets lost, summed over links.",
     lambda report: report.lost_there),
    ("tutor_link_concealed_sum", "Share of voice made up, last 5 s, summed over links.",
     lambda report: report.concealed),
    ("tutor_link_jitter_seconds_sum", "Jitter (RFC 3550), summed over links.",
     lambda report: report.jitter_s),
    ("tutor_link_round_trip_seconds_sum", "Round trip where it is known, summed over links.",
     lambda report: report.round_trip_s or 0.0),
    ("tutor_link_lag_seconds_sum", "How far ears are behind (WebSocket), summed over links.",
     lambda report: report.lag_s),
)  # fmt: skip
