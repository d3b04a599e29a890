"""Questions whose gain follows from their words and vectors, for tests of learning."""

import numpy as np

from inference.routing.training import Questions

WIDTH = 16


def drawn(count: int, *, seed: int = 1, noise: float = 0.3) -> tuple[Questions, np.ndarray]:
    """Long questions and those along the first axis gain; the rest is chance."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 40, count)
    vectors = rng.standard_normal((count, WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = ["How many apples are there? " * int(size) for size in sizes]
    truth = (sizes - 20) / 20 + 2 * vectors[:, 0] + noise * rng.standard_normal(count)
    gains = np.sign(np.where(np.abs(truth) < 0.5, 0.0, truth))
    return Questions(texts=texts, vectors=vectors.astype(np.float32)), gains
