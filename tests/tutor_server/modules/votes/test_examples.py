"""From what was shown and chosen to an example."""

from datetime import UTC, datetime

import pytest

from sessions.ballot import Choice
from sessions.ids import SessionId, StudentId
from tutor_server.modules.votes.examples import (
    Example,
    Provenance,
    Seen,
    as_json,
    example_of,
    seen_of,
)

SEEN = Seen(question="What is a half?", left="One of two parts.", right="0.5")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ORIGIN = Provenance(
    vote="v", pair="p", student=StudentId("ada"), lesson="l", topic="t",
    session=SessionId("s"), seq=3, at=NOON, consented_at=NOON,
)  # fmt: skip


def made(choice: Choice) -> Example:
    return example_of(
        SEEN, choice=choice, sources=("simple", "full@3"), quality=0.12345, provenance=ORIGIN
    )


@pytest.mark.parametrize(
    ("choice", "label", "chosen", "source"),
    [
        (Choice.LEFT, "preference", "One of two parts.", "simple"),
        (Choice.RIGHT, "preference", "0.5", "full@3"),
        (Choice.TIE, "tie", "One of two parts.", "simple"),
    ],
)
def test_the_chosen_text_keeps_its_source(
    choice: Choice, label: str, chosen: str, source: str
) -> None:
    example = made(choice)
    assert (example.label, example.chosen, example.chosen_source) == (label, chosen, source)
    assert {example.chosen, example.rejected} == {SEEN.left, SEEN.right}
    assert {example.chosen_source, example.rejected_source} == {"simple", "full@3"}


def test_either_outcome_is_the_same_text() -> None:
    assert made(Choice.LEFT).text == made(Choice.RIGHT).text == made(Choice.TIE).text


def test_json_says_where_it_comes_from() -> None:
    assert as_json(made(Choice.RIGHT)) == {
        "format": 1,
        "label": "preference",
        "prompt": "What is a half?",
        "chosen": "0.5",
        "rejected": "One of two parts.",
        "quality": 0.1235,
        "provenance": {
            "vote": "v", "pair": "p", "student": "ada", "lesson": "l", "topic": "t",
            "session": "s", "seq": 3, "at": "2026-05-01T12:00:00+00:00",
            "consented_at": "2026-05-01T12:00:00+00:00",
            "chosen": {"source": "full", "version": "3"},
            "rejected": {"source": "simple", "version": None},
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    "private",
    [
        {},
        {"question": "q", "left": "a"},
        {"question": "q", "left": "a", "right": 7},
        {"question": "q", "left": "a", "right": " "},
        {"question": "q", "left": "same", "right": "same"},
        {"question": None, "left": "a", "right": "b"},
    ],
)
def test_what_is_not_whole_is_no_example(private) -> None:
    assert seen_of(private) is None


def test_what_is_whole_is_seen() -> None:
    private = {"question": SEEN.question, "left": SEEN.left, "right": SEEN.right}
    assert seen_of(private) == SEEN
