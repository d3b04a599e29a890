"""The hold-out is stable, disjoint and about as large as promised."""

from inference.nano.phrases import groups_of, wordings
from inference.nano.smalltalk import talks
from inference.nano.split import HELDOUT_SHARE, Split, common, position, side, split_of

TABLES = ("ask", "stories", "told", "asked", "check", "follow", "term")


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


def test_common_wordings_are_trained_and_never_held_out() -> None:
    words = ["{e}", *(f"wording {n}" for n in range(20))]
    plain = sorted(words, key=position)[:3]
    held, kept = side(words, Split.HELDOUT), side(words, Split.TRAIN)
    assert set(held) == set(plain) - common()
    assert set(held) | set(kept) == set(words)
    assert "{e}" in kept


def test_every_common_wording_is_one_of_ours() -> None:
    groups = [group for table in TABLES for group in groups_of(table)]
    said = {w for group in groups for split in Split for w in wordings(group, split)}
    said |= {w for say, _ in talks().values() for w in say}
    assert common() <= said, common() - said
