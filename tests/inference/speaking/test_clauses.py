from hypothesis import given
from hypothesis import strategies as st

from inference.speaking.clauses import clauses
from inference.speaking.verbalise import verbalise


def test_the_cut_falls_after_a_sentence_then_after_a_comma():
    pieces = verbalise("One two three. Four five six, seven eight.")
    first, second, third = clauses(pieces, 23)
    assert first[-1].text == "three."
    assert second[-1].text == "six,"
    assert third[-1].text == "eight."


@given(st.text(alphabet="ab ,.!", max_size=300), st.integers(1, 60))
def test_nothing_is_lost_and_only_single_words_are_longer(caption, limit):
    pieces = verbalise(caption)
    groups = list(clauses(pieces, limit))
    assert tuple(piece for group in groups for piece in group) == pieces
    assert all(len(g) == 1 or sum(len(p.text) + 1 for p in g) <= limit for g in groups)
