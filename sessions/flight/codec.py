"""Frozen values to MessagePack and back, exactly: a record must replay to equal states.

A value of a class is an array: its place in the schema, then its fields in order; those at the
end that have their default are left out. Knows nothing of what the values mean.
"""

import enum
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, cast

import msgspec

from sessions.flight.errors import FlightError
from sessions.flight.schema import Kind, schema

_TUPLE, _LIST, _SET, _MAP = range(4)
_FIRST_KIND = 8
"""Numbers of classes begin here; those below are for collections."""
_PLAIN = (str, int, float, bool, bytes, type(None))
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder()


def encode(value: object) -> bytes:
    """Any event, effects or state. Raises TypeError for what the schema does not know."""
    return _encoder.encode(_plain(value))


def decode(data: bytes) -> object:
    """What was encoded. Raises FlightError; nothing but the schema's classes is ever made."""
    try:
        return _value(_decoder.decode(data))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError, RecursionError) as cause:
        raise FlightError("a damaged flight record") from cause


def number_of(value: object) -> int:
    """The number of a value's class. Raises TypeError for one that the schema does not know."""
    number = _numbers().get(type(value))
    if number is None:
        raise TypeError(f"no place in a flight record for {type(value).__name__}")
    return number


def name_of(number: int) -> str:
    """The class of that number by its plain name, for people to read."""
    at = number - _FIRST_KIND
    return schema().kinds[at].__name__ if 0 <= at < len(schema().kinds) else "unknown"


@cache
def _numbers() -> dict[Kind, int]:
    return {kind: number for number, kind in enumerate(schema().kinds, start=_FIRST_KIND)}


@cache
def _shapes() -> dict[Kind, tuple[tuple[str, object], ...]]:
    """Of each dataclass the names and defaults of its fields; MISSING where there is none."""
    return {kind: _shape(kind) for kind in schema().kinds if not issubclass(kind, enum.Enum)}


def _shape(kind: Kind) -> tuple[tuple[str, object], ...]:
    found: list[tuple[str, object]] = []
    for field in fields(cast(Any, kind)):
        factory = field.default_factory
        found.append((field.name, field.default if factory is MISSING else factory()))
    return tuple(found)


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_TUPLE, *map(_plain, cast("tuple[object, ...]", value))]
    if (number := _numbers().get(kind)) is not None:
        if isinstance(value, enum.Enum):
            return [number, value.value]
        return [number, *_fields(value, kind)]
    return _collection(value)


def _collection(value: object) -> object:
    if isinstance(value, Mapping):
        return [_MAP, *(_plain(part) for pair in value.items() for part in pair)]
    if isinstance(value, list):
        return [_LIST, *map(_plain, value)]
    if isinstance(value, frozenset):
        return [_SET, *sorted(map(_plain, value), key=repr)]
    raise TypeError(f"no place in a flight record for {type(value).__name__}")


def _fields(value: object, kind: Kind) -> list[object]:
    shape = _shapes()[kind]
    values = [getattr(value, name) for name, _ in shape]
    while values and _same(values[-1], shape[len(values) - 1][1]):
        values.pop()
    return [_plain(inner) for inner in values]


def _same(value: object, default: object) -> bool:
    """Equal and of one type: 1 is not True, and 1.0 is not 1."""
    return type(value) is type(default) and value == default


def _value(plain: object) -> object:
    if not isinstance(plain, list):
        if isinstance(plain, _PLAIN):
            return plain
        raise ValueError("a value of no known kind")
    number, *parts = plain
    if not isinstance(number, int) or number < 0:
        raise ValueError("a kind is a number")
    if number < _FIRST_KIND:
        return _collected(number, [_value(part) for part in parts])
    return _made(schema().kinds[number - _FIRST_KIND], [_value(part) for part in parts])


def _collected(number: int, parts: list[object]) -> object:
    if number == _TUPLE:
        return tuple(parts)
    if number == _LIST:
        return parts
    if number == _SET:
        return frozenset(parts)
    if number == _MAP:
        return dict(zip(parts[::2], parts[1::2], strict=True))
    raise ValueError("a collection of no known kind")


def _made(kind: Kind, parts: list[object]) -> object:
    make = cast(Any, kind)
    if issubclass(kind, enum.Enum):
        (value,) = parts
        return make(value)
    names = [name for name, _ in _shapes()[kind]]
    if len(parts) > len(names):
        raise ValueError("more fields than the class has")
    return make(**dict(zip(names, parts, strict=False)))
