"""Made-up pauses that a network can learn to tell apart."""

import numpy as np

from inference.contracts import Expected
from inference.hearing.endpoint.features import NAMES
from inference.hearing.endpoint.pauses import Look, Pause
from inference.hearing.endpoint.turns import Split


def pauses(count: int, seed: int) -> list[Pause]:
    """Half are ends; the first feature tells, and pauses are short."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        over = number % 2 == 0
        vectors = random.normal(0, 1, (4, len(NAMES))).astype(np.float32)
        vectors[:, 0] += 2.0 if over else -2.0
        look = Look(silence_s=0.128, speech_s=1.0, texts=("", "", ""), vectors=vectors)
        found.append(
            Pause(
                turn=str(number),
                split=Split.TRAIN,
                source="espeak",
                style="short",
                gap_s=None if over else float(random.uniform(0.2, 1.0)),
                expected=Expected(),
                looks=(look,),
            )
        )
    return found
