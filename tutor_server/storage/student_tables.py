"""Which tables hold rows about a person, asked of the database itself.

A side module's new table is exported and erased without anybody remembering to say so, as long
as its column is called `student`, `person` or `guardian`; a test refuses other names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tutor_server.storage.pool import Connection, Row

COLUMNS: Final = ("student", "person", "guardian")
_KEPT: Final = "person_keys"
"""The row that says that the key was destroyed."""
_LAST: Final = ("sessions", "student_streams")
"""Others refer to them, so they are emptied at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentTable:
    """A table and its column that names the person; both are quoted for SQL."""

    name: str
    column: str

    async def rows(self, connection: Connection, person: str) -> Sequence[Row]:
        """The person's rows as JSON objects, as far as the connection may see them."""
        query = f"SELECT to_jsonb(t) AS row FROM {self.name} t WHERE {self.column} = $1"  # noqa: S608 quoted
        return await connection.fetch(query, person)

    async def erase(self, connection: Connection, person: str) -> int:
        """Delete the person's rows; returns how many."""
        query = f"DELETE FROM {self.name} WHERE {self.column} = $1"  # noqa: S608 quoted
        return int((await connection.execute(query, person)).rpartition(" ")[2])


async def student_tables(connection: Connection) -> tuple[StudentTable, ...]:
    """Every such table, in an order in which they can be emptied."""
    rows = await connection.fetch(
        "SELECT quote_ident(table_name) AS name, quote_ident(column_name) AS column"
        " FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = ANY($1) AND table_name <> $2",
        COLUMNS,
        _KEPT,
    )
    tables = [StudentTable(name=row["name"], column=row["column"]) for row in rows]
    return tuple(sorted(tables, key=lambda table: (table.name in _LAST, table.name)))
