"""Every class that can occur in an event, an effect or a state, and a fingerprint of them all.

Knows type hints; holds no value. A record names classes by their place in this list, so it can
only be read by code whose list is the same, which the fingerprint tells.
"""

import dataclasses
import enum
import hashlib
import typing
from functools import cache

from sessions.effects import Effect
from sessions.events import Event
from sessions.state import State

Kind = type[object]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All classes, in a fixed order."""

    kinds: tuple[Kind, ...]
    fingerprint: bytes
    """Of names, fields, types and defaults."""


@cache
def schema() -> Schema:
    """The schema of this code."""
    found: set[Kind] = set()
    for root in (Event, Effect, State):
        _walk(root, found)
    kinds = tuple(sorted(found, key=_name))
    told = "\n".join(_describe(kind) for kind in kinds)
    return Schema(kinds=kinds, fingerprint=hashlib.sha256(told.encode()).digest()[:8])


def _walk(hint: object, found: set[Kind]) -> None:
    if isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    for argument in typing.get_args(hint):
        _walk(argument, found)
    if not isinstance(hint, type) or hint in found:
        return
    if issubclass(hint, enum.Enum):
        found.add(hint)
    elif dataclasses.is_dataclass(hint):
        found.add(hint)
        for inner in typing.get_type_hints(hint).values():
            _walk(inner, found)


def _name(kind: Kind) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _describe(kind: Kind) -> str:
    if issubclass(kind, enum.Enum):
        return f"{_name(kind)} {[member.value for member in kind]}"
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(typing.cast(typing.Any, kind))
    told = [f"{field.name}: {hints[field.name]} = {_default(field)!r}" for field in fields]
    return f"{_name(kind)} {told}"


def _default(field: "dataclasses.Field[object]") -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return "" if field.default is dataclasses.MISSING else (field.default,)
