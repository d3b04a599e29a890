"""Training examples from votes, for those who may train: read whenever they are wanted.

Nothing is stored. An example exists while its student's consent to learn from votes stands, the
student is not erased and the vote's texts have not passed their retention; a withdrawal ends it
at once. Opens sealed texts with the student's key.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inference.contracts import JsonValue
from sessions.ballot import Choice
from sessions.ids import SessionId, StudentId
from tutor_server.errors import ErasedError
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.diversity import WANTED, diversity, thin
from tutor_server.modules.votes.examples import (
    Example,
    Provenance,
    Seen,
    example_of,
    seen_of,
)
from tutor_server.modules.votes.quality import Cast, Quality, score_votes
from tutor_server.modules.votes.reading import next_place
from tutor_server.storage.consents import Purpose
from tutor_server.storage.facts import COLUMNS, from_row
from tutor_server.storage.keys import Cipher, KeyVault
from tutor_server.storage.pool import Connection, Database, Row, Scope

MAX_SET: Final = 1_000
"""Examples of a measured set: the newest."""
CONTEXT_VOTES: Final = 20_000
"""Votes by which the quality of a page's votes is judged: the newest."""

_PAGE: Final = """
    SELECT v.number, v.student, v.vote, v.pair, v.lesson, v.topic, v.left_source,
        v.right_source, v.choice, v.session, v.seq, v.at, c.granted_at
    FROM votes v JOIN consents c ON c.person = v.student AND c.tenant = v.tenant
        AND c.purpose = $4 AND c.withdrawn_at IS NULL
    WHERE v.tenant = $1 AND ($2::bigint IS NULL OR v.number < $2)
    ORDER BY v.number DESC LIMIT $3
"""
_FACTS: Final = f"""
    SELECT {COLUMNS} FROM events
    WHERE (session, seq) IN (SELECT * FROM unnest($1::text[], $2::bigint[]))
"""  # noqa: S608 a constant
_CONTEXT: Final = """
    SELECT student, vote, pair, lesson, left_source, right_source, choice, seconds FROM votes
    WHERE tenant = $1 AND (student = ANY($2::text[]) OR pair = ANY($3::text[])
        OR (lesson <> '' AND lesson = ANY($4::text[])))
    ORDER BY number DESC LIMIT $5
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """Examples to train on together."""

    examples: tuple[Example, ...]
    pairs: int
    """Different texts among them; several votes on one pair are one."""
    diversity: float
    """Of the different texts, as diversity.py defines it."""
    diverse: tuple[Example, ...]
    """Examples thinned until their texts are far from one another, each text once, with the best
    vote on it: what to train on."""
    diverse_diversity: float
    """Of these by themselves; above WANTED is wanted."""

    def as_json(self) -> dict[str, JsonValue]:
        """The measures."""
        return {
            "examples": len(self.examples),
            "pairs": self.pairs,
            "diversity": round(self.diversity, 4),
            "wanted": WANTED,
            "diverse_examples": len(self.diverse),
            "diverse_diversity": round(self.diverse_diversity, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    votes: Sequence[Row]
    facts: Mapping[tuple[str, int], Row]
    context: Sequence[Row]


class ExampleReader:
    """Reads examples as the scope may see them: operators and services."""

    def __init__(self, database: Database, keys: KeyVault) -> None:
        self._database = database
        self._keys = keys

    async def page(
        self, scope: Scope, *, before: int | None, limit: int
    ) -> tuple[tuple[Example, ...], int | None]:
        """The newest examples before a place, and where the next page begins, None at the end.

        A page may be shorter than its limit: votes whose texts are gone give no example. Raises
        StorageUnavailableError.
        """
        async with self._database.scoped(scope) as connection:
            votes = await connection.fetch(
                _PAGE, scope.tenant, before, limit + 1, Purpose.LEARN_FROM_VOTES.value
            )
            rows = await _around(connection, scope, votes[:limit])
        ciphers = await self._ciphers(scope, {row["student"] for row in rows.votes})
        return await asyncio.to_thread(_examples, rows, ciphers), next_place(votes, limit)

    async def newest(self, scope: Scope) -> ExampleSet:
        """The newest examples as a set with its measures."""
        examples, _ = await self.page(scope, before=None, limit=MAX_SET)
        return await asyncio.to_thread(measured, examples)

    async def _ciphers(self, scope: Scope, students: set[str]) -> dict[str, Cipher]:
        """Those of students who were not erased since the rows were read."""
        ciphers = {}
        for student in sorted(students):
            try:
                ciphers[student] = await self._keys.cipher(scope.tenant, student)
            except ErasedError:
                continue
        return ciphers


def measured(examples: Sequence[Example]) -> ExampleSet:
    """A set of examples with its diversity. Takes about a second for MAX_SET."""
    best: dict[str, Example] = {}
    for example in examples:
        known = best.get(example.text)
        if known is None or example.quality > known.quality:
            best[example.text] = example
    # The best first, so that thinning keeps them.
    order = sorted(best.values(), key=lambda each: (-each.quality, each.provenance.vote))
    texts = [example.text for example in order]
    kept = thin(texts)
    return ExampleSet(
        examples=tuple(examples),
        pairs=len(texts),
        diversity=diversity(texts),
        diverse=tuple(order[place] for place in kept),
        diverse_diversity=diversity([texts[place] for place in kept]),
    )


async def _around(connection: Connection, scope: Scope, votes: Sequence[Row]) -> _Rows:
    """The votes with their facts and with the votes that say how good they are."""
    facts = await connection.fetch(
        _FACTS, [row["session"] for row in votes], [row["seq"] for row in votes]
    )
    context = await connection.fetch(
        _CONTEXT,
        scope.tenant,
        sorted({row["student"] for row in votes}),
        sorted({row["pair"] for row in votes}),
        sorted({row["lesson"] for row in votes}),
        CONTEXT_VOTES,
    )
    by_place = {(row["session"], row["seq"]): row for row in facts}
    return _Rows(votes=votes, facts=by_place, context=context)


def _examples(rows: _Rows, ciphers: Mapping[str, Cipher]) -> tuple[Example, ...]:
    qualities = score_votes([_cast(row) for row in rows.context])
    found = []
    for row in rows.votes:
        seen = _seen(row, rows, ciphers.get(row["student"]))
        quality = qualities.get((row["student"], row["vote"]))
        if seen is not None and quality is not None:
            found.append(_example(row, seen, quality))
    return tuple(found)


def _seen(row: Row, rows: _Rows, cipher: Cipher | None) -> Seen | None:
    fact = rows.facts.get((row["session"], row["seq"]))
    if fact is None or cipher is None:
        return None
    return seen_of(from_row(fact, cipher).fact.private)


def _example(row: Row, seen: Seen, quality: Quality) -> Example:
    return example_of(
        seen,
        choice=Choice(row["choice"]),
        sources=(row["left_source"], row["right_source"]),
        quality=quality.score,
        provenance=Provenance(
            vote=row["vote"],
            pair=row["pair"],
            student=StudentId(row["student"]),
            lesson=row["lesson"],
            topic=row["topic"],
            session=SessionId(row["session"]),
            seq=row["seq"],
            at=row["at"],
            consented_at=row["granted_at"],
        ),
    )


def _cast(row: Row) -> Cast:
    return Cast(
        student=row["student"],
        vote=row["vote"],
        about=row["lesson"] or row["pair"],
        comparison=Comparison(
            left=row["left_source"], right=row["right_source"], choice=Choice(row["choice"])
        ),
        seconds=row["seconds"],
    )
