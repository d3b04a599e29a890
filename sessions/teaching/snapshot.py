"""A run as plain JSON and back: everything but the lesson itself, which is named by its id and
version. Pure."""

from collections.abc import Mapping
from dataclasses import asdict

from inference.contracts import JsonValue
from sessions.teaching import fix_plan
from sessions.teaching.lesson import Format, Lesson
from sessions.teaching.run import (
    Accommodations,
    Awaiting,
    By,
    Error,
    Help,
    LessonRun,
    Moment,
    Part,
    Probed,
    Record,
    Tried,
    Work,
)

VERSION = 2
"""Of this way of writing."""

Body = dict[str, JsonValue]


def to_json(run: LessonRun) -> Body:
    """Plain data. Holds what the student answered: to be sealed like any private part."""
    return {
        "version": VERSION,
        "lesson": run.lesson.lesson_id,
        "lesson_version": run.lesson.version,
        "run": run.run_id,
        "format": run.format.value,
        "accommodations": asdict(run.accommodations),
        "patience": run.patience,
        "grade": run.grade,
        "decision": run.decision,
        "fixes": fix_plan.to_json(run.fixes),
        "record": _plain(asdict(run.record)),
        "moment": _plain(asdict(run.moment)),
    }


def from_json(lesson: Lesson, data: Mapping[str, JsonValue]) -> LessonRun:
    """The run again. Raises ValueError for another lesson, another version of it or of this way
    of writing, or data that is not a run."""
    if data.get("version") != VERSION:
        raise ValueError(f"unknown version of a run: {data.get('version')}")
    if (data.get("lesson"), data.get("lesson_version")) != (lesson.lesson_id, lesson.version):
        raise ValueError(f"a run of another lesson than {lesson.lesson_id} {lesson.version}")
    try:
        return LessonRun(
            lesson=lesson,
            run_id=_text(data, "run"),
            format=Format(_text(data, "format")),
            accommodations=Accommodations(**_flags(_table(data, "accommodations"))),
            patience=_float(data["patience"]),
            grade=None if data["grade"] is None else _int(data["grade"]),
            decision=_text(data, "decision"),
            fixes=fix_plan.from_json(data["fixes"]),
            record=_record(_table(data, "record")),
            moment=_moment(_table(data, "moment")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a run of a lesson") from error


def _plain(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return str(value)  # also of a StrEnum
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"no plain data: {type(value).__name__}")


def _record(data: Mapping[str, JsonValue]) -> Record:
    return Record(
        started=_bool(data["started"]),
        at=_int(data["at"]),
        works=tuple(_work(part) for part in _tables(data, "works")),
        probes=tuple(
            Probed(misconception=_text(part, "misconception"), holds=_bool(part["holds"]))
            for part in _tables(data, "probes")
        ),
        fixes=_int(data["fixes"]),
        finished=_bool(data["finished"]),
    )


def _work(data: Mapping[str, JsonValue]) -> Work:
    return Work(
        item_id=_text(data, "item_id"),
        tried=tuple(
            Tried(
                correct=_bool(part["correct"]),
                aided=_bool(part["aided"]),
                rung=_int(part["rung"]),
                error=Error(_text(part, "error")),
                misconception=_text(part, "misconception"),
                seconds=_maybe(part["seconds"]),
                answer=_text(part, "answer"),
            )
            for part in _tables(data, "tried")
        ),
        helps=tuple(
            Help(
                rung=_int(part["rung"]),
                asked=_bool(part["asked"]),
                by=By(_text(part, "by")),
                at_s=_maybe(part["at_s"]),
            )
            for part in _tables(data, "helps")
        ),
    )


def _moment(data: Mapping[str, JsonValue]) -> Moment:
    made = data["made"]
    if not isinstance(made, list):
        raise TypeError
    return Moment(
        awaiting=Awaiting(_text(data, "awaiting")),
        part=None if data["part"] is None else Part(_text(data, "part")),
        piece=_int(data["piece"]),
        posed=_bool(data["posed"]),
        posed_s=_maybe(data["posed_s"]),
        words=_int(data["words"]),
        stuck=_int(data["stuck"]),
        turns=_int(data["turns"]),
        begs=_int(data["begs"]),
        slowed=_bool(data["slowed"]),
        offered=_bool(data["offered"]),
        offer=None if data["offer"] is None else Part(_text(data, "offer")),
        prompts=_int(data["prompts"]),
        misconception=_text(data, "misconception"),
        made=tuple(_pair(pair) for pair in made),
    )


def _pair(value: JsonValue) -> tuple[str, int]:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        raise TypeError
    return value[0], _int(value[1])


def _table(data: Mapping[str, JsonValue], key: str) -> Mapping[str, JsonValue]:
    value = data[key]
    if not isinstance(value, dict):
        raise TypeError
    return value


def _tables(data: Mapping[str, JsonValue], key: str) -> list[Mapping[str, JsonValue]]:
    value = data[key]
    if not isinstance(value, list):
        raise TypeError
    return [part for part in value if isinstance(part, dict)]


def _flags(data: Mapping[str, JsonValue]) -> dict[str, bool]:
    return {key: _bool(value) for key, value in data.items()}


def _text(data: Mapping[str, JsonValue], key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError
    return value


def _bool(value: JsonValue) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _int(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _float(value: JsonValue) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return float(value)


def _maybe(value: JsonValue) -> float | None:
    return None if value is None else _float(value)
