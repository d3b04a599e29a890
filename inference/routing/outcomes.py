"""Which questions a weak and a strong model got right: the data set routing_routellm."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.routing.difficulty import Floats

FILE: Final = Path("routing_routellm") / "gsm8k_responses.csv"
STRONG: Final = "gpt-4-1106-preview"
WEAK: Final = "mistralai/Mixtral-8x7B-Instruct-v0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Which questions each model got right (bool, one per question)."""

    texts: tuple[str, ...]
    weak: NDArray[np.bool_]
    strong: NDArray[np.bool_]

    @property
    def gains(self) -> Floats:
        """What the strong model does better at each question."""
        return self.strong.astype(np.float64) - self.weak

    def take(self, rows: NDArray[np.intp]) -> "Outcomes":
        """Some of the questions, in the order of `rows`."""
        return Outcomes(
            texts=tuple(self.texts[row] for row in rows),
            weak=self.weak[rows],
            strong=self.strong[rows],
        )


def read_outcomes(path: Path) -> Outcomes:
    """Raises OSError, KeyError, ValueError."""
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise ValueError("it holds no questions")
    return Outcomes(
        texts=tuple(row["prompt"] for row in rows),
        weak=np.array([row[WEAK] == "True" for row in rows]),
        strong=np.array([row[STRONG] == "True" for row in rows]),
    )
