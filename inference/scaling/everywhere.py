"""One answer for a request that every replica has answered. Pure."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from inference.engine.openai_reply import STATUS, error_of
from inference.errors import ModelUnavailableError

Answer: TypeAlias = tuple[int, bytes]
"""HTTP status and JSON body."""


def summed_up(path: str, answers: Sequence[Answer]) -> Answer:
    """Loading has worked when it has everywhere; freeing memory when anybody had something to
    free."""
    if not answers:
        nobody = ModelUnavailableError("no replica is running")
        return STATUS[nobody.code], msgspec.json.encode(error_of(nobody))
    pick = min if path.endswith("/unload_lora_adapter") else max
    return pick(answers, key=lambda answer: answer[0])
