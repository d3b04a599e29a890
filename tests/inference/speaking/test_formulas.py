import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "Solve \\(\\frac{1}{2} + x^2\\).": "Solve one half plus x squared.",
    "$x^2 + 1$ or $$\\frac{3}{4}$$": "x squared plus one or three quarters",
    "\\[ x = 1 \\] ok": "x equals one ok",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
