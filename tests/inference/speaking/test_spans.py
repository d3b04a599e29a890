import dataclasses

import pytest

from inference.speaking.spans import Spoken


def test_a_piece_cannot_be_moved_once_spoken():
    piece = Spoken(text="three quarters", start=0, end=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        piece.start = 1
