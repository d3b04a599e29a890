"""The pocketsphinx lane: utterances do not leak into one another, grammars come and go."""

import numpy as np
import pytest

from inference.contracts import AnswerKind, Expected
from inference.hearing.pocket_decoder import GRAMMARS, PocketDecoder
from tests.inference.hearing.room import at_16k


@pytest.fixture(scope="module")
def lane() -> PocketDecoder:
    return PocketDecoder(("a fraction", "a zyzzyva"))


def heard(lane: PocketDecoder, pcm: bytes, expected: Expected | None = None) -> str:
    lane.begin(expected or Expected())
    for start in range(0, len(pcm), 640):
        lane.feed(pcm[start : start + 640])
    return " ".join(piece.label for piece in lane.end().words if not piece.silent)


def test_an_utterance_is_heard_alike_after_any_other(lane: PocketDecoder) -> None:
    number = Expected(kind=AnswerKind.NUMBER)
    alone = heard(PocketDecoder(()), at_16k("twelve"), number)
    loud = np.random.default_rng(1).normal(0, 8_000, 32_000).astype("<i2").tobytes()
    heard(lane, loud)
    lane.begin(Expected())
    lane.feed(at_16k("what is a fraction"))  # dropped unfinished by the next begin
    assert heard(lane, at_16k("twelve"), number) == alone == "twelve"


def test_not_even_scores_remember_the_student_before(lane: PocketDecoder) -> None:
    pcm = at_16k("three quarters")
    heard(lane, pcm)
    lane.begin(Expected())
    lane.feed(pcm)
    before = lane.end()
    heard(lane, at_16k("yes", seed=9) * 2)
    lane.begin(Expected())
    lane.feed(pcm)
    assert lane.end() == before


def test_pieces_of_any_length_give_the_same(lane: PocketDecoder) -> None:
    pcm = at_16k("what is one half plus one quarter")
    whole = heard(lane, pcm)
    lane.begin(Expected())
    lane.feed(pcm)
    assert [p.label for p in lane.end().words if not p.silent] == whole.split()


def test_the_lessons_words_are_heard_and_the_unpronounceable_named(lane: PocketDecoder) -> None:
    missing = lane.begin(Expected(terms=("photosynthesis", "Xqzt")))
    assert missing == ("a zyzzyva", "xqzt")
    expected = Expected(kind=AnswerKind.EXPLAIN, terms=("photosynthesis", "Xqzt"))
    assert heard(lane, at_16k("photosynthesis"), expected) == "photosynthesis"


def test_more_grammars_than_are_kept(lane: PocketDecoder) -> None:
    for number in range(GRAMMARS + 3):
        lane.begin(Expected(terms=("gravity", "energy", "volume")[: number % 4] * (number + 1)))
    assert heard(lane, at_16k("yes")) == "yes"


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(320), bytes(32_000)])
def test_almost_nothing_is_nothing(lane: PocketDecoder, pcm: bytes) -> None:
    assert heard(lane, pcm) == ""


def test_end_without_begin_and_twice(lane: PocketDecoder) -> None:
    lane.begin(Expected())
    lane.feed(at_16k("yes"))
    assert lane.end().words
    assert lane.end().words == ()
    lane.drop()
    assert lane.hypothesis() == ""
