"""Counting: sides and order leave no trace."""

from hypothesis import given
from hypothesis import strategies as st

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison, PairCount, count_pairs

votes = st.builds(
    Comparison,
    left=st.sampled_from("abc"),
    right=st.sampled_from("abc"),
    choice=st.sampled_from(Choice),
)


def compared(left: str, right: str, choice: Choice) -> Comparison:
    return Comparison(left=left, right=right, choice=choice)


def test_counts() -> None:
    assert count_pairs(
        [
            compared("b", "a", Choice.LEFT),
            compared("a", "b", Choice.LEFT),
            compared("a", "b", Choice.LEFT),
            compared("b", "a", Choice.TIE),
            compared("c", "c", Choice.LEFT),
            compared("c", "a", Choice.RIGHT),
        ]
    ) == (
        PairCount(first="a", second="b", wins=2, losses=1, ties=1),
        PairCount(first="a", second="c", wins=1),
    )
    assert count_pairs([]) == ()


@given(st.lists(votes), st.randoms())
def test_order_and_sides_do_not_matter(cast: list[Comparison], dice) -> None:
    turned = {Choice.LEFT: Choice.RIGHT, Choice.RIGHT: Choice.LEFT, Choice.TIE: Choice.TIE}
    other = [
        compared(vote.right, vote.left, turned[vote.choice]) if dice.random() < 0.5 else vote
        for vote in cast
    ]
    dice.shuffle(other)
    assert count_pairs(other) == count_pairs(cast)
    assert sum(pair.votes for pair in count_pairs(cast)) == sum(v.left != v.right for v in cast)
