from pygments.styles import get_style_by_name

from tutor_server.richtext.code import DARK_STYLE, LIGHT_STYLE, MAX_CHARS, code_css, coloured


def test_code_is_coloured_by_classes_and_escaped():
    out = coloured("print('<b>')", "python")
    assert '<span class="nb">print</span>' in out
    assert "<b>" not in out
    assert "style=" not in out


def test_unknown_languages_and_long_code_have_no_colours():
    assert coloured("<x>", "nosuch").strip() == "&lt;x&gt;"
    assert "<span" not in coloured("print()\n" * MAX_CHARS, "python")


def test_the_css_has_light_dark_and_the_systems_wish():
    css = code_css()
    assert ".code .nb" in css
    assert ':root[data-theme="dark"] .code .nb' in css
    assert "@media (prefers-color-scheme: dark)" in css
    assert "line-height" not in css
    assert "pre {" not in css


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_can_be_read():
    for name in (LIGHT_STYLE, DARK_STYLE):
        style = get_style_by_name(name)
        for kind, look in style:
            if look["color"] and "Whitespace" not in str(kind):
                ground = (look["bgcolor"] or style.background_color).lstrip("#")
                low, high = sorted((luminance(look["color"]), luminance(ground)))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, kind)
