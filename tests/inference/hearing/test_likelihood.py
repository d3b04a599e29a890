"""Said or not said: the worst word and the worst quarter second decide."""

import pytest

from inference.hearing.likelihood import (
    LONE_WORD_FIT,
    MIN_WINDOW_FIT,
    MIN_WORD_FIT,
    Piece,
    confidence,
    fit,
    has_speech,
)


def piece(label: str, first: int, last: int, per_frame: float, *, silent: bool = False) -> Piece:
    score = per_frame * (last - first + 1)
    return Piece(label=label, first=first, last=last, score=score, silent=silent)


PHONES = (
    piece("SIL", 0, 29, -3.0, silent=True),
    piece("F", 30, 49, -4.0),
    piece("AO", 50, 89, -4.0),
    piece("SIL", 90, 119, -3.0, silent=True),
)


def heard(*per_frame: float) -> tuple[Piece, ...]:
    """Two words, 30 to 59 and 60 to 89, that fit so well."""
    one, two = per_frame
    return (
        piece("<sil>", 0, 29, -3.0, silent=True),
        piece("one", 30, 59, one),
        piece("half", 60, 89, two),
        piece("<sil>", 90, 119, -3.0, silent=True),
    )


def test_words_that_fit_like_free_phones_were_said() -> None:
    match = fit(heard(-4.5, -5.0), PHONES)
    assert match is not None
    assert match.words == pytest.approx((-0.5, -1.0))
    assert match.window == pytest.approx(-1.0)
    assert match.believable


def test_one_word_that_does_not_fit_is_enough() -> None:
    match = fit(heard(-4.0, -4.0 + MIN_WORD_FIT - 0.1), PHONES)
    assert match is not None
    assert not match.believable


def test_a_quarter_second_inside_a_long_word_is_enough() -> None:
    words = (piece("explain", 0, 29, -6.0), piece("photosynthesis", 30, 89, -6.0))
    phones = (
        piece("F", 0, 59, -6.0),
        piece("AO", 60, 84, -6.0 - MIN_WINDOW_FIT + 0.2),
        piece("T", 85, 89, -6.0),
    )
    match = fit(words, phones)
    assert match is not None
    assert min(match.words) > MIN_WORD_FIT
    assert not match.believable


def test_a_lone_word_need_not_fit_as_well() -> None:
    phones = (piece("F", 30, 89, -4.0),)
    alone = fit((piece("four", 30, 89, -4.0 + LONE_WORD_FIT),), phones)
    beside = fit((piece("four", 30, 59, -4.0 + LONE_WORD_FIT), piece("and", 60, 89, -4.0)), phones)
    worse = fit((piece("four", 30, 89, -4.1 + LONE_WORD_FIT),), phones)
    assert alone is not None
    assert beside is not None
    assert worse is not None
    assert (alone.believable, beside.believable, worse.believable) == (True, False, False)


def test_speech_that_the_grammar_calls_silence_counts() -> None:
    silence = (piece("<sil>", 0, 59, -12.0, silent=True), piece("four", 60, 89, -4.0))
    match = fit(silence, PHONES)
    assert match is not None
    assert not match.believable


def test_noise_that_both_call_silence_does_not() -> None:
    loud = (piece("<sil>", 0, 59, -12.0, silent=True), piece("four", 60, 89, -4.0))
    phones = (piece("SIL", 0, 59, -3.0, silent=True), piece("F", 60, 89, -4.0))
    match = fit(loud, phones)
    assert match is not None
    assert match.believable


def test_nothing_to_compare() -> None:
    assert fit((), PHONES) is None
    assert fit(heard(-4.0, -4.0), ()) is None
    assert fit((piece("<sil>", 0, 9, -1.0, silent=True),), PHONES) is None


def test_has_speech_ignores_clicks() -> None:
    assert has_speech(PHONES)
    assert not has_speech((piece("T", 0, 10, -4.0), piece("SIL", 11, 90, -3.0, silent=True)))


def test_confidence_is_a_chance() -> None:
    assert confidence(MIN_WORD_FIT) == pytest.approx(0.5)
    assert confidence(0.0) > 0.95
    assert confidence(-50.0) == pytest.approx(0.0, abs=1e-9)
