"""Masks: every reply parses, is valid and ends in time, whatever the model wants to say."""

import json
import random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contracts import JsonValue
from inference.engine.grammar import compile_schema, free_object
from inference.engine.masks import Cursor, Grammar, TokenTable, check_budget
from inference.engine.vocabulary import Vocabulary
from inference.errors import ModelRefusedError
from tests.inference.engine.schemas import schemas, valid

BYTES = tuple(bytes([byte]) for byte in range(256))
WORDS = (b'{"', b'": ', b'", "', b"true", b"null", b"}]", b'"}', b" one", b"12", b"0.5", b"\\n")
HALVES = ("é".encode()[:1] + b"", b"\xf0\x9f", b"\xa7\x91 x", b'\xa9"', b" " * 40)
VOCABULARY = Vocabulary(
    pieces=(*BYTES, *WORDS, *HALVES, None, None), eos=frozenset({272}), strip_first_space=False
)
EOS = 272


def table(vocabulary: Vocabulary = VOCABULARY) -> TokenTable:
    return TokenTable(vocabulary, size=280, device=torch.device("cpu"))


TABLE = table()


def reply(cursor: Cursor, *, tokens: int, chooser: random.Random) -> str:
    """What a model without any sense says: one of the allowed tokens, each as likely."""
    data = b""
    for left in range(tokens, 0, -1):
        allowed = cursor.allowed(left).nonzero()[:, 0].tolist()
        token = chooser.choice(allowed)
        if token == EOS:
            break
        piece = VOCABULARY.pieces[token]
        assert piece is not None
        data += piece
        cursor.advance(piece)
        if cursor.ended:
            break
    assert cursor.accepts
    return data.decode()


@settings(max_examples=80, deadline=None)
@given(schemas(), st.integers(0, 2**32), st.integers(0, 80))
def test_every_reply_is_valid_and_in_time(
    schema: dict[str, JsonValue], seed: int, spare: int
) -> None:
    try:
        grammar = Grammar(compile_schema(schema))
    except ModelRefusedError as error:
        assert "no finite value" in str(error)  # noqa: PT017 - the only refusal that may come
        return
    budget = grammar.shortest + spare
    check_budget(grammar, budget)
    text = reply(TABLE.start(grammar), tokens=budget, chooser=random.Random(seed))
    assert valid(json.loads(text), schema)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 400))
def test_any_object_ends_in_time(seed: int, tokens: int) -> None:
    cursor = TABLE.start(Grammar(free_object()))
    text = reply(cursor, tokens=tokens, chooser=random.Random(seed))
    assert isinstance(json.loads(text), dict)


def test_exactly_the_tokens_that_stay_inside_are_allowed() -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    cursor = TABLE.start(Grammar(compile_schema(schema)))
    for said, following in (
        (b"", {b"{", b'{"'}),
        (b'{"', {b"o"}),
        (b"ok", {b'"', b'": '}),
        (b'": ', {b"t", b"f", b"true"}),
        (b"true", {b"}"}),
    ):
        cursor.advance(said)
        allowed = cursor.allowed(100).nonzero()[:, 0].tolist()
        assert {VOCABULARY.pieces[token] for token in allowed} == following
    assert not cursor.ended
    cursor.advance(b"}")
    assert cursor.ended
    assert cursor.allowed(1).nonzero()[:, 0].tolist() == [EOS]


def test_a_number_may_end_or_go_on() -> None:
    cursor = TABLE.start(Grammar(compile_schema({"type": "integer"})))
    cursor.advance(b"1")
    assert cursor.accepts
    assert not cursor.ended
    allowed = cursor.allowed(5).nonzero()[:, 0].tolist()
    assert EOS in allowed
    assert ord("7") in allowed


def test_states_in_a_long_text_share_one_mask() -> None:
    grammar = Grammar(compile_schema({"type": "string"}))
    cursor = TABLE.start(grammar)
    cursor.advance(b'"')
    first = TABLE.costs(grammar, cursor.state)
    for _ in range(40):
        cursor.advance(b" one")
        assert TABLE.costs(grammar, cursor.state) is first


def test_too_small_a_budget_is_refused_before_it_starts() -> None:
    grammar = Grammar(compile_schema({"const": "twelve"}))
    check_budget(grammar, 8)
    with pytest.raises(ModelRefusedError, match="8 are needed"):
        check_budget(grammar, 7)


def test_a_vocabulary_that_cannot_spell_everything_is_refused() -> None:
    poor = Vocabulary(pieces=(b"a", b"b"), eos=frozenset(), strip_first_space=False)
    with pytest.raises(ModelRefusedError, match="cannot spell"):
        table(poor).start(Grammar(free_object()))
