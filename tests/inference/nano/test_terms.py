"""Every explanation of every term states the facts that an answer must state."""

import pytest

from inference.nano.terms import Term, all_terms


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.name)
def test_explanations_state_the_required_facts(term: Term) -> None:
    for text in (*term.simple, *term.full):
        assert term.states_facts(text), text


def test_there_are_enough_terms_with_two_explanations_per_level() -> None:
    terms = all_terms()
    assert len(terms) >= 40
    assert all(len(t.simple) >= 2 and len(t.full) >= 2 and t.example for t in terms)
    assert len({t.name for t in terms}) == len(terms)


def test_an_explanation_of_another_term_does_not_pass() -> None:
    terms = {t.name: t for t in all_terms()}
    pairs = [("photosynthesis", "gravity"), ("fraction", "percent"), ("noun", "verb")]
    for name, other in pairs:
        assert not any(terms[name].states_facts(text) for text in terms[other].simple)


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
