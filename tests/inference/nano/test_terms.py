"""Every explanation of every term states the facts that an answer must state."""

from statistics import mean

import pytest

from inference.nano.terms import SIMPLE_UP_TO_GRADE, Term, all_terms
from tutor_server.modules.lessons.proofs.readability import reading_grade


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.name)
def test_explanations_state_the_required_facts(term: Term) -> None:
    for text in (*term.simple, *term.full):
        assert term.states_facts(text), text


def test_there_are_enough_terms_with_two_explanations_per_level() -> None:
    terms = all_terms()
    assert len(terms) >= 120
    assert all(len(t.simple) >= 2 and len(t.full) >= 2 and t.example for t in terms)
    assert len({t.name for t in terms}) == len(terms)


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.name)
def test_an_explanation_of_another_term_does_not_pass(term: Term) -> None:
    others = [other for other in all_terms() if other.name != term.name]
    passing = [t for o in others for t in (*o.simple, *o.full) if term.states_facts(t)]
    assert passing == []


def test_replies_are_short() -> None:
    texts = [text for term in all_terms() for text in (*term.simple, *term.full, term.example)]
    assert max(len(text.split()) for text in texts) <= 42


def test_simple_explanations_are_easier_to_read() -> None:
    simple = mean(reading_grade(text) for term in all_terms() for text in term.simple)
    full = mean(reading_grade(text) for term in all_terms() for text in term.full)
    assert simple < SIMPLE_UP_TO_GRADE
    assert simple + 1.5 < full


def test_short_sentences_for_young_readers() -> None:
    for term in all_terms():
        for text in term.simple:
            words = [len(s.split()) for s in text.replace("?", ".").split(". ")]
            assert max(words) <= 30, text


def test_slots_agree_in_number() -> None:
    terms = {t.name: t for t in all_terms()}
    assert terms["fraction"].slots()["is_many"] == "are fractions"
    assert terms["gravity"].slots()["is_many"] == "is gravity"
    assert terms["gravity"].slots()["do_many"] == "does gravity"
