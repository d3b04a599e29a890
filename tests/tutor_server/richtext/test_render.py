import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_server.richtext.render import MAX_CHARS, code_css, render

REPLY = (
    "Great! **1/2 + 1/4**:\n\n1. Make \\(\\frac{2}{4}\\)\n2. Add: $x^2$\n\n"
    "```python\nprint(1/2)\n```\n\n$$\ny = 3\n$$\n\n| a | b |\n|---|---|\n| 1 | `c` |\n"
)


class Seen(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def check_safe(html):
    seen = Seen(html)
    assert not seen.tags & {"script", "img", "iframe", "style", "svg", "object", "form", "input"}
    for name, value in seen.attributes:
        assert not name.startswith("on")
        assert name not in {"style", "src", "srcdoc", "xlink:href", "formaction"}
        if name == "href":
            assert re.match(r"(?i)(https?:|mailto:|[^:]*$)", value)
    return seen


def test_a_reply_has_everything():
    seen = check_safe(render(REPLY))
    assert {"strong", "ol", "math", "mfrac", "pre", "table", "div"} <= seen.tags
    assert ("alttext", "1/2 + 1/4") in seen.attributes
    assert ("aria-label", "code, python") in seen.attributes


@pytest.mark.parametrize("words", [True, False])
def test_every_beginning_of_a_reply_can_be_shown(words):
    for end in range(len(REPLY)):
        seen = check_safe(render(REPLY[:end], words=words))
        letters = re.sub(r"\W", "", re.sub(r"`{3}py\w*|\\frac|\\\(|`{3}p$", "", REPLY[:end]))
        assert len(re.sub(r"\W", "", seen.text)) >= len(letters) - 8  # nothing is swallowed


HOSTILE = st.sampled_from(
    (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVa\tscript:1)",
        "<javascript:alert(1)>",
        "\\(\\href{javascript:alert(1)}{x}\\)",
        "$\\text{<img src=x onerror=y>}$",
        "\\(\\style{x:expression(1)}{y}\\)",
        "```<script>\n<script>\n```",
        '```"onclick=x\n',
        "`<b>`",
        "&lt;script&gt;",
        "![x](javascript:1)",
        "[a]: javascript:1\n\n[a]",
        "</p><p onclick=x>",
        "1/2",
        "**",
        "\n\n",
        "- ",
        "|",
        "\\[",
        "$$",
    )
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(HOSTILE, st.text(max_size=4))).map("".join)))
def test_whatever_is_written_is_shown_safely(text):
    check_safe(render(text, words=True))
    check_safe(render(text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1/+ *_`$\\()[]\n|>-#.x^", max_size=120))
def test_places_stay_inside_and_in_order(text):
    html = render(text, words=True)
    places = [(int(s), int(e)) for s, e in re.findall(r'data-s="(\d+)" data-e="(\d+)"', html)]
    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "\r\r\n", "\u2028", "a" * 3 * MAX_CHARS])
def test_odd_text_is_rendered(text):
    assert isinstance(render(text), str)


def test_the_css_comes_with_it():
    assert ".code" in code_css()
