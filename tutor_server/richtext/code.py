"""Code to coloured HTML by Pygments' classes, and the colours for light and dark pages."""

import html
from functools import lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

MAX_CHARS = 20_000
"""Longer code is shown without colours; lexers are regular expressions on anyone's text."""
LIGHT_STYLE = "default"
DARK_STYLE = "github-dark"
"""Of Pygments' styles with many colours, two where everything but white space has enough contrast
(4.5 to 1, WCAG 2.2 success criterion 1.4.3)."""
_FORMATTER = HtmlFormatter(nowrap=True)


def coloured(code: str, language: str) -> str:
    """Escaped HTML with `<span class=...>`; an unknown language has no colours."""
    if len(code) > MAX_CHARS:
        return html.escape(code)
    return str(highlight(code, _lexer(language[:40].lower()), _FORMATTER))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)


def code_css() -> str:
    """Rules for `pre.code`: light, dark by the system's wish, and by `data-theme` on the root."""
    dark = _rules(DARK_STYLE, ':root[data-theme="dark"] .code')
    wished = _rules(DARK_STYLE, ':root:not([data-theme="light"]) .code')
    return (
        f"{_rules(LIGHT_STYLE, '.code')}\n{dark}\n"
        f"@media (prefers-color-scheme: dark) {{\n{wished}\n}}\n"
    )


def _rules(style: str, selector: str) -> str:
    lines = HtmlFormatter(style=style).get_style_defs(selector).splitlines()
    return "\n".join(line for line in lines if line.startswith(selector))
