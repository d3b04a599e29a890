import pytest

from tutor_server.richtext.render import render


@pytest.mark.parametrize(
    "text",
    [
        "$$\nx = 2\n- 3\n$$",
        "\\[\nx\n= 2\n\\]",
        "$$ x = 2 $$",
        "so\n$$\nx\n$$\nthen",
        "> $$\n> x\n> $$",
    ],
)
def test_a_displayed_formula_may_span_lines(text):
    out = render(text)
    assert 'display="block"' in out
    assert "<li>" not in out
    assert "<h1>" not in out


@pytest.mark.parametrize("text", ["$$\nx = 2", "\\[\nx", "$$ x $$ and more words"])
def test_what_is_not_closed_or_not_alone_stays_readable(text):
    assert "x" in render(text)
    assert 'class="formula"' not in render(text)
