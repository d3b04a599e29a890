"""Decisions carry honest probabilities, or cannot be made."""

import pytest

from sessions.decision import Decision


def decision(**changes: object) -> Decision:
    values = {
        "decision_id": "d1", "kind": "format", "skill": "halves", "state": "new",
        "options": ("reading", "quiz"), "chosen": "quiz", "probabilities": (0.25, 0.75),
        "source": "bandit",
    }  # fmt: skip
    return Decision(**{**values, **changes})  # type: ignore[arg-type]  # test table


def test_the_fact_holds_everything_that_offline_evaluation_needs() -> None:
    body = decision().body("equal-parts")
    assert body["lesson"] == "equal-parts"
    options, probabilities = body["options"], body["probabilities"]
    assert isinstance(options, list)
    assert isinstance(probabilities, list)
    assert dict(zip(options, probabilities, strict=True))[body["chosen"]] == 0.75


@pytest.mark.parametrize(
    "changes",
    [
        {"chosen": "video"},
        {"probabilities": (1.0,)},
        {"probabilities": (0.5, 0.6)},
        {"probabilities": (-0.5, 1.5)},
    ],
)
def test_a_decision_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"prob|chosen"):
        decision(**changes)
