"""Reply text: whole characters only, stop strings never leak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.engine.reply import ReplyText


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({min(cut, len(data)) for cut in cuts})
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


@given(st.text(), st.lists(st.integers(0, 200)))
def test_text_is_whole_however_it_is_cut(text: str, cuts: list[int]) -> None:
    reply = ReplyText()
    out = [reply.push(part) for part in pieces(text.encode(), cuts)]
    assert "".join(out) + reply.finish() == text
    assert "\ufffd" in text or all("\ufffd" not in part for part in out)


@given(st.text("abc"), st.text("abc", min_size=1, max_size=4), st.lists(st.integers(0, 50)))
def test_nothing_from_the_stop_string_on_is_delivered(
    text: str, stop: str, cuts: list[int]
) -> None:
    reply = ReplyText(stop=(stop,))
    out = ""
    for part in pieces(text.encode(), cuts):
        out += reply.push(part)
        assert stop not in out
        if reply.stopped:
            break
    assert reply.stopped == (stop in text)
    assert out + reply.finish() == text.partition(stop)[0]


def test_the_earliest_of_several_stop_strings_wins() -> None:
    reply = ReplyText(stop=("END", "\n\n", ""))
    assert reply.push(b"one\nEN") == "one\n"
    assert reply.push(b"\n\nD") == "EN"
    assert reply.stopped


def test_a_cut_character_is_replaced_at_the_end_only() -> None:
    reply = ReplyText()
    assert reply.push("é".encode()[:1]) == ""
    assert reply.finish() == "\ufffd"


@pytest.mark.parametrize(("data", "text"), [(b" Hello you", "Hello you"), (b"Hello", "Hello")])
def test_the_first_space_of_sentence_piece_goes(data: bytes, text: str) -> None:
    reply = ReplyText(strip_first_space=True)
    assert reply.push(b"") + reply.push(data) + reply.push(b" x") == f"{text} x"
