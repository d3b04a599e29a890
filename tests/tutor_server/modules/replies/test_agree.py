"""Whether two replies say the same."""

import numpy as np
import pytest

from tutor_server.modules.replies.agree import agree

SAME = (np.array([1, 0], np.float32), np.array([0.9, 0.43589], np.float32))
FAR = (np.array([1, 0], np.float32), np.array([0.7, 0.71414], np.float32))


@pytest.mark.parametrize(
    ("kept", "fresh", "vectors", "wanted"),
    [
        ("A half is 1 of 2 parts.", "A half means 1 of 2 parts.", SAME, True),
        ("A half is 1 of 2 parts.", "A half means 1 of 2 parts.", FAR, False),
        ("It is 12.", "It is 21.", SAME, False),
        ("It is 12.", "It is 12, not 21.", SAME, False),
        ("It is 12.", "It is 12. 12!", SAME, False),
        ("It can fly.", "It can not fly.", SAME, False),
        ("It can fly.", "It can't fly.", SAME, False),
        ("It never flies.", "It does not fly.", SAME, True),
    ],
)
def test_agree(
    kept: str, fresh: str, vectors: tuple[np.ndarray, np.ndarray], wanted: bool
) -> None:
    assert agree(kept, fresh, vectors) is wanted
