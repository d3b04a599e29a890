"""Reading facts: good ones become values, everything else nothing, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ballot import Choice
from sessions.contracts import FactKind
from tests.tutor_server.modules.votes.facts import rating, vote
from tutor_server.modules.votes.ballots import rating_of, vote_of


def test_a_vote_of_the_contract() -> None:
    made = vote("v1", seconds=3)
    read = vote_of(made.kind, made.body)
    assert (read.vote, read.choice, read.seconds) == ("v1", Choice.LEFT, 3.0)
    assert vote_of(FactKind.STUDENT_TURN, made.body) is None
    assert rating_of(made.kind, made.body) is None


@pytest.mark.parametrize(
    "bad",
    [{"vote": ""}, {"vote": None}, {"choice": "both"}, {"left_source": ""}, {"seconds": -1},
     {"seconds": "3"}, {"pair": "x" * 201}, {"topic": 5}],
)  # fmt: skip
def test_bad_votes_are_nothing(bad) -> None:
    assert vote_of(FactKind.VOTE_CAST, dict(vote().body) | bad) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [({"thumbs": -1}, (-1, None)), ({"stars": 5}, (None, 5)), ({"thumbs": 1, "stars": 1}, (1, 1))],
)
def test_ratings(said, read) -> None:
    made = rating(**said)
    found = rating_of(made.kind, made.body)
    assert (found.thumbs, found.stars) == read


@pytest.mark.parametrize(
    "bad",
    [{}, {"thumbs": 0}, {"thumbs": 2}, {"thumbs": True}, {"stars": 0}, {"stars": 6},
     {"stars": 4.5}, {"stars": 5, "source": ""}, {"stars": 5, "item_id": ""}],
)  # fmt: skip
def test_bad_ratings_are_nothing(bad) -> None:
    made = rating(**{"item_id": "i", **bad}) if "item_id" not in bad else rating("", stars=5)
    assert rating_of(made.kind, made.body) is None


@given(
    st.sampled_from([FactKind.VOTE_CAST, FactKind.RATING_GIVEN]),
    st.dictionaries(
        st.sampled_from([*vote().body, *rating().body]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none()),
    ),
)
def test_nothing_raises(kind: FactKind, body) -> None:
    vote_of(kind, body)
    rating_of(kind, body)
