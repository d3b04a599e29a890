"""The data set of outcomes as it lies on disk."""

from pathlib import Path

import numpy as np
import pytest

from inference.routing.outcomes import STRONG, WEAK, read_outcomes


def test_reading(tmp_path: Path) -> None:
    file = tmp_path / "responses.csv"
    with pytest.raises(OSError, match="No such file"):
        read_outcomes(file)
    file.write_text("prompt\n")
    with pytest.raises(ValueError, match="no questions"):
        read_outcomes(file)
    file.write_text("prompt\na\n")
    with pytest.raises(KeyError):
        read_outcomes(file)
    file.write_text(f'prompt,{WEAK},{STRONG}\n"a, b",True,False\nc,False,True\n')
    read = read_outcomes(file)
    assert read.texts == ("a, b", "c")
    assert read.gains.tolist() == [-1, 1]
    assert read.take(np.array([1])).texts == ("c",)
    assert read.take(np.array([1])).gains.tolist() == [1]
