"""What synthetic students say: the same sentences with and without a pause, in all kinds."""

from collections import Counter
from random import Random

import pytest

from inference.contracts import AnswerKind
from inference.hearing.endpoint.script import AT_ONCE, STYLES, Said, draw
from inference.hearing.endpoint.wording import TESTING, TRAINING, Bank
from inference.hearing.phrases import REMARKS, SCHOOL_TERMS, THINKING

COUNT = 2000


def drawn(bank: Bank = TRAINING) -> list[Said]:
    random = Random(1)
    return [draw(random, bank) for _ in range(COUNT)]


def words(said: Said) -> str:
    return " ".join(part.text for part in said.parts)


@pytest.mark.parametrize("bank", [TRAINING, TRAINING.parted(tuning=True), TESTING])
def test_every_style_is_said_and_those_that_can_be_are_said_at_once_too(bank: Bank) -> None:
    found = Counter(said.style for said in drawn(bank))
    assert set(found) == set(STYLES) | {f"{style} at once" for style in AT_ONCE}
    for style in AT_ONCE:
        both = found[style] + found[f"{style} at once"]
        wanted = COUNT * STYLES[style] / 100
        assert both == pytest.approx(wanted, abs=4 * wanted**0.5)


def test_at_once_is_one_breath_and_the_others_stop() -> None:
    for said in drawn():
        stops = len(said.parts) - 1
        assert (stops == 0) is (said.style == "short" or said.style.endswith("at once"))


def test_the_words_alone_do_not_tell_whether_there_is_a_pause() -> None:
    """A help request that is whole by itself is sometimes gone on with."""
    broken = {s.parts[0].text for s in drawn() if s.style == "requesting"}
    whole = {words(s) for s in drawn() if s.style == "requesting at once"}
    assert len(broken & whole) > 10


def test_who_was_asked_a_number_may_ask_back_or_want_help() -> None:
    kinds = {(said.style, said.kind) for said in drawn()}
    assert {("requesting at once", kind) for kind in AnswerKind} <= kinds
    assert ("asking at once", AnswerKind.NUMBER) in kinds


def test_the_recognisers_phrases_are_said() -> None:
    said = {*TRAINING.requesting, *TRAINING.asking, *TESTING.requesting, *TESTING.asking}
    remarks = set(REMARKS) - THINKING
    # The set is fixed by its hash; phrases that came later need not be in it.
    assert len(remarks & said) > 0.75 * len(remarks)
    assert len(set(SCHOOL_TERMS) & {*TRAINING.slots["t"], *TESTING.slots["t"]}) > 0.8 * len(
        SCHOOL_TERMS
    )
