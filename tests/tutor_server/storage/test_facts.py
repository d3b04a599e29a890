"""A fact on its way into a row and back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sessions.contracts import Fact, FactKind
from sessions.ids import SessionId
from tests.tutor_server.storage.world import turn
from tutor_server.errors import KeyFileError
from tutor_server.storage.facts import from_row, seal
from tutor_server.storage.keys import Cipher

CIPHER = Cipher(bytes(32))
SESSION = SessionId("s1")


def row(fact: Fact, **changed: Any) -> dict[str, Any]:
    return {
        "session": SESSION,
        "seq": 3,
        "fact_id": fact.fact_id,
        "tenant": "t",
        "student": "ada",
        "student_seq": 7,
        "kind": fact.kind.value,
        "body": dict(fact.body),
        "private": seal(fact, session_id=SESSION, cipher=CIPHER),
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        **changed,
    }


def test_round_trip_keeps_every_sign() -> None:
    fact = turn('½ + ¼ = "¾" – naïve ✓')
    logged = from_row(row(fact), CIPHER)
    assert logged.fact == fact
    assert (logged.seq, logged.student_seq) == (3, 7)


def test_nothing_private_is_nothing_sealed() -> None:
    fact = Fact(fact_id="f", kind=FactKind.SESSION_OPENED, body={})
    assert seal(fact, session_id=SESSION, cipher=CIPHER) is None
    assert from_row(row(fact), CIPHER).fact == fact


def test_erased_student_keeps_the_bare_fact() -> None:
    fact = turn("one half")
    assert from_row(row(fact), None).fact.private == {}


@pytest.mark.parametrize("moved", [{"session": "s2"}, {"fact_id": "other"}])
def test_sealed_text_cannot_be_moved(moved: dict[str, str]) -> None:
    with pytest.raises(KeyFileError):
        from_row(row(turn("one half"), **moved), CIPHER)
