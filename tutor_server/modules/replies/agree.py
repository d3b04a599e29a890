"""Whether two replies say the same: what a kept one is checked against. Pure.

Strict on what a child would take away (numbers, negations), by likeness on the rest. A wrong no
costs a hit; so in doubt it is no.
"""

import re
from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.replies.wording import tokens

ALIKE: Final = 0.80
"""Cosine of the replies' vectors: two explanations of one term reach 0.85 to 0.95."""
_NUMBER: Final = re.compile(r"\d[\d.]*|\.\d+")
_NOT: Final = frozenset({"not", "no", "never", "none", "without", "neither", "nor"})


def agree(kept: str, fresh: str, vectors: tuple[NDArray[np.float32], NDArray[np.float32]]) -> bool:
    """`vectors` are the unit vectors of both texts."""
    first, second = tokens(kept), tokens(fresh)
    if _numbers(first) != _numbers(second):
        return False
    if any(word in _NOT for word in first) != any(word in _NOT for word in second):
        return False
    return float(vectors[0] @ vectors[1]) >= ALIKE


def _numbers(words: list[str]) -> Counter[str]:
    return Counter(word for word in words if _NUMBER.fullmatch(word))
