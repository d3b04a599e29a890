"""Which pieces come first, and in what words."""

from datetime import timedelta

from inference.remembering.piece import Piece, PieceKind
from tests.tutor_server.modules.memory.talk import NOON
from tutor_server.modules.memory.ranking import BEST, LASTING, Remembered, lines, ranked, score


def piece(
    text: str, likeness: float = 0.3, *, kind: PieceKind = PieceKind.ABOUT, days: int = 1
) -> Remembered:
    return Remembered(
        piece=Piece(kind=kind, text=text), at=NOON - timedelta(days=days), likeness=likeness
    )


def test_likeness_then_shared_words_then_age() -> None:
    near, far = piece("I love football", 0.9), piece("I love chess", 0.2)
    assert ranked([far, near], "sport?", NOON) == [near, far]
    named = piece("My cat is called Tom", 0.2)
    assert ranked([far, named], "what does Tom eat", NOON)[0] is named
    old = piece("I love chess", 0.2, days=80)
    assert ranked([old, far], "sport?", NOON) == [far, old]


def test_the_kind_that_is_asked_for_counts() -> None:
    for kind, asked in (
        (PieceKind.PROMISE, "What did we plan for now?"),
        (PieceKind.HARD, "what was difficult for the class"),
        (PieceKind.WAY, "Explain in the way that suits."),
    ):
        plain, cued = piece("x y z", kind=PieceKind.TALKED), piece("a b c", 0.2, kind=kind)
        assert ranked([plain, cued], asked, NOON)[0] is cued
        assert ranked([plain, cued], "and then?", NOON)[0] is plain


def test_what_has_nothing_to_do_with_it_is_left_out() -> None:
    assert not ranked([piece("I love chess", -0.3)], "sport?", NOON)
    assert score(piece("", -1.0), "", NOON) < 0
    assert len(ranked([piece(f"thing {n}") for n in range(9)], "thing", NOON)) == BEST


def test_lines_tell_the_best_then_what_lasts_once_each() -> None:
    best = piece("I love football", 0.9)
    lasting = [best, *(piece(f"I like thing{n}") for n in range(20))]
    told = lines([best], lasting, "sport?", NOON)
    assert told[0] == 'Student (2026-05-03): "I love football"'
    assert len(told) == len(set(told)) == LASTING
