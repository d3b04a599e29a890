"""Tests of sessions.ledger."""

from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import WordMark
from sessions.ledger import Ledger, ms_to_samples, samples_to_ms, whole_words

TEXT = "One half. Two thirds."
ALL = 4 * 4_800


def marks(*words: tuple[int, int, int]) -> tuple[WordMark, ...]:
    return tuple(WordMark(start=a, end=b, sample=s) for a, b, s in words)


def spoken() -> Ledger:
    first = Ledger().begin(start=0, end=10)
    first = first.voiced(samples=9_600, marks=marks((0, 3, 0), (4, 9, 4_800))).ended()
    second = first.begin(start=10, end=21)
    return second.voiced(samples=9_600, marks=marks((0, 3, 0), (4, 11, 4_800))).ended()


def heard(played: int, ledger: Ledger | None = None) -> str:
    return TEXT[: (ledger or spoken()).heard_chars(played, TEXT)]


def test_a_word_is_heard_when_half_of_it_was_played() -> None:
    assert heard(0) == ""
    assert heard(2_399) == ""
    assert heard(2_400) == "One"
    assert heard(7_200) == "One half."
    assert heard(9_600) == "One half. "
    assert heard(12_000) == "One half. Two"
    assert heard(ALL) == TEXT


def test_captions_are_on_one_axis_in_order() -> None:
    words = spoken().captions(0)
    assert [TEXT[w.start : w.end] for w in words] == ["One", "half.", "Two", "thirds."]
    assert [w.at_ms for w in words] == [0, 200, 400, 600]
    assert spoken().captions(3) == words[3:]


def test_marks_that_run_backwards_or_outside_are_dropped() -> None:
    ledger = (
        Ledger()
        .begin(start=0, end=10)
        .voiced(
            samples=9_600, marks=marks((4, 9, 4_800), (0, 3, 0), (4, 9, 9_000), (40, 50, 9_100))
        )
    )
    assert ledger.words == 1


def test_a_sentence_that_was_only_shown_is_heard_when_the_voice_gets_there() -> None:
    shown = spoken().begin(start=21, end=30).ended()
    text = TEXT + " And more"
    assert shown.heard_chars(ALL - 1, text) == 21
    assert shown.heard_chars(ALL, text) == 30


def test_without_marks_the_share_decides_in_whole_words() -> None:
    ledger = Ledger().begin(start=0, end=21).voiced(samples=1_000, marks=()).ended()
    assert [heard(n, ledger) for n in (0, 200, 450, 999, 1_000)] == [
        "",
        "One",
        "One half.",
        "One half. Two",
        TEXT,
    ]


def test_a_sentence_still_being_made_is_never_more_than_its_words() -> None:
    ledger = Ledger().begin(start=0, end=10).voiced(samples=4_800, marks=marks((0, 3, 0)))
    assert heard(4_800, ledger) == "One"


def test_milliseconds_and_samples_agree() -> None:
    assert all(samples_to_ms(ms_to_samples(ms)) == ms for ms in range(3_000))


def test_whole_words_never_cuts_inside_one() -> None:
    assert TEXT[: whole_words(TEXT, 0, 6)] == "One"
    assert whole_words(TEXT, 0, 2) == 0
    assert whole_words(TEXT, 0, 99) == len(TEXT)


sentence = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(st.lists(sentence, min_size=1, max_size=4), st.data())
def test_what_was_heard_only_grows(lengths: list[list[int]], data: st.DataObject) -> None:
    text, ledger = "", Ledger()
    for words in lengths:
        start, at, sample = len(text), 0, 0
        line = []
        for length in words:
            line.append((at, at + length, sample))
            at, sample = at + length + 1, sample + 100 * length
        text += "".join("x" * (b - a) + " " for a, b, _ in line)
        ledger = ledger.begin(start=start, end=len(text))
        with_marks = data.draw(st.booleans())
        ledger = ledger.voiced(samples=sample, marks=marks(*line) if with_marks else ()).ended()
    heard_chars = [ledger.heard_chars(n, text) for n in range(0, ledger.samples + 60, 50)]
    assert heard_chars == sorted(heard_chars)
    assert heard_chars[0] == 0
    assert ledger.heard_chars(ledger.samples, text) == len(text)
