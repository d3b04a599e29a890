"""How many tokens a text takes: counted with the model's own tokenizer, else estimated safely.

Loads no model and no torch. Counts are remembered by digest, because a conversation is counted
again with every reply.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

NANO: Final = "nano"
"""Our own model, as configuration names it."""
REMEMBERED: Final = 4_096
_BYTES_PER_TOKEN: Final = 3
"""Of words; tokenizers of 30,000 words and more need one for 4 and more of English."""
_SIGNS: Final = re.compile(r"[^\w\s]|[\d_]")

Count = Callable[[str], int]
"""Tokens of a text."""


def estimate(text: str) -> int:
    """More tokens than usual tokenizers need: each byte of a digit or sign is one, three bytes of
    words and blanks are one."""
    signs = len("".join(_SIGNS.findall(text)).encode("utf-8", "replace"))
    return signs + ceil((len(text.encode("utf-8", "replace")) - signs) / _BYTES_PER_TOKEN)


class Exact:
    """Counts with a tokenizer.json; remembers the newest texts' counts."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: OrderedDict[bytes, int] = OrderedDict()

    def __call__(self, text: str) -> int:
        """Tokens of the text alone, without what a template puts around it."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        count = self._known.get(key)
        if count is None:
            clean = text.encode("utf-8", "replace").decode()
            count = len(self._tokenizer.encode(clean, add_special_tokens=False).ids)
            self._known[key] = count
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return count


def counter_of(model: str) -> Count:
    """Exact for our own model and for a folder with a tokenizer.json; an estimate otherwise."""
    folder = Path(str(files("inference.nano"))) / "weights" if model == NANO else Path(model)
    path = folder / "tokenizer.json"
    if not path.is_file():
        return estimate
    try:
        return Exact(Tokenizer.from_file(str(path)))
    # A file that cannot be read is as good as none.
    except Exception:  # noqa: BLE001 - tokenizers raises no narrower class
        return estimate
