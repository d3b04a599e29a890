"""Logging: fields kept, personal data dropped, one line per record."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from tutor_server.log import LogSettings, configure

logger = logging.getLogger("tutor_server.test")


@pytest.fixture(autouse=True)
def root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def written(settings: LogSettings) -> str:
    stream = io.StringIO()
    configure(settings, stream=stream)
    logger.info("turn done", extra={"turn": 3, "pii.text": "my name\nis Zebedee"})
    return stream.getvalue()


@pytest.mark.parametrize("json_lines", [True, False])
def test_what_people_said_is_dropped_unless_asked_for(*, json_lines: bool) -> None:
    assert "Zebedee" not in written(LogSettings(json_lines=json_lines))
    assert "Zebedee" in written(LogSettings(json_lines=json_lines, pii=True))


def test_json_lines() -> None:
    lines = written(LogSettings(json_lines=True, pii=True)).splitlines()
    assert len(lines) == 1
    entry = json.loads(lines[0])
    assert entry["at"].endswith("+00:00")
    del entry["at"]
    assert entry == {
        "level": "info",
        "logger": "tutor_server.test",
        "message": "turn done",
        "turn": 3,
        "pii.text": "my name\nis Zebedee",
    }


def test_human_lines() -> None:
    line = written(LogSettings())
    assert line.endswith("tutor_server.test: turn done turn=3\n")


def test_errors_keep_their_traceback_and_odd_values_their_text() -> None:
    stream = io.StringIO()
    configure(LogSettings(json_lines=True), stream=stream)
    try:
        raise KeyError("k")
    except KeyError:
        logger.exception("failed", extra={"thing": object, "many": {1, 2}})
    entry = json.loads(stream.getvalue())
    assert "KeyError" in entry["error"]
    assert entry["level"] == "error"


def test_level_and_handlers_are_replaced() -> None:
    stream = io.StringIO()
    configure(LogSettings(level="debug"))
    configure(LogSettings(level="warning"), stream=stream)
    logger.info("quiet")
    logger.warning("loud")
    assert [line.split(": ")[1] for line in stream.getvalue().splitlines()] == ["loud"]
    with pytest.raises(ValueError, match="LOUD"):
        configure(LogSettings(level="loud"))
