"""Adversarial pairs: the same for a seed, of every kind, and really different questions."""

import re
from collections import Counter

import pytest

from tutor_server.modules.replies.adversary import _DRESS, Pair, further_pairs, pairs


@pytest.fixture(scope="module")
def drawn() -> list[Pair]:
    return [*pairs(300, 1), *further_pairs(200, 2)]


def test_kinds_and_counts(drawn: list[Pair]) -> None:
    assert Counter(pair.kind for pair in drawn) == {
        "negation": 300, "numbers": 300, "roles": 300, "units": 300,
        "operators": 200, "terms": 200,
    }  # fmt: skip


def test_a_seed_is_a_set() -> None:
    assert list(pairs(20, 3)) == list(pairs(20, 3))
    assert list(pairs(20, 3)) != list(pairs(20, 4))


def test_they_differ_and_are_not_one_pair_over_and_over(drawn: list[Pair]) -> None:
    assert all(pair.kept != pair.plain for pair in drawn)
    assert len({(pair.kept, pair.plain) for pair in drawn}) > 0.6 * len(drawn)


def test_half_are_dressed_and_dress_changes_no_word_of_the_question(drawn: list[Pair]) -> None:
    dressed = [pair for pair in drawn if pair.asked != pair.plain]
    assert 0.4 < len(dressed) / len(drawn) < 0.6
    for pair in dressed:
        assert pair.plain.rstrip("?.")[1:] in pair.asked
    assert all(text.count("{q}") == 1 for text in _DRESS)


def test_no_place_is_left_open_and_articles_fit(drawn: list[Pair]) -> None:
    for pair in drawn:
        assert "{" not in pair.kept + pair.asked
        assert not re.search(r"\b[Aa] [aeiou]", pair.kept + pair.plain)
