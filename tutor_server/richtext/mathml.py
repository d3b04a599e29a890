"""LaTeX to MathML for one formula. Knows latex2mathml, not where formulas stand in a message."""

import html
import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

MAX_CHARS = 1000
_MAX_DEPTH = 60
"""latex2mathml recurses per brace and command; school formulas nest three or four deep."""
_RECURSIVE = re.compile(r"\\(?:left|sqrt|frac|begin)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_mathml(source: str, attributes: dict[str, str], *, block: bool = False) -> str | None:
    """A `<math>` element with these attributes, or None when the source is no formula (yet)."""
    if len(source) > MAX_CHARS or not _is_whole(source):
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


def _is_whole(source: str) -> bool:
    """Something to show, XML's characters only, braces closed, not too deep."""
    if not source.strip() or _NOT_XML.search(source):
        return False
    depth = deepest = 0
    for brace in re.findall(r"(?<!\\)[{}]", source):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return depth == 0 and deepest + len(_RECURSIVE.findall(source)) <= _MAX_DEPTH
