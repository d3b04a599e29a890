"""The hold-out is stable, disjoint and about as large as promised."""

from inference.nano.split import HELDOUT_SHARE, Split, position, side, split_of


def test_position_is_stable_and_in_range() -> None:
    assert position("add 1 2") == position("add 1 2")
    assert all(0 <= position(str(n)) < 1 for n in range(500))


def test_share_of_heldout_keys() -> None:
    held = sum(split_of(f"add {n}") is Split.HELDOUT for n in range(20_000))
    assert abs(held / 20_000 - HELDOUT_SHARE) < 0.01


def test_sides_are_disjoint_and_complete() -> None:
    words = [f"wording {n}" for n in range(20)]
    held, kept = side(words, Split.HELDOUT), side(words, Split.TRAIN)
    assert set(held).isdisjoint(kept)
    assert set(held) | set(kept) == set(words)
    assert len(held) == 3


def test_a_single_wording_serves_both_sides() -> None:
    assert side(["only"], Split.HELDOUT) == side(["only"], Split.TRAIN) == ("only",)


def test_two_wordings_give_one_each() -> None:
    assert len(side(["a", "b"], Split.HELDOUT)) == len(side(["a", "b"], Split.TRAIN)) == 1
