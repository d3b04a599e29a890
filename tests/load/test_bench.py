"""The pure parts of the benchmarks, and that BENCHMARKS.md names every one."""

import numpy as np
import pytest

from tests.load.bench import BENCHMARKS
from tests.load.legs import Histogram, seconds_of
from tests.load.microphone import RATE_HZ, is_loud, loud_until_s
from tests.load.prompts import questions
from tests.load.report import ROOT, Table, as_markdown, as_text
from tests.load.sentences import KINDS, lesson_talk, written
from tests.load.spread import NOTHING, middle_ms, ratio, spread


def tone(seconds: float, height: float) -> bytes:
    at = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    return bytes((height * np.sin(2 * np.pi * 440 * at)).astype("<i2").tobytes())


def test_the_end_of_speech_is_its_last_loud_window() -> None:
    sound = tone(0.3, 0) + tone(0.5, 8_000) + tone(0.2, 50)
    assert loud_until_s(sound) == pytest.approx(0.8)
    assert loud_until_s(tone(0.5, 50)) == 0.0
    assert is_loud(tone(0.02, 8_000))
    assert not is_loud(b"")


def test_no_values_are_shown_as_nothing() -> None:
    assert spread([]) is None
    assert middle_ms([]) == (NOTHING, NOTHING)
    assert middle_ms([0.1, 0.2, 0.3], 1) == ("200.0", "290.0")
    assert ratio(1.0, 0.0) == NOTHING


def test_generated_talk_is_the_same_for_a_seed_and_has_every_kind() -> None:
    assert lesson_talk(10, 1) == lesson_talk(10, 1) != lesson_talk(10, 2)
    assert {sentence.kind for sentence in lesson_talk(len(KINDS), 3)} == set(KINDS)
    assert all(written(s.text) == s.text for s in lesson_talk(200, 4))
    assert questions(16, 1) == questions(16, 1)


def test_texts_are_compared_without_case_and_signs() -> None:
    assert written("What is  one half?") == "what is one half"
    assert written("I don't know.") == "i don't know"


def test_histograms_count_what_came_between() -> None:
    before = Histogram(counts={"transcript": 2}, sums_s={"transcript": 0.5})
    after = Histogram(
        counts={"transcript": 5, "first_audio": 1}, sums_s={"transcript": 2.0, "first_audio": 0.4}
    )
    since = after - before
    assert since.counts == {"transcript": 3, "first_audio": 1}
    assert since.sums_s == {"transcript": 1.5, "first_audio": 0.4}


def test_a_leg_that_did_not_happen_is_none() -> None:
    event = {"type": "tutor.timing", "transcript_ms": None, "first_token_ms": 250}
    assert seconds_of(event, "transcript") is None
    assert seconds_of(event, "first_token") == 0.25


def test_tables_are_shown_whole() -> None:
    table = Table(question="How?", columns=("way", "ms"), rows=(("ours", "1"),), notes=("Note.",))
    assert as_text(table).splitlines() == [
        "", "How?", "", "way   ms", "--------", "ours   1", "Note.",
    ]  # fmt: skip
    assert "\n| way | ms |\n| --- | ---: |\n| ours | 1 |\n" in as_markdown(table)
    with pytest.raises(ValueError, match="2 cells"):
        Table(question="How?", columns=("way", "ms"), rows=(("ours",),))


def test_the_document_names_every_benchmark() -> None:
    document = (ROOT / "BENCHMARKS.md").read_text()
    for name in BENCHMARKS:
        assert f"| `{name}` |" in document, name
