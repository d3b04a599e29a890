"""Hit ratios per scope."""

from prometheus_client import CollectorRegistry

from tutor_server.modules.replies.metrics import NEWEST, ReplyMetrics


def test_counts_and_the_ratio_of_each_scope() -> None:
    registry = CollectorRegistry()
    metrics = ReplyMetrics(registry)

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"tutor_reply_cache_{name}", labels)

    assert value("hit_ratio", scope="a") is None
    for result in ("exact", "semantic", "miss", "checked"):
        metrics.looked_up("a", result)
    metrics.looked_up("b", "miss")
    assert value("hit_ratio", scope="a") == 0.5
    assert value("hit_ratio", scope="b") == 0.0
    assert value("lookups_total", scope="a", result="exact") == 1
    for _ in range(NEWEST):
        metrics.looked_up("a", "exact")
    assert value("hit_ratio", scope="a") == 1.0
    metrics.kept("a")
    metrics.removed("version", 3)
    metrics.checked("a", agreed=False)
    assert value("kept_total", scope="a") == 1
    assert value("removed_total", why="version") == 3
    assert value("checks_total", scope="a", agreed="false") == 1
