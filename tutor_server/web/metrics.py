"""What operators measure: sessions, turns, each leg of a turn, notices and refusals.

Histograms have bins chosen for the leg they measure. Watches every output of every session.
"""

import asyncio
import logging

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from sessions import outputs as out
from sessions.contracts import Identity
from tutor_server.attach.admission import Pressure
from tutor_server.attach.hub import Hub

log = logging.getLogger(__name__)

_LEG_BINS_S = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3, 1.7, 2.5, 5.0, 10.0)
_LAG_BINS_S = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0)


class LiveMetrics:
    """`watch` goes into Hub.watchers."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._legs = Histogram(
            "tutor_turn_leg_seconds",
            "Seconds from the end of the student's speech to each leg of the turn.",
            ("leg",),
            buckets=_LEG_BINS_S,
            registry=registry,
        )
        self._replies = Counter(
            "tutor_replies", "Replies by how they ended.", ("status",), registry=registry
        )
        self._notices = Counter(
            "tutor_notices", "Notices shown to students.", ("code",), registry=registry
        )
        self._refused = Counter(
            "tutor_refused_events", "Client events refused.", ("code",), registry=registry
        )
        self._alerts = Counter(
            "tutor_safety_alerts", "Turns a human must look at.", ("category",), registry=registry
        )
        self._ends = Counter(
            "tutor_sessions_ended", "Sessions by why they ended.", ("reason",), registry=registry
        )
        self._sessions = Gauge("tutor_live_sessions", "Sessions live now.", registry=registry)
        self._accepts = Gauge(
            "tutor_accepts_students", "1 while a new student is let in.", registry=registry
        )
        self._loop_lag = Gauge(
            "tutor_loop_lag_seconds", "p95 of the loop's lateness, last 5 s.", registry=registry
        )
        self._loop_busy = Gauge(
            "tutor_loop_busy_ratio", "Share of a core the loop used, last 5 s.", registry=registry
        )
        self._tasks = Gauge("tutor_loop_tasks", "Tasks of the event loop now.", registry=registry)
        self._tasks.set_function(_running_tasks)
        self._lag = Histogram(
            "tutor_playout_lag_seconds",
            "How far a WebSocket page's ear is behind what was sent.",
            buckets=_LAG_BINS_S,
            registry=registry,
        )

    def count_sessions(self, hub: Hub) -> None:
        """Show the hub's live sessions, and whether it takes more."""
        self._sessions.set_function(lambda: len(hub.rooms))
        self._accepts.set_function(lambda: float(hub.accepts))

    def show_pressure(self, pressure: Pressure) -> None:
        """Show how late and how full the loop is."""
        self._loop_lag.set_function(lambda: pressure.lag_s)
        self._loop_busy.set_function(lambda: pressure.busy)

    def lag(self, lag_ms: int) -> None:
        """One page's report of what it has really played."""
        self._lag.observe(lag_ms / 1000)

    def watch(self, identity: Identity, output: out.Output) -> None:
        """Count one output."""
        if isinstance(output, out.TurnTimings):
            self._turn(identity, output)
        elif isinstance(output, out.ReplyDone):
            self._replies.labels(output.status.value).inc()
        elif isinstance(output, out.Notice):
            self._notices.labels(output.code).inc()
        elif isinstance(output, out.Refused):
            self._refused.labels(output.code).inc()
        elif isinstance(output, out.Alert):
            self._alert(identity, output)
        elif isinstance(output, out.Closed):
            self._ends.labels(output.reason).inc()

    def _turn(self, identity: Identity, timings: out.TurnTimings) -> None:
        legs = {
            "end_of_turn": timings.end_of_turn_ms,
            "transcript": timings.transcript_ms,
            "first_token": timings.first_token_ms,
            "first_audio": timings.first_audio_ms,
        }
        for leg, value_ms in legs.items():
            if value_ms is not None:
                self._legs.labels(leg).observe(max(0, value_ms) / 1000)
        fields = {f"{leg}_ms": value for leg, value in legs.items()}
        log.info("turn", extra={"session": identity.session_id, **fields})

    def _alert(self, identity: Identity, output: out.Alert) -> None:
        self._alerts.labels(output.category).inc()
        # The category only: what the child said stays in the encrypted log.
        log.warning(
            "safety alert",
            extra={"session": identity.session_id, "category": output.category},
        )


def _running_tasks() -> float:
    """Metrics are read on the loop; elsewhere there is none to count in."""
    try:
        return float(len(asyncio.all_tasks()))
    except RuntimeError:
        return 0.0
