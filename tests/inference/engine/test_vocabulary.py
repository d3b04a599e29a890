"""Bytes of tokens in both tokenizer families."""

import json
from pathlib import Path

import pytest
from transformers import AutoTokenizer

from inference.engine.vocabulary import read_vocabulary
from inference.errors import ModelLoadError


def test_byte_level_pieces_spell_any_text(tiny: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny)
    backend = tokenizer.backend_tokenizer
    found = read_vocabulary(
        json.loads(backend.to_str()), backend.get_vocab(with_added_tokens=True), eos=frozenset({5})
    )
    text = "Grüße 你好 🧑‍🏫 1/2 + 1/4 = 3/4\n\t\x7f"
    data = b"".join(found.pieces[i] or b"" for i in backend.encode(text).ids)
    assert data.decode() == text
    assert {piece for piece in found.pieces if piece and len(piece) == 1} >= {
        bytes([byte]) for byte in range(256)
    }
    assert found.pieces[:6] == (None,) * 6, "control tokens are not text"
    assert not found.strip_first_space


def test_sentence_piece_pieces() -> None:
    description = {
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0},
            ],
        },
        "added_tokens": [
            {"id": 0, "content": "</s>", "special": True},
            {"id": 4, "content": "<tool_call>", "special": False},
        ],
    }
    vocab = {"</s>": 0, "\u2581Hello\u2581you": 1, "<0xE2>": 2, "é": 3, "<tool_call>": 4}
    found = read_vocabulary(description, vocab, eos=frozenset({0}))
    assert found.pieces == (None, b" Hello you", b"\xe2", "é".encode(), b"<tool_call>")
    assert found.strip_first_space


def test_other_families_are_refused() -> None:
    with pytest.raises(ModelLoadError, match="byte"):
        read_vocabulary({"decoder": {"type": "WordPiece"}}, {"a": 0}, eos=frozenset())
