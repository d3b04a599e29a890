import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "a + b = c; a cat": "ay plus b equals c; a cat",
    "3-year-old with a T-shirt": "three year-old with a T-shirt",
    "COVID-19": "COVID nineteen",
    "See http://www.example.com/a?b=1.": "See example dot com.",
    "e.g. this": "for example this",
    "Nice 😀 job ✅": "Nice job check mark",
    "Don’t stop… now": "Don't stop, now",
    "xy = 6 and 3ab": "x y equals six and three ay b",
    "R&D #5": "R and D number five",
    "mail bob.b@ex.co.uk": "mail bob b at ex dot co dot uk",
    "H2O": "H two O",
    "well-known": "well-known",
    "10 a.m.": "ten ay m",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
