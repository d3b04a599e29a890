"""A small model says that it does not know when it was not sure what the task is.

A checkpoint may hold `abstention.json`: how its worked replies begin, how likely each token of
such a first sentence must be at least, and what is said instead. Our nano model writes the task
down before it works it out; asked for something that it never learnt it writes down some other
task, and its doubt about the words of that sentence is the sign. (Selective prediction by the
model's own probability: Geifman and El-Yaniv, NIPS 2017; of text: Kamath et al., ACL 2020.)

Knows text and probabilities; knows no tokens and no model.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from inference.errors import ModelLoadError

FILE = "abstention.json"
_ENDED = re.compile(r"[.?!]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """What a checkpoint's `abstention.json` says."""

    begins: str
    """The first words of a worked reply. Other replies are never held back."""
    least: float
    """No token of the rest of that sentence may be less likely than this, 0 to 1."""
    says: str
    """The reply instead."""

    def __post_init__(self) -> None:
        words = all(isinstance(text, str) and text for text in (self.begins, self.says))
        if not (words and 0.0 <= self.least <= 1.0):
            raise ValueError("begins and says must hold words, least be 0 to 1")


def read_abstention(folder: Path) -> Abstention | None:
    """The checkpoint's rule, if it has one. Raises ModelLoadError."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Abstention(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelLoadError(f"cannot read {FILE} in {folder.name}: {error}") from error


@dataclass(slots=True)
class Opening:
    """The first sentence of one reply; its text is held back until it is judged."""

    rule: Abstention
    open: bool = True
    """Still being judged: the next token's probability is asked for."""
    doubted: bool = False
    _text: str = ""

    def push(self, text: str, probability: float) -> str:
        """More text of the reply and how likely its token was; what may be delivered now. When
        `doubted` is set then, that is the whole reply."""
        if not self.open:
            return text
        began, self._text = len(self._text), self._text + text
        begins = self.rule.begins
        if not (self._text.startswith(begins) or begins.startswith(self._text)):
            return self.finish()
        ended = _ENDED.search(self._text)
        counts = began >= len(begins) and (ended is None or began <= ended.start())
        if counts and probability < self.rule.least:
            self.open, self.doubted = False, True
            return self.rule.says
        return self.finish() if ended else ""

    def finish(self) -> str:
        """The reply has ended, or its first sentence: what was held back."""
        self.open, rest = False, self._text
        self._text = ""
        return rest
