"""Seeded generators, so that every text, batch and examination can be made again.

Knows names and seeds; knows nothing about what is drawn.
"""

from random import Random


def generator(name: str) -> Random:
    """Return a generator whose draws depend on `name` alone."""
    return Random(name)  # noqa: S311 - text is generated, nothing is kept secret
