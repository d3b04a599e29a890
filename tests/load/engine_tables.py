"""What the engine's benchmark found, and its tables. Measures nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import median, middle_ms, ratio, spread


@dataclass(slots=True)
class Results:
    """One way of serving at one number of streams, over all runs."""

    tokens_per_s: list[float] = field(default_factory=list)
    tokens_per_cpu_s: list[float] = field(default_factory=list)
    """CPU seconds of the model's process."""
    first_s: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Of the last run, in the order of the questions."""

    def add(self, tokens: int, *, took_s: float, cpu_s: float) -> None:
        """One run."""
        self.tokens_per_s.append(tokens / took_s)
        self.tokens_per_cpu_s.append(tokens / cpu_s)


@dataclass(slots=True)
class Level:
    """All ways of serving at one number of streams."""

    streams: int
    ours: Results = field(default_factory=Results)
    one_by_one: Results = field(default_factory=Results)
    batched: Results = field(default_factory=Results)


Speeds = tuple[float, float, float]
"""Tokens per time: ours, the peer one by one, the peer in batches."""


def tables(levels: Sequence[Level], plan: Plan, *, slots: int) -> list[Table]:
    """Tokens per second, per CPU second, and the first text."""
    per_s, per_cpu_s = map(_per_s, levels), map(_per_cpu_s, levels)
    return [
        _throughput("second", levels, tuple(per_s), plan),
        _throughput("CPU second of the model's process", levels, tuple(per_cpu_s), plan),
        _first_token(levels, slots),
    ]


def _per_s(level: Level) -> Speeds:
    ours, alone, batched = (
        median(results.tokens_per_s) for results in (level.ours, level.one_by_one, level.batched)
    )
    return ours, alone, batched


def _per_cpu_s(level: Level) -> Speeds:
    ours, alone, batched = (
        median(results.tokens_per_cpu_s)
        for results in (level.ours, level.one_by_one, level.batched)
    )
    return ours, alone, batched


def _throughput(time: str, levels: Sequence[Level], speeds: Sequence[Speeds], plan: Plan) -> Table:
    def row(level: Level, speed: Speeds) -> tuple[str, ...]:
        ours, alone, batched = speed
        figures = (f"{ours:.0f}", f"{alone:.0f}", ratio(ours, alone), f"{batched:.0f}")
        return (str(level.streams), *figures, ratio(ours, batched))

    pairs = [
        pair
        for level in levels
        for pair in zip(level.ours.texts, level.one_by_one.texts, strict=True)
    ]
    same = sum(ours == theirs for ours, theirs in pairs)
    return Table(
        question=f"Reply tokens per {time}: the engine beside transformers",
        columns=(
            "streams", "ours", "transformers, one by one", "ratio",
            "transformers, padded batches", "ratio",
        ),
        rows=tuple(map(row, levels, speeds)),
        notes=(
            f"Medians of {plan.engine_runs} runs of {plan.engine_requests} requests; fp32, one "
            f"thread, nano weights. Replies with the same text: {same} of {len(pairs)}.",
        ),
    )  # fmt: skip


def _first_token(levels: Sequence[Level], slots: int) -> Table:
    def row(level: Level) -> tuple[str, ...]:
        ours, peer = spread(level.ours.first_s), spread(level.one_by_one.first_s)
        assert ours is not None
        assert peer is not None
        shown = (*middle_ms(level.ours.first_s, 1), *middle_ms(level.one_by_one.first_s, 1))
        return (str(level.streams), *shown, ratio(ours.p50, peer.p50), ratio(ours.p95, peer.p95))

    return Table(
        question="Milliseconds from a request to its first text",
        columns=(
            "streams", "ours p50", "ours p95", "transformers, one by one p50", "p95",
            "ratio p50", "ratio p95",
        ),
        rows=tuple(map(row, levels)),
        notes=(
            f"Waiting counts: for one of our {slots} slots, for the "
            "peer's one call.",
        ),
    )  # fmt: skip
