"""A committed fact as it lies in the table `events`, and back.

The body is plain; what a person said is sealed with the student's key, tied to its session and
fact id. Knows no transaction.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.ids import SessionId, StudentId, TenantId
from tutor_server.storage.keys import Cipher
from tutor_server.storage.pool import Row

COLUMNS = "session, seq, fact_id, tenant, student, student_seq, kind, body, private, at"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedFact:
    """A fact and its place in the log."""

    tenant_id: TenantId
    student_id: StudentId
    session_id: SessionId
    seq: int
    """From 1, without gaps, in its session."""
    student_seq: int
    """From 1, without gaps, over all sessions of the student."""
    at: datetime
    fact: Fact


def seal(fact: Fact, *, session_id: SessionId, cipher: Cipher) -> bytes | None:
    """The private part, sealed; None when there is none."""
    if not fact.private:
        return None
    plain = json.dumps(dict(fact.private), ensure_ascii=False).encode()
    return cipher.seal(plain, place=_place(session_id, fact.fact_id))


def from_row(row: Row, cipher: Cipher | None) -> LoggedFact:
    """`row` has COLUMNS; without a cipher (erased student) the private part stays empty.

    Raises KeyFileError when the sealed part does not fit the key.
    """
    session_id = SessionId(row["session"])
    private: Mapping[str, JsonValue] = {}
    if row["private"] is not None and cipher is not None:
        place = _place(session_id, row["fact_id"])
        private = json.loads(cipher.open(row["private"], place=place))
    return LoggedFact(
        tenant_id=TenantId(row["tenant"]),
        student_id=StudentId(row["student"]),
        session_id=session_id,
        seq=row["seq"],
        student_seq=row["student_seq"],
        at=row["at"],
        fact=Fact(
            fact_id=row["fact_id"],
            kind=FactKind(row["kind"]),
            body=row["body"],
            private=private,
        ),
    )


def _place(session_id: SessionId, fact_id: str) -> str:
    return f"fact:{session_id}:{fact_id}"
