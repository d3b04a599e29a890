"""Decisions become numbers."""

from dataclasses import replace

from prometheus_client import CollectorRegistry

from inference.routing.metrics import RouterMetrics
from tests.inference.routing.test_decision import DECISION


def test_everything_is_counted() -> None:
    registry = CollectorRegistry()
    metrics = RouterMetrics(registry)
    metrics.observe(DECISION)
    metrics.observe(replace(DECISION, served="", attempts=(), difficulty=None))
    resting = {"nano": 2}
    metrics.watch(lambda: resting)

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"tutor_router_{name}", labels)

    assert value("decisions_total", tier="pro", reason="easy_enough") == 1
    assert value("decisions_total", tier="none", reason="easy_enough") == 1
    assert value("unfit_total", tier="base", rule="too_dear") == 2
    assert value("attempts_total", tier="nano", result="outrun") == 1
    assert value("attempts_total", tier="pro", result="began") == 1
    assert value("hedges_total") == 1
    assert value("first_event_seconds_count", tier="pro") == 1
    assert value("first_event_seconds_count", tier="nano") is None
    assert value("difficulty_count") == 1
    assert value("resting_replicas", tier="nano") == 2
    assert value("resting_replicas", tier="pro") == 0
    resting["nano"] = 0
    assert value("resting_replicas", tier="nano") == 0
