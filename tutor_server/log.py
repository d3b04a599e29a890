"""Logging set-up: one line per record, a static message with its values as fields.

Write `logger.info("session opened", extra={"session": session_id})`. Whatever a person said or
is called goes under a key that starts with `pii.`; those fields are dropped unless the operator
asks for them (`TUTOR_LOG_PII`). Knows nothing about who logs; keeps no state besides the
handler it installs.
"""

import json
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

PII_PREFIX = "pii."
_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """How records are written."""

    level: str = "INFO"
    json_lines: bool = False
    """True for machines; False for people at a terminal."""
    pii: bool = False
    """Keep the `pii.` fields."""


def configure(settings: LogSettings, *, stream: TextIO | None = None) -> None:
    """Replace the root logger's handlers by one; raises ValueError on an unknown level."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(settings))
    root = logging.getLogger()
    root.setLevel(settings.level.upper())
    root.handlers[:] = [handler]


def fields_of(record: logging.LogRecord, *, pii: bool) -> dict[str, object]:
    """The fields a caller gave by `extra`, without personal data unless `pii`."""
    return {
        key: value
        for key, value in vars(record).items()
        if key not in _OWN_FIELDS and (pii or not key.startswith(PII_PREFIX))
    }


class JsonFormatter(logging.Formatter):
    """One JSON object per line: at, level, logger, message, the fields, and error."""

    def __init__(self, *, pii: bool) -> None:
        super().__init__()
        self._pii = pii

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record, pii=self._pii),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class HumanFormatter(logging.Formatter):
    """`12:00:01 INFO  tutor_server.web: message key=value`."""

    def __init__(self, *, pii: bool) -> None:
        super().__init__("%(asctime)s %(levelname)-5s %(name)s: %(message)s", "%H:%M:%S")
        self._pii = pii

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without its traceback."""
        return super().formatMessage(record) + _pairs(fields_of(record, pii=self._pii))


def _pairs(fields: Mapping[str, object]) -> str:
    # One record stays one line, whatever a value holds.
    return "".join(f" {key}={value}".replace("\n", "\\n") for key, value in fields.items())


def _formatter(settings: LogSettings) -> logging.Formatter:
    if settings.json_lines:
        return JsonFormatter(pii=settings.pii)
    return HumanFormatter(pii=settings.pii)
