"""Takes typed fields out of a TOML table and keeps a list of everything that is wrong.

Knows TOML's types and nothing about lessons. A field that nobody asked for is a problem, so a
misspelt name is found.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from tutor_server.modules.lessons.problem import Problem

Toml: TypeAlias = Mapping[str, object]

_NAMES: Final = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list in [ ]",
    dict: "a table",
}


class Fields:
    """One table being read. Each method returns a harmless value when the field is wrong."""

    def __init__(self, table: Toml, *, file: str, place: str, problems: list[Problem]) -> None:
        self._table = dict(table)
        self._file = file
        self._problems = problems
        self.place = place

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required unless there is a default."""
        value = self._take(name, str, default)
        return value if isinstance(value, str) else ""

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._take(name, int, default)
        return value if isinstance(value, int) else 0

    def number(self, name: str, default: float | None = None) -> float:
        """A number with or without a point."""
        if isinstance(self._table.get(name), int):
            return float(self.whole(name))
        value = self._take(name, float, default)
        return value if isinstance(value, float) else 0.0

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(name, list, default)
        return self._texts(name, value) if isinstance(value, list) else ()

    def wholes(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self._take(name, list, None)
        if not isinstance(value, list):
            return ()
        if not all(type(part) is int for part in value):
            self.wrong(name, "must hold whole numbers only")
            return ()
        return tuple(value)

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts; empty when absent."""
        value = self._take(name, list, ())
        if not isinstance(value, list):
            return ()
        if not all(isinstance(part, list) for part in value):
            self.wrong(name, 'must be a list of lists, such as [["sun", "light"], ["food"]]')
            return ()
        return tuple(self._texts(name, part) for part in value)

    def table(self, name: str) -> "Fields":
        """A table within this one."""
        value = self._take(name, dict, None)
        return self._inner(value if isinstance(value, dict) else {}, f"{self.place} {name}")

    def tables(self, name: str) -> list["Fields"]:
        """A list of tables; empty when absent."""
        value = self._take(name, list, ())
        if not isinstance(value, list):
            return []
        if not all(isinstance(part, dict) for part in value):
            self.wrong(name, "must be a list of tables")
            return []
        return [
            self._inner(part, f"{name} {part.get('id', number)}")
            for number, part in enumerate(value, 1)
        ]

    def finish(self) -> None:
        """Whatever is left has a name that nobody knows."""
        for name in self._table:
            self.wrong(name, "is not a field here; look for a spelling slip")

    def wrong(self, name: str, what: str) -> None:
        """Note a problem of a field."""
        self._problems.append(Problem(file=self._file, place=self.place, what=f"`{name}` {what}."))

    def _inner(self, table: Toml, place: str) -> "Fields":
        return Fields(table, file=self._file, place=place, problems=self._problems)

    def _texts(self, name: str, values: list[object]) -> tuple[str, ...]:
        if not all(isinstance(value, str) for value in values):
            self.wrong(name, "must hold texts in quotes only")
            return ()
        return tuple(str(value) for value in values)

    def _take(self, name: str, kind: type, default: object) -> object:
        if name not in self._table:
            if default is None:
                self.wrong(name, f"is missing; it must be {_NAMES[kind]}")
            return default
        value = self._table.pop(name)
        # A TOML boolean is an int in Python and never what was meant.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(name, f"must be {_NAMES[kind]}")
            return None
        return value
