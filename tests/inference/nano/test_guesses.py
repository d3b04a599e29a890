"""Right answers are not taken for wrong ones, however they are written."""

from inference.nano.guesses import unlike


def test_equal_values_are_dropped() -> None:
    assert unlike("0.3", "0.30", "0.8", "0.8", "3/10") == ("0.8", "0.8")
    assert unlike("12 cm", "12 square cm", "12 cm", "7 cm") == ("12 square cm", "7 cm")
    assert unlike("25%", "25%", "4%") == ("4%",)
