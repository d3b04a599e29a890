"""The peers of recall: the newest, and full text."""

from datetime import timedelta

from inference.remembering.piece import Piece, PieceKind
from tests.tutor_server.modules.memory.talk import NOON
from tutor_server.modules.memory.peers import full_text, newest
from tutor_server.modules.memory.ranking import Remembered

KEPT = [
    Remembered(piece=Piece(kind=PieceKind.ABOUT, text=text), at=NOON - timedelta(days=days))
    for days, text in enumerate(
        ("I love football", "I love chess and football", "My cat is called Tom", "Tom sleeps")
    )
]


def test_newest() -> None:
    assert newest(KEPT[::-1], 2) == KEPT[:2]


def test_full_text_wants_words_and_prefers_rare_ones_and_short_sentences() -> None:
    assert full_text(KEPT, "footballs!", 3) == [KEPT[0], KEPT[1]]
    assert full_text(KEPT, "does Tom sleep", 3) == [KEPT[3], KEPT[2]]
    assert full_text(KEPT, "is the and", 3) == []
    assert full_text([], "football", 3) == []
