"""What makes a vote worth less: no time to read, one side only, saying another thing each time,
and standing alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.quality import (
    Cast,
    position_score,
    score_votes,
    time_score,
)


def cast(
    student: str = "ada", vote: str = "v", *, choice: Choice = Choice.LEFT, swapped: bool = False,
    about: str = "lesson", seconds: float | None = 10.0, sources: tuple[str, str] = ("x", "y"),
) -> Cast:  # fmt: skip
    left, right = sources[::-1] if swapped else sources
    return Cast(
        student=student,
        vote=vote,
        about=about,
        comparison=Comparison(left=left, right=right, choice=choice),
        seconds=seconds,
    )


def only(*casts: Cast):
    """The quality of the first."""
    return score_votes(casts)[casts[0].student, casts[0].vote]


@pytest.mark.parametrize(
    ("seconds", "score"),
    [(0, 0), (0.9, 0), (1, 0), (2.5, 0.5), (4, 1), (600, 1), (601, 0.5), (None, 0.5)],
)
def test_time(seconds: float | None, score: float) -> None:
    assert time_score(seconds) == pytest.approx(score)


def test_an_unread_vote_is_worth_nothing_whatever_else() -> None:
    others = [cast(f"s{n}", swapped=n % 2 == 0, choice=[Choice.RIGHT, Choice.LEFT][n % 2])
              for n in range(20)]  # fmt: skip
    assert only(cast(seconds=0.3), *others).score == 0


def test_a_lone_careful_vote_begins_at_three_quarters() -> None:
    assert only(cast()).score == pytest.approx((0.75 + 1 + 0.5) / 3)


def test_position() -> None:
    assert position_score(0, 0) == position_score(10, 10) == position_score(1, 0) == 1
    scores = [position_score(n, 0) for n in (5, 10, 20, 100, 1_000)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < 0.02
    assert position_score(0, 20) == position_score(20, 0)


def test_the_same_winner_on_the_other_side_is_consistent() -> None:
    same = only(cast(), cast(vote="w", swapped=True, choice=Choice.RIGHT))
    other = only(cast(), cast(vote="w", swapped=True, choice=Choice.LEFT))
    tie = only(cast(), cast(vote="w", choice=Choice.TIE))
    assert other.consistency < tie.consistency < only(cast()).consistency < same.consistency


def test_agreement_with_others_counts_and_ones_own_repeats_do_not() -> None:
    with_others = only(cast(), *(cast(f"s{n}") for n in range(4)))
    against = only(cast(), *(cast(f"s{n}", choice=Choice.RIGHT) for n in range(4)))
    repeated = only(cast(), *(cast(vote=f"w{n}") for n in range(4)))
    assert against.agreement < 0.5 == repeated.agreement < with_others.agreement


def test_luck_is_worth_less_than_judgement() -> None:
    """Both agree with everybody on this lesson; one does so on the others, too."""
    crowd = [cast(f"s{n}", f"{n}-{k}", about=str(k)) for n in range(5) for k in range(6)]
    judge = [cast("ada", str(k), about=str(k)) for k in range(6)]
    lucky = [
        cast("ben", str(k), about=str(k), choice=Choice.RIGHT if k else Choice.LEFT)
        for k in range(6)
    ]
    scores = score_votes([*crowd, *judge, *lucky])
    assert scores["ada", "0"].agreement > scores["ben", "0"].agreement + 0.1


def test_other_lessons_and_other_sources_are_other_matters() -> None:
    alone = only(cast())
    assert only(cast(), cast("ben", about="other", choice=Choice.RIGHT)) == alone
    assert only(cast(), cast("ben", sources=("x", "z"), choice=Choice.RIGHT)) == alone


def test_a_source_against_itself_is_compared_with_nothing() -> None:
    twins = {"sources": ("x", "x")}
    found = only(cast(**twins), cast(vote="w", **twins), cast("ben", choice=Choice.RIGHT, **twins))
    assert (found.consistency, found.agreement) == (0.75, 0.5)


@given(
    st.lists(
        st.builds(
            cast,
            student=st.sampled_from(["ada", "ben", "cleo"]),
            vote=st.uuids().map(str),
            choice=st.sampled_from(Choice),
            swapped=st.booleans(),
            about=st.sampled_from(["l", "m"]),
            seconds=st.none() | st.floats(0, 1e6),
        )
    ),
    st.randoms(),
)
def test_scores_are_shares_and_free_of_order(casts: list[Cast], dice) -> None:
    scores = score_votes(casts)
    assert len(scores) == len(casts)
    for quality in scores.values():
        for part in (quality.score, quality.time, quality.consistency, quality.position,
                     quality.agreement):  # fmt: skip
            assert 0 <= part <= 1
    dice.shuffle(casts)
    again = score_votes(casts)
    for key, quality in scores.items():
        assert again[key].score == pytest.approx(quality.score)
