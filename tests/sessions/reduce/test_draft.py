"""Tests of sessions.reduce.draft."""

from sessions.contracts import FactKind
from sessions.effects import Commit, Publish
from sessions.outputs import AudioCleared, Refused
from sessions.reduce.draft import Draft
from sessions.state import State


def test_ids_never_repeat_within_and_across_owners() -> None:
    one, two = Draft(State(nonce="a"), 0.0), Draft(State(nonce="b"), 0.0)
    ids = [d.new_id(kind) for d in (one, two) for kind in ("item", "item", "fact")]
    assert len(set(ids)) == 6


def test_a_commit_holds_its_outputs_back() -> None:
    d = Draft(State(nonce="a"), 0.0)
    d.commit(d.fact(FactKind.SAFETY, {}), outputs=(AudioCleared(),))
    d.publish(AudioCleared())
    assert [type(effect) for effect in d.effects] == [Commit, Publish]
    assert d.state.commits[0].outputs == (AudioCleared(),)
    assert d.state.commits[0].number == d.state.commit_count == 1


def test_a_refusal_names_the_command() -> None:
    d = Draft(State(nonce="a"), 0.0)
    d.refuse("invalid_value", "No.", event_id="e", param="p")
    expected = Refused(code="invalid_value", message="No.", event_id="e", param="p")
    assert d.effects == [Publish(output=expected)]
