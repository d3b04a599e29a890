"""What a text says in disguise: in base64, or with its numbers written backwards. Pure."""

import base64
import binascii
import re
from collections.abc import Iterator

_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{4,}={0,2}(?![\w+/=])")
_WORD = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]+|\d+")
"""No code: a plain word or a plain number."""
_BACKWARDS = re.compile(r"\b(?:backwards?|reversed?|mirror(?:ed)?|right to left)\b", re.I)
_NUMBER = re.compile(r"\d[\d./]*\d")


def disguised(text: str) -> Iterator[str]:
    """Everything that is hidden in the text, in the clear."""
    for match in _BASE64.finditer(text):
        if not _WORD.fullmatch(match[0]) and (clear := _decoded(match[0])):
            yield clear
    if _BACKWARDS.search(text):
        yield _NUMBER.sub(lambda match: match[0][::-1], text)


def _decoded(code: str) -> str:
    try:
        clear = base64.b64decode(code, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return clear if clear.replace("\n", " ").isprintable() else ""
