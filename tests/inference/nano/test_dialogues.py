"""Conversations: verified arithmetic, disjoint sides, the same seed gives the same text."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from inference.nano import dialogues
from inference.nano.fractions_skill import combine
from inference.nano.phrases import wordings
from inference.nano.split import Split

Errors = Callable[[str], list[str]]


@pytest.mark.parametrize("split", list(Split))
def test_every_equality_in_every_reply_holds(split: Split, errors_in: Errors) -> None:
    for talk in islice(dialogues.stream(11, split), 3_000):
        assert 1 <= len(talk.turns) <= dialogues.MAX_TURNS
        for turn in talk.turns:
            assert turn.student.strip()
            assert turn.tutor.strip()
            assert errors_in(turn.tutor) == [], turn


def test_the_same_seed_gives_the_same_conversations() -> None:
    first = list(islice(dialogues.stream(5, Split.TRAIN), 50))
    assert first == list(islice(dialogues.stream(5, Split.TRAIN), 50))
    assert first != list(islice(dialogues.stream(6, Split.TRAIN), 50))


def test_training_never_asks_a_heldout_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    from inference.nano import chain, skills
    from inference.nano.problem import Problem
    from inference.nano.split import split_of

    seen: list[Problem] = []
    original, more = skills.practise, chain.plus_more

    def practise(skill: str, rng: Random, split: Split) -> Problem:
        seen.append(original(skill, rng, split))
        return seen[-1]

    def plus_more(value: object, rng: Random, split: Split) -> object:
        found = more(value, rng, split)  # type: ignore[arg-type]  # passed through as it came
        seen.extend([found[0]] if found else [])
        return found

    monkeypatch.setattr(skills, "practise", practise)
    monkeypatch.setattr(dialogues, "plus_more", plus_more)
    for split in Split:
        seen.clear()
        list(islice(dialogues.stream(3, split), 1_500))
        keys = {p.key for p in seen if not p.by_heart}
        assert len(keys) > 300
        assert {split_of(key) for key in keys} == {split}


def test_training_never_uses_a_heldout_wording() -> None:
    held = [w.replace("{e}", "").strip() for w in wordings("ask.sum", Split.HELDOUT)]
    long = [w for w in held if len(w) > 14]
    assert long
    for talk in islice(dialogues.stream(9, Split.TRAIN), 3_000):
        for turn in talk.turns:
            assert not any(w in turn.student.lower() for w in long), turn


def test_a_wrong_guess_is_corrected_after_the_steps() -> None:
    problem = combine((1, 2), (1, 4), "+", Random(0))
    reply = dialogues.verdict(problem, "2/6")
    assert reply.index("So 1/2 + 1/4 = 3/4.") < reply.index("2/6 ")
    assert "Yes" not in reply


def test_a_right_guess_is_confirmed() -> None:
    problem = combine((1, 2), (1, 4), "+", Random(0))
    assert "Yes, 3/4 is right." in dialogues.verdict(problem, "3/4")


def test_an_unreduced_guess_is_right_too() -> None:
    problem = combine((1, 6), (1, 3), "+", Random(0))
    assert "3/6" in dialogues.verdict(problem, "3/6")
    assert "right too" in dialogues.verdict(problem, "3/6")


def test_messages_alternate_and_start_with_the_system() -> None:
    for talk in islice(dialogues.stream(4, Split.TRAIN), 200):
        roles = [m["role"] for m in talk.messages()]
        if talk.system:
            assert roles.pop(0) == "system"
        assert roles == ["user", "assistant"] * len(talk.turns)


def test_grades_choose_the_level() -> None:
    from inference.nano.terms import all_terms

    full = {text for term in all_terms() for text in term.full}
    for grade, wanted in ((2, False), (8, True)):
        replies = [dialogues.term_turns(Random(n), Split.TRAIN, grade)[0] for n in range(200)]
        plain = [t for t in replies if not re.search("grade| to a", t.student.lower())]
        share = sum(t.tutor in full for t in plain) / len(plain)
        assert share > 0.7 if wanted else share < 0.2
