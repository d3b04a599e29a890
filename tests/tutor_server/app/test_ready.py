"""What a role tells its launcher, and what it forgets."""

import gc
import os
from collections.abc import Iterator

import pytest

from tutor_server.app.ready import ReadyPipe


@pytest.fixture
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_a_role_that_is_ready_says_so_and_its_start_is_never_collected_again(thawed: None) -> None:
    reading, writing = os.pipe()
    pipe = ReadyPipe(fd=writing)
    pipe.step("loading")
    assert gc.get_freeze_count() == 0
    pipe.ready()
    with os.fdopen(reading) as told:
        assert told.read() == "step loading\nready\n"
    assert gc.get_freeze_count() > 10_000


def test_without_a_launcher_nobody_is_told(thawed: None) -> None:
    ReadyPipe().ready()
    assert gc.get_freeze_count() > 10_000
