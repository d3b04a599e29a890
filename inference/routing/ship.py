"""`python -m inference.routing.ship --data FOLDER`: train the difficulty model of this repository.

On 70% of routing_routellm, drawn with a fixed seed; evaluate.py measures the shipped weights on
the other 30%, which nothing here looks at. The same data gives the same file.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.embedding.minilm import NAME, MiniLm
from inference.routing.outcomes import FILE, read_outcomes
from inference.routing.shipped import SHIPPED
from inference.routing.training import Questions, train

SEED: Final = 20_260
TRAIN_SHARE: Final = 0.7


def parts(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows for training and rows held out, each in order."""
    drawn = np.random.default_rng(SEED).permutation(count)
    inside = int(TRAIN_SHARE * count)
    return np.sort(drawn[:inside]), np.sort(drawn[inside:])


def main() -> int:
    """Train and write; 1 when the data cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    options = parser.parse_args()
    try:
        outcomes = read_outcomes(options.data / FILE)
    except (OSError, KeyError, ValueError) as error:
        sys.stderr.write(f"{options.data / FILE} cannot be read: {error!r}\n")
        return 1
    rows, _ = parts(len(outcomes.texts))
    texts = [outcomes.texts[row] for row in rows]
    questions = Questions(texts=texts, vectors=MiniLm.load().embed(texts))
    model = train(questions, outcomes.gains[rows], embedding=NAME, seed=SEED)
    options.model.parent.mkdir(exist_ok=True)
    model.save(options.model)
    sys.stdout.write(f"trained on {len(rows)} of {len(outcomes.texts)} questions\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
