"""The learning rate over a run: warm up, hold, then decay.

Knows only the progress of a run as a number; knows nothing about optimisers or clocks.
"""

WARMUP_SHARE = 0.02
DECAY_SHARE = 0.35
"""The last share of the run, over which the rate falls in a straight line to its floor."""
FLOOR = 0.02


def rate_factor(progress: float) -> float:
    """Return the factor (0 to 1) on the peak rate at `progress` (0 to 1) of the run."""
    if progress < WARMUP_SHARE:
        return max(progress / WARMUP_SHARE, 0.01)
    left = 1.0 - min(progress, 1.0)
    return max(FLOOR, min(1.0, left / DECAY_SHARE))


def progress_of(*, tokens: int, token_goal: int, elapsed_s: float, limit_s: float) -> float:
    """Return how far a run is by whichever limit comes first, tokens or seconds."""
    return max(tokens / token_goal, elapsed_s / limit_s)
