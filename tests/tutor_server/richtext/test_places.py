import html
import re

import pytest

from tutor_server.richtext.render import render


def placed(text):
    """(characters of the source, what stands in the span) for every word."""
    found = re.findall(r'<span data-s="(\d+)" data-e="(\d+)">([^<]*)<', render(text, words=True))
    return [(text[int(s) : int(e)], html.unescape(said)) for s, e, said in found]


@pytest.mark.parametrize(
    "text",
    [
        "one two three",
        "**one** _two_ ~~three~~ [four](http://x.y 'one') five",
        "# one\n\n1. 1 one\n2. 2 two\n   - one\n\n> one\n> two",
        "| one | two |\n|---|---|\n| one one | two |\n| one |",
        "one\r\ntwo\rthree",
        "  one  \ntwo\\\nthree",
        "one \\* two &amp; three",
        "- one\n\n  two\n\n      code\n\n  three",
        "Title\n=====\none",
        "one one one\none one",
        "emoji 😀 one",
        "\tone\n\ttwo",
        "* * one",
        "1) 1) 1) one",
        "one $5 two",
    ],
)
def test_every_word_knows_its_characters(text):
    words = placed(text)
    assert [source for source, _ in words] == [said for _, said in words]
    assert words or "code" in render(text)


def test_formulas_and_code_carry_their_source():
    text = "a `b` \\(c\\) 1/2\n\n```py\nx\n```\n\n$$\ny\n$$"
    places = re.findall(r'data-s="(\d+)" data-e="(\d+)"', render(text, words=True))
    sources = [text[int(s) : int(e)] for s, e in places]
    assert sources == ["a", "`b`", "\\(c\\)", "1/2", "```py\nx\n```", "$$\ny\n$$"]


def test_an_escaped_cell_has_no_places_and_its_neighbours_keep_theirs():
    text = "| a |\n|---|\n| b \\| c |\n| d |"
    assert placed(text)[0] == ("a", "a")
    assert placed(text)[-1] == ("d", "d")
