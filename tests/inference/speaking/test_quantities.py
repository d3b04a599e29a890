import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "3/4": "three quarters",
    "1/2": "one half",
    "7/12": "seven twelfths",
    "1 3/4": "one and three quarters",
    "1 3/4 cups": "one and three quarters cups",
    "½ and 1½": "one half and one and one half",
    "50%": "fifty percent",
    "$5": "five dollars",
    "$1": "one dollar",
    "$5.50": "five dollars and fifty cents",
    "$0.75": "seventy-five cents",
    "£2.01": "two pounds and one penny",
    "$1.2 million": "one point two million dollars",
    "$5 and $10": "five dollars and ten dollars",
    "3.14": "three point one four",
    "1,234": "one thousand two hundred thirty-four",
    "1111111111111111": "one one one one one one one one one one one one one one one one",
    "the 3rd": "the third",
    "555-1234": "five five five, one two three four",
    "1 5/4": "one five quarters",
    "¥5": "five yen",
    "0/5": "zero fifths",
    "12/25 of a pizza": "twelve over twenty-five of a pizza",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
