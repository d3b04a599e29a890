"""Tests of tests.evaluate_teaching.bridge_ceiling."""

from tests.evaluate_teaching.bridge_ceiling import (
    Case,
    agreement,
    bayes,
    ceiling,
    situation,
    table,
)

LABELS = ("guess", "careless")


def case(
    number: int, label: str, said: str, question: str = "What is the sum of 2 and 3?"
) -> Case:
    return Case(case_id=f"c{number}", label=label, question=question, said=said)


def test_situations() -> None:
    assert situation(case(1, "guess", "Yes!!", "Is that your final answer?")) == ("work", "yes")
    assert situation(case(1, "guess", "idk", "Do you need help?")) == ("student", "no")
    assert situation(case(1, "guess", "12 cm")) == ("sum", "number")
    assert situation(case(1, "guess", "a square", "What is this?")) == ("matter", "words")
    assert situation(case(1, "guess", "kite", "What is this?")) == ("matter", "word")


def test_what_can_be_learned_is_learned() -> None:
    train = [case(n, "careless", "7") for n in range(20)]
    train += [case(n, "guess", "a kite", "What is this?") for n in range(30)]
    for guess in (table(train, "guess"), bayes(train, LABELS)):
        assert guess(case(99, "", "9")) == "careless"
        assert guess(case(99, "", "a bird", "What is that?")) == "guess"


def test_what_was_seen_too_seldom_gets_the_commonest_label() -> None:
    train = [case(n, "careless", "7") for n in range(3)]
    assert table(train, "guess")(case(99, "", "9")) == "guess"


def test_experts_who_agree_and_experts_who_do_not() -> None:
    same = [case(n, label, "7") for n in range(10) for label in (LABELS[n % 2],) * 2]
    assert "same in 100%, Cohen's kappa 1.00" in next(agreement(same, LABELS))
    never = [case(n, label, "7") for n in range(10) for label in LABELS]
    assert "same in 0%, Cohen's kappa -1.00" in next(agreement(never, LABELS))
    assert next(agreement(same[:1], LABELS)) == "no conversation has two labels"


def test_the_held_out_part_is_a_third_and_always_the_same() -> None:
    cases = [case(n, LABELS[n % 2], "7") for n in range(300)]
    held = sum(one.held_out for one in cases)
    assert 70 < held < 130
    lines = list(ceiling(cases, LABELS))
    assert any(f"tried on {held} held-out rows" in line for line in lines)
    assert lines == list(ceiling(cases, LABELS))
