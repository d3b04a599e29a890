"""How much could training still gain? `python -m inference.hearing.endpoint.bound --data DIR`

Trains the same network on the test turns themselves, which is cheating, and prints the delay at 5%
of turns cut off falsely: a network that has seen the answers is a bound for one that has not.
Nothing of it ships.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.hearing.endpoint.evaluate import SHARE, cases, timeout
from inference.hearing.endpoint.manifest import committed
from inference.hearing.endpoint.model import EndpointModel, shipped
from inference.hearing.endpoint.pauses import Pause, all_pauses
from inference.hearing.endpoint.policy import at_share, fitted, scaled
from inference.hearing.endpoint.train import Plan, rows, train
from inference.hearing.endpoint.turns import Split

PLANS = {
    "shipped, waits fitted here too": None,
    "learnt from the test turns": Plan(),
    "... twice the size, no dropout": Plan(hidden=256, dropout=0.0, decay=0.0, epochs=80),
}


def ratio(found: Sequence[Pause], model: EndpointModel, plain_s: float) -> float:
    """Mean delay over the time-out's, with the waits that are best on these very turns."""
    judged = cases(found, model)
    return scaled(judged, fitted(judged, SHARE))(1.0).mean_s / plain_s


def report(found: Sequence[Pause]) -> Iterator[str]:
    """A line per network."""
    plain_s, _ = at_share(timeout(found), SHARE)
    yield f"delay at {SHARE:.0%} cut off, of the time-out's {plain_s * 1000:.0f} ms:"
    for name, plan in PLANS.items():
        model = train(plan, rows(found, plan.seed)) if plan else shipped()
        yield f"  {name:38} {ratio(found, model, plain_s):.2f}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    found = all_pauses(data, [t for t in committed(data) if t.split is Split.TEST])
    sys.stdout.write("\n".join(report(found)) + "\n")


if __name__ == "__main__":
    main()
