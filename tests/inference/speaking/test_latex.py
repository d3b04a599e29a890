import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.speaking.latex import read_latex
from inference.speaking.lexicon import ENGLISH, lexicon_for

READ = {
    r"\frac{1}{2}": "one half",
    r"\frac12": "one half",
    r"3\frac{1}{2}": "three and one half",
    r"\frac{x+1}{2} = 5": "x plus one, over two, equals five",
    r"\sqrt{16}": "the square root of sixteen",
    r"\sqrt[3]{27}": "the cube root of twenty-seven",
    r"\sqrt[n]{x}": "nth root of x",
    r"x^2 + y^{10} \le 3": "x squared plus y to the power of ten is less than or equal to three",
    r"a^2": "ay squared",
    r"\left(\frac{3}{4}\right)^2": "three quarters, squared",
    r"2(x+3)": "two times x plus three",
    r"f(x) = 2": "f of x, equals two",
    r"\text{area} = \pi r^2": "area equals pie r squared",
    r"90^\circ": "ninety degrees",
    r"x_1 \neq 5": "x one is not equal to five",
    r"1{,}000": "one thousand",
    r"2 \times 3 \div 4 \pm 1": "two times three divided by four plus or minus one",
    r"\alpha\foo{x}": "alpha foo x",
    r"\begin{cases} x=1 \\ y=2 \end{cases}": "x equals one, y equals two",
    r"\sum_{i=1}^{n} i": "sum i equals one to n, i",
    "{" * 300 + "x": "x",
    r"\frac": "over",
    "": "",
}


@pytest.mark.parametrize(("source", "words"), READ.items())
def test_formulas_are_read_as_a_teacher_says_them(source, words):
    assert read_latex(source, ENGLISH) == words


def test_other_languages_use_their_own_table():
    assert (
        read_latex(r"\frac{3}{4} \times x^2", lexicon_for("es")) == "3 sobre 4 por x al cuadrado"
    )
    assert read_latex(r"\frac{3}{4} \times x^2", lexicon_for("xx")) == "3 / 4 × x ²"


COMMANDS = st.sampled_from(
    (r"\frac", r"\sqrt", "[", "]", "{", "}", "^", "_", r"\left(", r"\text{", r"\\", "12", "a", " ")
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(COMMANDS, max_size=60).map("".join)))
def test_any_source_is_read_without_an_error(source):
    for language in ("en", "de", "xx"):
        assert isinstance(read_latex(source, lexicon_for(language)), str)
