"""Every generator, over thousands of seeds, through the checkers and the proofs of items."""

from dataclasses import replace
from random import Random

import pytest

from sessions.teaching.lesson import ItemKind, Use
from tutor_server.modules.lessons.checking import check
from tutor_server.modules.lessons.generators.draw import MAKERS, generate
from tutor_server.modules.lessons.proofs.items import prove_item
from tutor_server.modules.lessons.templates import NAMES

SEEDS = 200
"""For each of the 52 generators: more than 10,000 items."""


def test_every_name_has_a_generator() -> None:
    assert set(MAKERS) == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_items_are_sound(name: str) -> None:
    questions = set()
    for seed in range(SEEDS):
        item = generate(name, Random(seed))
        questions.add(item.question)
        if item.kind is ItemKind.EXPRESSION and seed >= SEEDS // 10:
            assert check(item, item.answer).correct  # sympy makes the whole proof slow
        else:
            assert list(prove_item(item)) == [], (item.question, item.answer)
    assert len(questions) >= 25


@pytest.mark.parametrize("name", ["add", "fraction_add", "distribute", "fraction_compare"])
def test_the_same_numbers_give_the_same_item(name: str) -> None:
    first = generate(name, Random(7))
    assert first == generate(name, Random(7))
    assert first != generate(name, Random(8))
    assert first.item_id.startswith(f"{name.replace('_', '-')}-")


def test_skill_and_use_are_the_lessons() -> None:
    item = generate("add", Random(1), skill="adding", use=Use.TRANSFER)
    assert (item.skill, item.use) == ("adding", Use.TRANSFER)
    assert generate("add", Random(1)).skill == "add"
    assert replace(item, skill="add", use=Use.PRACTICE) == generate("add", Random(1))


def test_the_question_just_asked_does_not_come_again() -> None:
    first = generate("powers", Random(3))
    for seed in range(50):
        assert generate("powers", Random(seed), avoid=first.question).question != first.question


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        generate("juggle", Random(1))
