"""The router's Prometheus metrics. Knows names and buckets; a decision says what to count."""

from collections.abc import Callable, Mapping
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from inference.routing.decision import Decision, Result
from inference.routing.tier import TIER_NAMES

_FIRST_S = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 4.0, 8.0)
_TENTHS = tuple(n / 10 for n in range(1, 10))


class RouterMetrics:
    """Counts decisions; `observe` is what the router calls."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._decisions = Counter(
            "tutor_router_decisions",
            "Requests by the tier that answered (none: no tier did) and why it was first.",
            ("tier", "reason"),
            registry=registry,
        )
        self._attempts = Counter(
            "tutor_router_attempts",
            "Replicas asked, by how that began.",
            ("tier", "result"),
            registry=registry,
        )
        self._unfit = Counter(
            "tutor_router_unfit", "Tiers left out by a rule.", ("tier", "rule"), registry=registry
        )
        self._hedges = Counter(
            "tutor_router_hedges", "Second replicas asked for one reply.", registry=registry
        )
        self._first = Histogram(
            "tutor_router_first_event_seconds",
            "From asking a replica to its first event.",
            ("tier",),
            buckets=_FIRST_S,
            registry=registry,
        )
        self._difficulty = Histogram(
            "tutor_router_difficulty", "How hard requests were judged.", buckets=_TENTHS,
            registry=registry,
        )  # fmt: skip
        self._resting = Gauge(
            "tutor_router_resting_replicas",
            "Replicas whose circuit breaker is open.",
            ("tier",),
            registry=registry,
        )

    def observe(self, decision: Decision) -> None:
        """Count one decision."""
        served = decision.served or "none"
        self._decisions.labels(tier=served, reason=decision.reason.value).inc()
        for tier, why in decision.unfit.items():
            self._unfit.labels(tier=tier, rule=why.value).inc()
        for attempt in decision.attempts:
            self._attempts.labels(tier=attempt.tier, result=attempt.result.value).inc()
            self._hedges.inc(attempt.hedge)
            if attempt.result is Result.BEGAN:
                self._first.labels(tier=attempt.tier).observe(attempt.waited_s)
        if decision.difficulty is not None:
            self._difficulty.observe(decision.difficulty)

    def watch(self, resting: Callable[[], Mapping[str, int]]) -> None:
        """Show how many replicas of each tier rest; asked whenever metrics are read."""
        for tier in TIER_NAMES:
            self._resting.labels(tier=tier).set_function(partial(_of_tier, resting, tier))


def _of_tier(resting: Callable[[], Mapping[str, int]], tier: str) -> float:
    return resting().get(tier, 0)
