import pytest

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "x^2": "x squared",
    "x³": "x cubed",
    "x²+y²=z²": "x squared plus y squared equals z squared",
    "10⁻³": "ten to the power of minus three",
    "x^(n+1)": "x to the power of n plus one",
    "2x + 1 = 9": "two x plus one equals nine",
    "3 × 4": "three times four",
    "6 ÷ 2": "six divided by two",
    "12 / 4 = 3": "twelve divided by four equals three",
    "2*3*4 and 2 * 3": "two times three times four and two times three",
    "x >= 3": "x is greater than or equal to three",
    "Is 3/4 > 2/3?": "Is three quarters greater than two thirds?",
    "3/4 > 2/3": "three quarters is greater than two thirds",
    "a < b, y ≠ 2": "ay is less than b, y is not equal to two",
    "z ≈ 3": "z is about three",
    "√16": "the square root of sixteen",
    "-5": "negative five",
    "x = -5": "x equals negative five",
    "3 - -2": "three minus negative two",
    "12 - 5": "twelve minus five",
    "12-5=7": "twelve minus five equals seven",
    "(2, 3)": "two, three",
    "2(x + 3)": "two times the quantity x plus three",
    "24 - (3 + 4)": "twenty-four minus the quantity three plus four",
    "f(x) = 2": "f of x equals two",
    "|-5| = 5": "the absolute value of negative five equals five",
    "5! = 120": "five factorial equals one hundred twenty",
    "It is 5!": "It is five!",
    "pages 3-5 and 3–5": "pages three to five and three to five",
    "and/or": "and or",
    "Fill ___ in": "Fill blank in",
    "24 ÷ (2 × 3)": "twenty-four divided by the quantity two times three",
    "2/4 → 1/2": "two quarters gives one half",
    "well - yes": "well, yes",
    "2**3": "two to the power of three",
    "~5": "about five",
    "x_1": "x one",
    "(x+1)/2": "x plus one, over two",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_it_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken
