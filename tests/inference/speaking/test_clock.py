import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "ratio 2:3": "ratio two to three",
    "at 3:05 pm": "at three oh five p m",
    "4:00": "four o'clock",
    "3/4/2026": "three four twenty twenty-six",
    "since 9/11": "since nine eleven",
    "2026-03-04": "March fourth, twenty twenty-six",
    "in 1492, in 1200 ways": "in fourteen ninety-two, in one thousand two hundred ways",
    "due Monday 3/4": "due Monday three four",
    "ratio of 2:15": "ratio of two to fifteen",
    "in 1200 = x": "in one thousand two hundred equals x",
    "2026-13-40": "two thousand twenty-six minus thirteen minus forty",
    "May 1999.": "May nineteen ninety-nine.",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
