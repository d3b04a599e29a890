"""What the model has not learnt: unseen topics stay unseen, known terms are not among them."""

import re
from random import Random

from inference.nano import unknown
from inference.nano.split import Split
from inference.nano.terms import all_terms


def test_no_topic_is_on_both_sides() -> None:
    lists = unknown.lists()
    for kind in ("things", "people", "places", "requests"):
        assert set(lists[kind]).isdisjoint(lists[f"heldout_{kind}"])


def test_nothing_is_listed_twice_or_empty() -> None:
    for kind, listed in unknown.lists().items():
        assert len(set(listed)) == len(listed), kind
        assert all(listed), kind


def test_every_form_of_asking_has_many_wordings_and_names_its_topic() -> None:
    lists = unknown.lists()
    for kind in ("ask_thing", "ask_person", "ask_place"):
        assert len(lists[kind]) >= 30
        assert all(re.search(r"\{(u|us|a)\}", form) for form in lists[kind])


def test_no_known_term_is_called_unknown() -> None:
    """In no form in which either is asked for: one, many, with its article."""
    known = {
        form.lower()
        for term in all_terms()
        for form in (term.name, term.a, term.plural, f"{term.name}s")
        if form
    }
    lists = unknown.lists()
    for topic in (w.lower() for k in ("things", "heldout_things") for w in lists[k]):
        assert known.isdisjoint({topic, f"{topic}s", f"{topic}es"}), topic


def test_every_reply_admits_it() -> None:
    lists = unknown.lists()
    assert all(unknown.admits(r) for r in (*lists["reply"], *lists["big"]))
    assert not unknown.admits("So 2 + 2 = 4.")


def test_questions_of_the_heldout_side_use_only_heldout_topics() -> None:
    trained = [w for kind in ("people", "places") for w in unknown.lists()[kind]]
    rng = Random(1)
    asked = [unknown.question(rng, Split.HELDOUT)[0] for _ in range(500)]
    named = set(unknown.lists()["heldout_people"]) | set(unknown.lists()["heldout_places"])
    for text in asked:
        if not any(name in text for name in named):
            assert not any(f" {name}" in f" {text}" for name in trained), text


def test_invented_words_are_letters_and_vary() -> None:
    rng = Random(2)
    words = {unknown.invented_word(rng) for _ in range(200)}
    assert len(words) > 180
    assert all(word.isalpha() for word in words)


def test_sums_that_are_too_big_are_none_that_a_skill_solves() -> None:
    rng = Random(3)
    for _ in range(500):
        text = unknown.too_big(rng)
        a, b = map(int, re.findall(r"\d+", text))
        least = (1000, 1000) if re.search(r"[-+]|plus|minus", text) else (100, 13)
        assert (a, b) >= least, text
        assert b >= least[1], text
