"""Text features: what each counts, and that any text has them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inference.routing.features import MAX_CHARS, NAMES, features


def one(text: str) -> dict[str, float]:
    return dict(zip(NAMES, features([text])[0], strict=True))


def test_a_word_problem() -> None:
    text = "Half of 1,250 children have 2.5 euros each. If Tom has twice as much, how much is 5%?"
    read = one(text)
    wanted = {
        "chars": len(text), "sentences": 2, "numbers": 3, "different_numbers": 3, "percents": 1,
        "decimals": 1, "most_digits": 4, "parts": 1, "rates": 1, "multiples": 1, "conditions": 1,
        "last_sentence": 10, "slashes": 0,
    }  # fmt: skip
    assert {name: read[name] for name in wanted} == wanted


def test_words_inside_words_do_not_count() -> None:
    assert one("The behalf of sometimes")["parts"] == one("gift")["conditions"] == 0


def test_no_text_and_no_texts() -> None:
    assert one("")["words"] == 0
    assert features([]).shape == (0, len(NAMES))
    assert len(set(NAMES)) == len(NAMES)


@given(st.text(max_size=300))
def test_any_text_has_finite_features(text: str) -> None:
    assert np.isfinite(features([text])).all()


def test_a_long_text_is_read_to_a_limit() -> None:
    assert one("a " * MAX_CHARS)["chars"] == MAX_CHARS
