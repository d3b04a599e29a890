"""The engine's Prometheus metrics. Knows names and buckets, not what is measured."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_STEP_S = (0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
_FIRST_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 5.0, 10.0)
_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class EngineMetrics:
    """One registry per engine, so that several can live in one test process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        r = self.registry
        self.prompt_tokens = Counter(
            "tutor_engine_prompt_tokens", "Prompt tokens computed.", registry=r
        )
        self.reused_tokens = Counter(
            "tutor_engine_reused_tokens", "Prompt tokens found in a slot.", registry=r
        )
        self.reply_tokens = Counter("tutor_engine_reply_tokens", "Tokens drawn.", registry=r)
        self.ended = Counter(
            "tutor_engine_completions", "Completions that ended.", ("reason",), registry=r
        )
        self.adapter_loads = Counter(
            "tutor_engine_adapter_loads", "Adapters copied into the bank.", registry=r
        )
        self.weight_bytes = Gauge(
            "tutor_engine_weight_bytes", "Memory of the model's weights as kept.", registry=r
        )
        self.waiting = Gauge("tutor_engine_queue_rows", "Rows without a slot.", registry=r)
        self.running = Gauge("tutor_engine_slot_rows", "Rows in slots.", registry=r)
        self.first_token = Histogram(
            "tutor_engine_first_token_seconds",
            "From submission to the first token.",
            ("priority",),
            buckets=_FIRST_S,
            registry=r,
        )
        self.step = Histogram(
            "tutor_engine_step_seconds",
            "One forward pass with drawing.",
            ("kind",),
            buckets=_STEP_S,
            registry=r,
        )
        self.rows = Histogram(
            "tutor_engine_batch_rows", "Rows in a decoding step.", buckets=_ROWS, registry=r
        )
