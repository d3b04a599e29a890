import pytest

from tutor_server.richtext.render import render


@pytest.mark.parametrize(
    "text",
    [r"\(x\)", "$x$", "$$x$$", r"\[x\]", "$x = 1$", "1/2", "x^2", "**1/2**", "[1/2](http://a.b)"],
)
def test_mathematics_becomes_mathml(text):
    assert "<math" in render(text)
    assert "<math" in render(text, words=True)


@pytest.mark.parametrize(
    "text", ["$5 and $10", "$5 or 6$", "\\$x\\$", "`1/2`", "```\n1/2\n```", "cost: $", "$ x $"]
)
def test_money_and_code_stay(text):
    assert "<math" not in render(text)


def test_words_change_nothing_but_the_spans():
    import re

    text = "**Add** _1/2_ to `x` and [go](http://a.b) on\\! ~~no~~ snake_case 2 < 3 & so"
    bare = re.sub(r"</?span[^>]*>|\sdata-[se]=\"\d+\"", "", render(text, words=True))
    assert bare == re.sub(r"\sdata-[se]=\"\d+\"", "", render(text))
