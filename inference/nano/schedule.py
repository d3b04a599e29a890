"""The learning rate over a run: warm up, hold, then decay.

Knows only the progress of a run as a number; knows nothing about optimisers or clocks.
"""

WARMUP_STEPS = 60
"""Counted in steps: of a run that ends by the clock, compiling alone takes the first seconds."""
DECAY_SHARE = 0.35
"""The last share of the run, over which the rate falls in a straight line to its floor."""
FLOOR = 0.02


def rate_factor(progress: float, step: int) -> float:
    """Return the factor (0 to 1) on the peak rate of step `step` (from 0), at `progress` (0 to 1)
    of the run."""
    left = 1.0 - min(progress, 1.0)
    return max(FLOOR, min(1.0, left / DECAY_SHARE)) * min(1.0, (step + 1) / WARMUP_STEPS)


def progress_of(*, tokens: int, token_goal: int, elapsed_s: float, limit_s: float) -> float:
    """Return how far a run is by whichever limit comes first, tokens or seconds."""
    return max(tokens / token_goal, elapsed_s / limit_s)
