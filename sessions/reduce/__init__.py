"""The pure core: `reduce(state, event) -> (state, effects)`. Knows no clock, no task, no port."""

from sessions.reduce.dispatch import reduce

__all__ = ["reduce"]
