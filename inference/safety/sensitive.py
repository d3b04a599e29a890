"""Whether a text must stay in the house: a child in danger, or personal data that is not masked.

Knows the rules of the gate and the shapes of the masker; knows no tier. What the masker has
already taken out (`[phone]`) is no longer personal.
"""

import hashlib
from collections import OrderedDict
from typing import Final

from inference.safety.normalise import readings
from inference.safety.pii import find_personal
from inference.safety.rules import first_broken
from inference.safety.self_harm import ABUSE, SELF_HARM

REMEMBERED: Final = 8_192
"""Newest texts whose judgement is kept: a conversation is judged again with every reply."""
MAX_CHARS: Final = 8_000
"""Per judgement; longer texts are judged in overlapping pieces."""
_OVERLAP: Final = 300
_RULES: Final = (*SELF_HARM, *ABUSE)


def is_sensitive(text: str) -> bool:
    """Judge one text; about 0.3 ms for a sentence."""
    for offset in range(0, max(1, len(text)), MAX_CHARS - _OVERLAP):
        if first_broken(_RULES, readings(text[offset : offset + MAX_CHARS])) is not None:
            return True
    return bool(find_personal(text))


class Sensitive:
    """The same, remembering what it has judged."""

    def __init__(self) -> None:
        # By digest: a child's words are not kept for this.
        self._known: OrderedDict[bytes, bool] = OrderedDict()

    def __call__(self, text: str) -> bool:
        """Never raises."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = is_sensitive(text)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found
