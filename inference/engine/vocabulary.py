"""What bytes each token stands for, read from a tokenizer's own description.

Knows the two families that Llama-like checkpoints use: byte-level BPE (GPT-2's byte alphabet) and
SentencePiece pieces with `<0xNN>` byte fallback. Knows no model and no text of anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inference.contracts import JsonValue
from inference.errors import ModelLoadError

_BYTE_PIECE = re.compile(r"<0x([0-9A-Fa-f]{2})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The bytes of every token id; None for control tokens, which are never text."""

    pieces: tuple[bytes | None, ...]
    eos: frozenset[int]
    """Ids that end a reply."""
    strip_first_space: bool
    """SentencePiece puts a space before the first word, which is not part of the text."""


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-in for each of the 256 bytes (openai/gpt-2, encoder.py)."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    alphabet = {chr(byte): byte for byte in plain}
    others = (byte for byte in range(256) if byte not in plain)
    return alphabet | {chr(256 + place): byte for place, byte in enumerate(others)}


_ALPHABET = _byte_alphabet()


def _byte_level(piece: str) -> bytes | None:
    values = [_ALPHABET.get(char) for char in piece]
    return None if None in values else bytes(value for value in values if value is not None)


def _sentence_piece(piece: str) -> bytes:
    byte = _BYTE_PIECE.fullmatch(piece)
    return bytes([int(byte[1], 16)]) if byte else piece.replace("\u2581", " ").encode()


def _decoders(spec: JsonValue) -> list[Mapping[str, JsonValue]]:
    """The decoder's parts, flattened."""
    if not isinstance(spec, dict):
        return []
    inner = spec.get("decoders")
    parts = [part for item in inner for part in _decoders(item)] if isinstance(inner, list) else []
    return parts or [spec]


def read_vocabulary(
    description: Mapping[str, JsonValue], vocab: Mapping[str, int], *, eos: frozenset[int]
) -> Vocabulary:
    """`description` is a tokenizer.json, `vocab` all pieces with their ids.

    Raises ModelLoadError for tokenizers of another family.
    """
    parts = _decoders(description.get("decoder"))
    kinds = {part.get("type") for part in parts}
    if not kinds & {"ByteLevel", "ByteFallback"}:
        raise ModelLoadError("the tokenizer is neither byte-level BPE nor byte-fallback pieces")
    convert = _byte_level if "ByteLevel" in kinds else _sentence_piece
    pieces: list[bytes | None] = [None] * (max(vocab.values()) + 1)
    for piece, index in vocab.items():
        pieces[index] = convert(piece)
    _place_added(pieces, description.get("added_tokens"))
    return Vocabulary(pieces=tuple(pieces), eos=eos, strip_first_space="Strip" in kinds)


def _place_added(pieces: list[bytes | None], added: JsonValue) -> None:
    """Added tokens are literal text, except the special ones, which are control tokens."""
    for token in added if isinstance(added, list) else []:
        if isinstance(token, dict) and isinstance(index := token.get("id"), int):
            special = bool(token.get("special"))
            pieces[index] = None if special else str(token.get("content")).encode()
