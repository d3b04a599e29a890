"""Curriculum questions: what is held out is never what may be looked at."""

from collections import Counter

from tutor_server.modules.replies.curriculum_questions import held_out, questions, seen


def bare(text: str) -> str:
    return text.lower().strip("?. ")


def test_held_out_wordings_are_not_seen() -> None:
    looked = {*map(bare, questions()), *(bare(wording.text) for wording in seen())}
    written = [wording for wording in held_out(1) if wording.source != "noise"]
    assert len(written) > 400
    assert not [wording.text for wording in written if bare(wording.text) in looked]


def test_every_wording_stands_for_a_question() -> None:
    known = set(questions())
    assert len(known) == len(questions()) > 90
    told = [*seen(), *held_out(1)]
    assert {wording.question for wording in told} == known
    assert Counter(wording.source for wording in held_out(1)).keys() == {
        "written", "terms", "noise",
    }  # fmt: skip


def test_noise_follows_its_seed() -> None:
    assert list(held_out(1)) == list(held_out(1))
    assert list(held_out(1)) != list(held_out(2))
