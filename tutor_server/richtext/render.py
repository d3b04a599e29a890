"""A chat message to safe HTML. Works on the beginning of a message as well, so that a reply can
be shown while it is written: what is not closed yet stays readable text.

Knows markdown, formulas and code; knows no student, no page and no transport.
"""

import html
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from tutor_server.richtext.blocks import add_block_rules
from tutor_server.richtext.clean import clean
from tutor_server.richtext.code import code_css, coloured
from tutor_server.richtext.inline import add_inline_rules
from tutor_server.richtext.mathml import to_mathml
from tutor_server.richtext.places import place_tokens

__all__ = ["MAX_CHARS", "code_css", "render"]

MAX_CHARS = 12_000
"""Longer messages are cut: rendering runs on the event loop. 4,000 characters of nothing but
fractions take 0.28 s, of prose 0.013 s."""


def render(text: str, *, words: bool = False) -> str:
    """HTML for a message. With `words`, each word stands in `<span data-s data-e>` and each
    formula and code carries the same: its characters [s, e) in `text`. Never raises."""
    # Same length, because places must stay true.
    source = text[:MAX_CHARS].replace("\r\n", " \n").replace("\r", "\n").replace("\x00", " ")
    source = source.encode("utf-8", "replace").decode("utf-8")
    return clean(str((_WITH_WORDS if words else _PLAIN).render(source)))


class _Renderer(RendererHTML):
    """markdown-it's HTML with our own tokens; markdown-it finds these methods by name."""

    def word(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A word to ink while it is spoken."""
        said = html.escape(tokens[idx].content)
        place = _place(tokens[idx])
        return f"<span{place}>{said}</span>" if place else said

    def formula(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A formula as MathML, or its source while it is no formula."""
        token = tokens[idx]
        block = bool(token.meta.get("block"))
        said = " ".join((token.info or token.content).split())
        mathml = to_mathml(token.content, {**_attributes(token), "alttext": said}, block=block)
        if mathml is None:
            return f'<code class="formula"{_place(token)}>{html.escape(token.content)}</code>'
        return f'<div class="formula">{mathml}</div>' if block and token.map else mathml

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Code within a sentence."""
        return f"<code{_place(tokens[idx])}>{html.escape(tokens[idx].content)}</code>"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A block of code, coloured; reachable by keyboard, because it scrolls sideways."""
        token = tokens[idx]
        language = token.info.split()[0] if token.info.split() else "text"
        label = html.escape(f"code, {language}", quote=True)
        return (
            f'<pre class="code" tabindex="0" role="region" aria-label="{label}"{_place(token)}>'
            f"<code>{coloured(token.content, language)}</code></pre>\n"
        )

    code_block = fence


def _attributes(token: Token) -> dict[str, str]:
    if "start" not in (token.meta or {}):
        return {}
    return {"data-s": str(token.meta["start"]), "data-e": str(token.meta["end"])}


def _place(token: Token) -> str:
    return "".join(f' {name}="{value}"' for name, value in _attributes(token).items())


def _parser(*, words: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable(
        ["table", "strikethrough"]
    )
    # Pictures would be loaded from anywhere and tell that they were seen.
    md.disable("image")
    add_block_rules(md)
    add_inline_rules(md, words=words)
    md.core.ruler.after("inline", "places", place_tokens)
    return md


_PLAIN = _parser(words=False)
_WITH_WORDS = _parser(words=True)
