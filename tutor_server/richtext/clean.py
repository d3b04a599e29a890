"""What HTML may reach a page: an allow-list for nh3, with presentation MathML and nothing that
loads, runs or posts."""

import nh3

_MATHML = frozenset(
    {
        *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
        *("msup", "msub", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
        *("mstyle", "mpadded", "mphantom", "menclose"),
    }
)
_HTML = frozenset(
    {
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "s", "a", "ul"),
        *("ol", "li", "blockquote", "code", "pre", "span", "div"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
_PLACE = {"data-s", "data-e"}
_MATHML_ATTRIBUTES = {
    *("mathvariant", "stretchy", "fence", "form", "separator", "linethickness", "columnalign"),
    *("displaystyle", "scriptlevel", "accent", "accentunder", "symmetric", "notation", "width"),
    *("minsize", "maxsize", "lspace", "rspace", "rowspacing", "columnspacing"),
}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(_MATHML_ATTRIBUTES) for tag in _MATHML},
    "math": {"display", "alttext", "xmlns", *_PLACE},
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"class", *_PLACE},
    "div": {"class"},
    "code": {"class", *_PLACE},
    "pre": {"class", "tabindex", "role", "aria-label", *_PLACE},
}
_SCHEMES = {"http", "https", "mailto"}


def clean(html: str) -> str:
    """The same HTML without anything that is not allowed."""
    return nh3.clean(
        html,
        tags=set(_HTML | _MATHML),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        # A link must not end the lesson: it opens beside it.
        set_tag_attribute_values={"a": {"target": "_blank"}},
        clean_content_tags={"script", "style", "iframe", "object", "template"},
    )
