"""One completion's steps: what ends it, and what of its text is delivered."""

import torch

from inference.contracts import Priority, Sampling
from inference.engine.abstention import Abstention
from inference.engine.grammar import compile_schema
from inference.engine.job import Job, Work
from inference.engine.masks import Cursor, Grammar, TokenTable
from inference.engine.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    pieces=(*(bytes([byte]) for byte in range(256)), None, None, b"true"),
    eos=frozenset({256}),
    strip_first_space=False,
)
EOS, CONTROL, TRUE = 256, 257, 258


RULE = Abstention(begins="Do ", least=0.5, says="No idea.")


def job(
    *, cursor: Cursor | None = None, rule: Abstention | None = None, **sampling: object
) -> Job:
    work = Work(
        prompt=(1, 2, 3),
        sampling=Sampling(**({"max_tokens": 8} | sampling)),
        priority=Priority.TEXT,
        deadline_s=9.0,
        cursor=cursor,
    )
    return Job(work, ticket=1, vocabulary=VOCABULARY, abstention=rule)


def spell(one: Job, text: str) -> list[tuple[str, str]]:
    found = []
    for byte in text.encode():
        piece = one.accept(byte)
        found.append((piece.text, piece.reason))
        if piece.reason:
            break
    return found


def test_the_end_token_ends_it_and_is_neither_text_nor_counted() -> None:
    one = job()
    spell(one, "ok")
    piece = one.accept(EOS)
    assert (piece.text, piece.reason, piece.tokens) == ("", "stop", 2)
    assert one.row.tokens == [1, 2, 3, *b"ok"]


def test_other_control_tokens_are_silent() -> None:
    one = job()
    assert one.accept(CONTROL).text == ""
    assert one.accept(9999).text == "", "padding rows of the embedding have no text"
    assert one.produced == 2


def test_max_tokens_end_it_with_what_was_held_back() -> None:
    found = spell(job(max_tokens=2), "aé")
    assert found == [("a", ""), ("\ufffd", "length")]


def test_a_stop_string_ends_it_before_the_string() -> None:
    found = spell(job(stop=("END",)), "xEND")
    assert found == [("x", ""), ("", ""), ("", ""), ("", "stop")]


def test_half_a_stop_string_is_delivered_when_the_reply_ends() -> None:
    assert spell(job(stop=("END",), max_tokens=3), "xEN")[-1] == ("EN", "length")


def test_the_same_seed_draws_the_same_numbers() -> None:
    first, second, other = job(seed=7), job(seed=7), job(seed=8)
    numbers = [[one.draw().uniform for _ in range(5)] for one in (first, second, other)]
    assert numbers[0] == numbers[1] != numbers[2]


def boolean() -> Cursor:
    table = TokenTable(VOCABULARY, size=260, device=torch.device("cpu"))
    return table.start(Grammar(compile_schema({"type": "boolean"})))


def test_a_complete_grammar_ends_it_without_an_end_token() -> None:
    piece = job(cursor=boolean()).accept(TRUE)
    assert (piece.text, piece.reason) == ("true", "stop")


def test_stop_strings_do_not_cut_a_grammar() -> None:
    assert spell(job(cursor=boolean(), stop=("ru",)), "true")[-1] == ("e", "stop")


def test_the_mask_follows_the_budget() -> None:
    allowed = job(cursor=boolean(), max_tokens=4).draw().allowed
    assert allowed is not None
    assert allowed.nonzero()[:, 0].tolist() == [ord("t"), TRUE], "false would not fit into 4 bytes"


def test_what_is_held_for_judging_comes_before_what_a_stop_string_held() -> None:
    found = spell(job(rule=RULE, stop=("xyz",), max_tokens=6), "Do 1xy")
    assert "".join(text for text, _ in found) == "Do 1xy"
    assert found[-1][1] == "length"


def test_a_doubted_task_ends_the_reply() -> None:
    one = job(rule=RULE)
    spell(one, "Do ")
    assert one.draw().watched
    piece = one.accept(ord("1"), 0.4)
    assert (piece.text, piece.reason) == ("No idea.", "stop")


def test_a_form_to_fill_in_is_never_doubted() -> None:
    assert not job(rule=RULE, cursor=boolean()).draw().watched
