"""The word lists fit together."""

from inference.safety.everyday import EMPTY, EVERYDAY, OPPOSITES, STRONG, WEAK


def test_no_list_takes_from_another() -> None:
    assert not STRONG & WEAK
    assert all(one != other for one, other in OPPOSITES)
    assert len(EVERYDAY - EMPTY) > 150
