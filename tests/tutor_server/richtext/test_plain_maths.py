import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_server.richtext.plain_maths import expression_at


def marked(text):
    """The text with its expressions in « »."""
    out, at = "", 0
    while at < len(text):
        found = expression_at(text, at)
        out += f"«{found.latex}»" if found else text[at]
        at = found.end if found else at + 1
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/2 + 1/4 = 3/4", r"«\frac{1}{2}+\frac{1}{4}=\frac{3}{4}»"),
        ("So 3/4 of it.", r"So «\frac{3}{4}» of it."),
        ("1 3/4 cups", r"«1\frac{3}{4}» cups"),
        ("x^2 + y² = z^2", "«x^{2}+y^{2}=z^{2}»"),
        ("10^-3 and x^{12}", "«10^{-3}» and «x^{12}»"),
        ("6 ÷ 2", r"«6\div 2»"),
        ("2*3*4", r"«2\times 3\times 4»"),
        ("2x + 1 = 9.", "«2x+1=9»."),
        ("2(x + 3) = 10", "«2(x+3)=10»"),
        ("(x+1)/2 = 3", r"«\frac{x+1}{2}=3»"),
        ("√16 = 4", r"«\sqrt{16}=4»"),
        ("-5 + 3", "«-5+3»"),
        ("1,234 + 5", "«1{,}234+5»"),
        ("is 3 < 5?", r"is «3\lt 5»?"),
        ("a + b = c", "«a+b=c»"),
        ("3 + 4 =", "«3+4» ="),
        ("f(x) = 2x", "«f(x)=2x»"),
    ],
)
def test_typed_mathematics_is_found(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3/4/2026",
        "2026-03-04",
        "555-123-4567",
        "pages 3-5",
        "and/or",
        "A/B test",
        "I have 3 - a lot",
        "x- 2",
        "5 apples",
        "5-year-old",
        "3:45",
        "http://a.b/1/2",
        "$5 + $3",
        "(2, 3)",
        "50% of 3",
        "1/",
        "km/h",
        "a - b",
        "It is I",
    ],
)
def test_prose_stays(text):
    assert marked(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789/+-*=^()x ab.,√²÷<>", max_size=80))
def test_any_text_is_read_and_braces_match(text):
    for at in range(len(text)):
        found = expression_at(text, at)
        if found:
            assert at < found.end <= len(text)
            assert found.latex.count("{") == found.latex.count("}")
            assert not re.search(r"[<>]", found.latex)
