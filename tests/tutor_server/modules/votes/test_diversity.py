"""The measure at its ends, against a plain computation, and thinning."""

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.votes.diversity import WANTED, diversity, thin

FRUIT = "apples pears plums cherries"
SPACE = "rockets orbit moons silently"
SUMS = "add seven eight nine"


def plain(texts: list[str]) -> float:
    """The definition, word for word, without hashing."""
    bags = []
    for text in texts:
        words = text.split()
        bags.append(Counter([*words, *(f"{a} {b}" for a, b in pairwise(words))]))
    found_in = Counter(term for bag in bags for term in bag)
    vectors = [
        {
            term: (1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + found_in[term])))
            for term, count in bag.items()
        }
        for bag in bags
    ]

    def cosine(a: dict[str, float], b: dict[str, float]) -> float:
        dot = sum(weight * b.get(term, 0) for term, weight in a.items())
        return dot / (math.hypot(*a.values()) * math.hypot(*b.values()))

    nearest = [
        max(cosine(vector, other) for m, other in enumerate(vectors) if m != n)
        for n, vector in enumerate(vectors)
    ]
    return 1 - sum(nearest) / len(nearest)


def test_the_ends() -> None:
    assert diversity([]) == diversity(["alone"]) == 1
    assert diversity([FRUIT, FRUIT]) == pytest.approx(0, abs=1e-6)
    assert diversity([FRUIT, SPACE, SUMS]) == pytest.approx(1, abs=1e-6)
    assert diversity(["", "  "]) == 1, "nothing in common with nothing"


@given(
    st.lists(
        st.lists(st.sampled_from([*FRUIT.split(), *SPACE.split()]), min_size=1).map(" ".join),
        min_size=2,
        max_size=8,
    )
)
def test_the_definition(texts: list[str]) -> None:
    assert diversity(texts) == pytest.approx(plain(texts), abs=1e-4)


def test_case_and_stops_are_no_difference_and_numbers_are() -> None:
    assert diversity(["Add 7, 8!", "add 7 8"]) == pytest.approx(0, abs=1e-6)
    assert diversity(["add 7 8", "add 7 9"]) > 0.2


def test_thinning_leaves_one_of_each_and_keeps_the_first() -> None:
    texts = [FRUIT, FRUIT + " too", SPACE, FRUIT, SUMS, SPACE]
    assert thin(texts) == (0, 2, 4)
    assert thin([]) == ()
    assert thin([FRUIT]) == (0,)


@given(
    st.lists(
        st.lists(st.sampled_from(list("abcdefghijklmn")), min_size=1).map(" ".join),
        max_size=30,
    )
)
def test_what_is_left_out_is_near_to_something_kept(texts: list[str]) -> None:
    kept = thin(texts)
    assert list(kept) == sorted(set(kept))
    assert not texts or kept[0] == 0
    for text in set(texts):
        assert sum(texts[place] == text for place in kept) <= 1


def test_a_set_of_many_lessons_reaches_what_is_wanted() -> None:
    subjects = [f"subject{n} is about thing{n} and idea{n} with detail{n}" for n in range(60)]
    repeated = [f"{text} once more" for text in subjects]
    texts = [*subjects, *repeated]
    assert diversity(texts) < 0.3
    kept = [texts[place] for place in thin(texts)]
    assert len(kept) == 60
    assert diversity(kept) > WANTED
