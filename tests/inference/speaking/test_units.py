import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "5 cm": "five centimeters",
    "1 cm": "one centimeter",
    "3 cm²": "three square centimeters",
    "10 km/h": "ten kilometers per hour",
    "5m + 2": "five m plus two",
    "20°C": "twenty degrees Celsius",
    "5g of sugar": "five grams of sugar",
    "5 m + 1": "five m plus one",
    "90° angle": "ninety degrees angle",
    "9.8 m/s^2": "nine point eight meters per square second",
    "6 ft": "six feet",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
