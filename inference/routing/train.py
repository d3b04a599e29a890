"""`python -m inference.routing.train EXAMPLES MODEL`: learn difficulty from votes and outcomes.

EXAMPLES is JSON Lines, one of two shapes a line:
    {"text": "...", "lesser_right": false, "abler_right": true}
    {"text": "...", "left": "nano", "right": "pro", "choice": "right"}
Votes that say nothing about tiers are left out. MODEL is written whole or not at all.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from inference.embedding.minilm import NAME, MiniLm
from inference.routing.gains import Example, from_outcomes, from_vote
from inference.routing.training import Questions, train


def main() -> int:
    """Train and write; 1 when the examples cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    try:
        with options.examples.open(encoding="utf-8") as lines:
            examples = list(read_examples(lines))
        texts = [example.text for example in examples]
        gains = np.array([example.gain for example in examples], np.float64)
        questions = Questions(texts=texts, vectors=MiniLm.load().embed(texts))
        model = train(questions, gains, embedding=NAME, seed=options.seed)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{options.examples}: {error}\n")
        return 1
    part = options.model.with_name(options.model.name + ".part")
    model.save(part)
    part.replace(options.model)
    sys.stdout.write(f"trained on {len(examples)} examples\n")
    return 0


def read_examples(lines: Iterable[str]) -> Iterator[Example]:
    """Raises ValueError naming the line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            example = _example(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number} is no example: {error!r}") from error
        if example is not None:
            yield example


def _example(told: object) -> Example | None:
    if not isinstance(told, dict) or not isinstance(told["text"], str):
        raise ValueError("an object with a text is wanted")
    if "choice" in told:
        sides = {key: str(told[key]) for key in ("left", "right", "choice")}
        return from_vote(told["text"], **sides)
    right = {key: told[key] for key in ("lesser_right", "abler_right")}
    if not all(isinstance(value, bool) for value in right.values()):
        raise ValueError("lesser_right and abler_right are true or false")
    return from_outcomes(told["text"], **right)


if __name__ == "__main__":
    raise SystemExit(main())
