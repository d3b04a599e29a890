"""The cache's Prometheus metrics: hits by scope. Knows names, not what is cached."""

from collections import deque
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

NEWEST: Final = 1_000
"""Lookups of a scope that its hit ratio looks back on."""
HITS: Final = frozenset({"exact", "semantic"})


class ReplyMetrics:
    """Counts lookups."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._lookups = Counter(
            "tutor_reply_cache_lookups",
            "Questions by how they were answered: exact, semantic, checked (a hit that was asked "
            "again), below (too unlike), miss, away (storage) or why they are not the cache's.",
            ("scope", "result"),
            registry=registry,
        )
        self._ratio = Gauge(
            "tutor_reply_cache_hit_ratio",
            f"Hits among the newest {NEWEST} lookups of a scope in this process.",
            ("scope",),
            registry=registry,
        )
        self._kept = Counter(
            "tutor_reply_cache_kept", "Replies kept.", ("scope",), registry=registry
        )
        self._removed = Counter(
            "tutor_reply_cache_removed", "Replies removed before their time.", ("why",),
            registry=registry,
        )  # fmt: skip
        self._checks = Counter(
            "tutor_reply_cache_checks", "Hits compared with a fresh reply.", ("scope", "agreed"),
            registry=registry,
        )  # fmt: skip
        self._newest: dict[str, deque[bool]] = {}

    def looked_up(self, scope: str, result: str) -> None:
        """One lookup."""
        self._lookups.labels(scope=scope, result=result).inc()
        if scope not in self._newest:
            self._newest[scope] = deque(maxlen=NEWEST)
            self._ratio.labels(scope=scope).set_function(partial(_share, self._newest[scope]))
        self._newest[scope].append(result in HITS)

    def kept(self, scope: str) -> None:
        """A reply was kept."""
        self._kept.labels(scope=scope).inc()

    def removed(self, why: str, count: int = 1) -> None:
        """`vote`, `version` or `check`."""
        self._removed.labels(why=why).inc(count)

    def checked(self, scope: str, *, agreed: bool) -> None:
        """A hit was compared with a fresh reply."""
        self._checks.labels(scope=scope, agreed=str(agreed).lower()).inc()


def _share(newest: deque[bool]) -> float:
    return sum(newest) / len(newest) if newest else 0.0
