"""A decision as a log line."""

import json

from inference.routing.choice import Reason, Unfit
from inference.routing.decision import Attempt, Decision, Result

DECISION = Decision(
    asked="tutor",
    reason=Reason.EASY_ENOUGH,
    order=("nano", "pro"),
    unfit={"base": Unfit.TOO_DEAR},
    difficulty=0.12345,
    resting=("nano/0",),
    attempts=(
        Attempt(tier="nano", replica=1, result=Result.OUTRUN, waited_s=0.25),
        Attempt(tier="pro", replica=0, result=Result.BEGAN, waited_s=0.1, hedge=True),
    ),
    served="pro",
)


def test_fields_are_json_and_say_everything() -> None:
    assert json.loads(json.dumps(DECISION.fields())) == {
        "asked": "tutor",
        "reason": "easy_enough",
        "order": ["nano", "pro"],
        "unfit": {"base": "too_dear"},
        "difficulty": 0.123,
        "resting": ["nano/0"],
        "attempts": ["nano/1 outrun 0.250s", "pro/0 began 0.100s hedge"],
        "served": "pro",
    }
