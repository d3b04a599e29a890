import pytest

from tutor_server.richtext.clean import clean


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<p onclick=alert(1) style='x'>y</p>",
        "<svg><script>alert(1)</script></svg>",
        "<math href='javascript:alert(1)'><mtext><img src=x onerror=y></mtext></math>",
        "<math><annotation-xml encoding='text/html'><script>x</script></annotation-xml></math>",
        "<math><maction actiontype='statusline' xlink:href='javascript:1'>x</maction></math>",
        "<form action=x><input></form>",
        "<iframe srcdoc='<script>x</script>'></iframe>",
        "<math><mi><style><img src=x onerror=y></style></mi></math>",
    ],
)
def test_nothing_that_loads_or_runs_is_left(html):
    out = clean(html)
    for bad in ("script", "onerror", "onclick", "javascript", "data:", "<img", "<svg", "<form"):
        assert bad not in out
    assert "<iframe" not in out
    assert "style" not in out


def test_mathml_and_places_stay():
    html = (
        '<math data-s="1" data-e="4" alttext="a half"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'
    )
    assert clean(html) == html


def test_links_open_beside_the_lesson():
    out = clean('<a href="https://a.b">x</a>')
    assert 'target="_blank"' in out
    assert "noopener" in out
