"""LaTeX to MathML for one formula. Knows latex2mathml, not where formulas stand in a message."""

import html
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

MAX_CHARS = 1000
_MAX_DEPTH = 40
"""latex2mathml recurses per brace; school formulas nest three or four deep."""


def to_mathml(source: str, attributes: dict[str, str], *, block: bool = False) -> str | None:
    """A `<math>` element with these attributes, or None when the source is no formula (yet)."""
    if not source.strip() or len(source) > MAX_CHARS or _depth(source) > _MAX_DEPTH:
        return None
    try:
        element = convert_to_element(source, display="block" if block else "inline")
        for node in element.iter():
            # The converter writes signs as entities and leaves `\text{<b>}` as it is: plain
            # text here, so that the serialiser escapes all of it.
            node.text = html.unescape(node.text) if node.text else node.text
        for name, value in attributes.items():
            element.set(name, value)
        return ElementTree.tostring(element, encoding="unicode")
    except Exception:  # noqa: BLE001  the converter has no common error class and meets any text
        return None


def _depth(source: str) -> int:
    depth = deepest = 0
    for character in source:
        depth += (character in "{[(") - (character in "}])")
        deepest = max(deepest, depth)
    return max(deepest, source.count("\\left"), source.count("\\sqrt"), source.count("\\frac"))
