"""Which facts are evidence of a skill."""

import pytest

from tests.tutor_server.modules.mastery.facts import tried
from tutor_server.modules.mastery.attempt import Attempt, Question, Visit, attempt_of, visit_of


def test_an_unaided_answer() -> None:
    body = tried("i3", skill="halves", run="r9", attempt=2, use="transfer", kind="choice").body
    assert attempt_of(body) == Attempt(
        question=Question(
            skill="halves", item="equal-parts/i3", kind="choice", use="transfer", attempt=2
        ),
        lesson="equal-parts",
        run="r9",
        right=True,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"aided": True},
        {"aided": None},
        {"aided": 0},
        {"use": "probe"},
        {"skill": ""},
        {"skill": 7},
        {"skill": "x" * 5_000},
        {"lesson": None},
        {"item": ""},
        {"run": ["r"]},
        {"correct": 1},
        {"correct": None},
    ],
)
def test_what_is_no_evidence(change: dict[str, object]) -> None:
    body = dict(tried().body)
    assert attempt_of(body) is not None
    assert attempt_of({**body, **change}) is None
    missing = {key: value for key, value in body.items() if key not in change}
    assert attempt_of(missing) is None or "use" in change


@pytest.mark.parametrize(
    ("attempt", "expected"), [(0, 1), (-4, 1), ("2", 1), (None, 1), (True, 1), (10**12, 1_000)]
)
def test_odd_numbers_of_attempts(attempt: object, expected: int) -> None:
    found = attempt_of({**tried().body, "attempt": attempt})
    assert found is not None
    assert found.question.attempt == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"lesson": "angles", "run": "r1"}, Visit(lesson="angles", run="r1")),
        ({"lesson": "angles"}, None),
        ({"lesson": "", "run": "r1"}, None),
        ({"lesson": 3, "run": "r1"}, None),
        ({}, None),
    ],
)
def test_visits(body: dict[str, object], expected: Visit | None) -> None:
    assert visit_of(body) == expected
