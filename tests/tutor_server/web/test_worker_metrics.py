"""Metrics of several workers in one text: nothing is added up wrongly, nobody goes missing."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from tutor_server.web.worker_metrics import merged


def worker_text(replies: int, sessions: int) -> str:
    registry = CollectorRegistry()
    Counter("tutor_replies", "Replies.", ("status",), registry=registry).labels("done").inc(
        replies
    )
    Gauge("tutor_live_sessions", "Sessions.", registry=registry).set(sessions)
    Histogram("tutor_legs", "Legs.", buckets=(0.1, 1.0), registry=registry).observe(0.5)
    return generate_latest(registry).decode()


def samples(text: bytes, name: str) -> dict[str, float]:
    families = text_string_to_metric_families(text.decode())
    found = [s for family in families for s in family.samples if s.name == name]
    return {sample.labels["worker"]: sample.value for sample in found}


def test_every_sample_says_whose_it_is() -> None:
    text = merged({"web-1": worker_text(3, 10), "web-2": worker_text(4, 20)})
    assert samples(text, "tutor_replies_total") == {"web-1": 3, "web-2": 4}
    assert samples(text, "tutor_live_sessions") == {"web-1": 10, "web-2": 20}
    assert samples(text, "tutor_legs_count") == {"web-1": 1, "web-2": 1}
    assert samples(text, "tutor_worker_up") == {"web-1": 1, "web-2": 1}


def test_each_family_is_declared_once() -> None:
    text = merged({"web-1": worker_text(3, 10), "web-2": worker_text(4, 20)}).decode()
    declared = [line for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(declared) == len(set(declared)) > 3


def test_a_silent_worker_is_left_out_and_named() -> None:
    text = merged({"web-1": worker_text(3, 10), "web-2": None})
    assert samples(text, "tutor_live_sessions") == {"web-1": 10}
    assert samples(text, "tutor_worker_up") == {"web-1": 1, "web-2": 0}
