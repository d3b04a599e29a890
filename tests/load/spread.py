"""Medians and tails of measured values, and how a table shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NOTHING = "-"
"""Shown where nothing was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle, the tail and the mean of some values."""

    count: int
    p50: float
    p95: float
    mean: float


def spread(values: Sequence[float]) -> Spread | None:
    """None of no values. Percentiles are interpolated between neighbours."""
    if not values:
        return None
    p50, p95 = np.percentile(values, (50, 95))
    return Spread(count=len(values), p50=float(p50), p95=float(p95), mean=float(np.mean(values)))


def median(values: Sequence[float]) -> float:
    """Of at least one value."""
    return float(np.median(values))


def ms(seconds: float | None, digits: int = 0) -> str:
    """Milliseconds for a table."""
    return NOTHING if seconds is None else f"{1000 * seconds:.{digits}f}"


def middle_ms(values: Sequence[float], digits: int = 0) -> tuple[str, str]:
    """p50 and p95 in milliseconds for a table."""
    found = spread(values)
    if found is None:
        return NOTHING, NOTHING
    return ms(found.p50, digits), ms(found.p95, digits)


def ratio(ours: float, peer: float) -> str:
    """`ours / peer` for a table."""
    return f"{ours / peer:.2f}" if peer else NOTHING
