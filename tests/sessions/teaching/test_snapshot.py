"""Tests of sessions.teaching.snapshot; the round trip of whole runs is in test_policy."""

import json
from dataclasses import replace

import pytest

from sessions.teaching.events import Started
from sessions.teaching.policy import decide
from sessions.teaching.snapshot import from_json, to_json
from tests.sessions.teaching.sample import fresh, sample


def test_it_is_plain_json_and_comes_back() -> None:
    run, _ = decide(fresh(grade=5, decision="dec_1"), Started(at_s=1.5))
    written = json.dumps(to_json(run))
    assert "answer" not in written or sample().items[0].answer not in written
    assert from_json(sample(), json.loads(written)) == run


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1},
        {"lesson": "another"},
        {"lesson_version": "2"},
        {"patience": "much"},
        {"record": None},
        {"record": {"started": True}},
        {"moment": {"made": 3}},
        {"accommodations": {"one_step": "yes"}},
        {"accommodations": {"unknown": True}},
        {"format": "opera"},
    ],
)
def test_what_is_no_run_is_refused(change: dict[str, object]) -> None:
    data = {**to_json(fresh()), **change}
    with pytest.raises(ValueError, match=r"run|valid|lesson"):
        from_json(sample(), data)  # type: ignore[arg-type]


def test_a_changed_lesson_does_not_take_an_old_run() -> None:
    changed = replace(sample(), version="2")
    with pytest.raises(ValueError, match="another lesson"):
        from_json(changed, to_json(fresh()))
