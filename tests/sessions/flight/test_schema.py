import enum
from dataclasses import dataclass, fields, is_dataclass, make_dataclass
from typing import get_args, get_type_hints

from sessions.commands import Command
from sessions.effects import Effect
from sessions.events import Event
from sessions.flight import schema as module
from sessions.flight.schema import schema
from sessions.state import State
from sessions.teaching.lesson import Lesson


def test_every_event_and_command_and_the_state_are_known() -> None:
    known = set(schema().kinds)
    assert {*get_args(Event), *get_args(Effect), *get_args(Command), State, Lesson} <= known


def test_no_raw_audio_has_a_place_in_a_record() -> None:
    """Sound is bytes; nothing that can be recorded holds any."""
    for kind in schema().kinds:
        if is_dataclass(kind):
            told = [str(hint) for hint in get_type_hints(kind).values()]
            assert not [hint for hint in told if "bytes" in hint], kind


def test_only_values_that_can_be_made_from_their_fields_are_in_it() -> None:
    for kind in schema().kinds:
        assert issubclass(kind, enum.Enum) or is_dataclass(kind)
        if is_dataclass(kind):
            assert all(field.init for field in fields(kind)), kind


def test_the_order_is_that_of_the_names() -> None:
    names = [f"{kind.__module__}.{kind.__qualname__}" for kind in schema().kinds]
    assert names == sorted(set(names))
    assert len(schema().fingerprint) == 8


def test_a_change_of_name_type_or_default_changes_the_description() -> None:
    told = {
        module._describe(make_dataclass("Thing", [field]))
        for field in (("a", int), ("b", int), ("a", str), ("a", int, 1), ("a", int, 2))  # type: ignore[arg-type]
    }
    assert len(told) == 5


def test_a_default_that_is_made_counts_too() -> None:
    @dataclass
    class Inner:
        size: int = 3

    assert "size: <class 'int'> = (3,)" in module._describe(Inner)
