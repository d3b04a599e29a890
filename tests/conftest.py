"""Fixtures for every test: one running server for those that need one, and loud browser news."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from tests.running_server import RunningServer, reachable_home

# No test asserts wall-clock time: a busy machine once took 430 ms for an example of 0.1 ms.
settings.register_profile("tutor", deadline=None)
settings.load_profile("tutor")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROOT = Path(__file__).parent
PURE = "not slow"
"""The mark expression of `make pure`."""
BESIDE = "not alone"
"""That of the tests that run side by side."""
NOT_PURE = (
    "browser",
    "classroom_study",
    "evaluate_overlap",
    "evaluate_teaching",
    "server",
    "static",
    "media",
    "inference/engine",
    "inference/hearing",
    "inference/llm/test_client.py",
    "inference/nano",
    "inference/routing/test_evaluate.py",
    "inference/routing/test_training.py",
    "inference/scaling/test_engine.py",
    "inference/scaling/test_model_server.py",
    "inference/scaling/test_replica.py",
    "inference/speaking",
    "inference/speech_server",
    "load",
    "tutor_server/launcher",
    "tutor_server/modules/lessons/generators",
    "tutor_server/modules/lessons/dialogues",
    "tutor_server/modules/mastery/test_evaluate.py",
    "tutor_server/modules/mastery/test_logistic.py",
    "tutor_server/modules/mastery/test_school.py",
    "tutor_server/modules/mastery/test_simulate.py",
    "tutor_server/modules/mastery/test_tracing.py",
    "tutor_server/modules/qlearning/test_thompson.py",
    "tutor_server/modules/votes/test_bradley_terry.py",
    "tutor_server/modules/votes/test_diversity.py",
    "tutor_server/modules/votes/test_simulate.py",
    "tutor_server/storage",
)
"""Folders and files whose tests start processes, peers, models or a browser, or take seconds."""
ALONE = ("browser", "server", "media")
"""Folders whose tests have whole servers, browsers or live sound: three files at a time, when
nothing else runs. They wait for sound more than they compute."""
TOGETHER = {
    "voices": ("test_first_light.py", "test_fallback.py"),
    "lessons": ("test_lesson.py", "test_lesson_by_voice.py", "test_looks.py"),
}
"""Browser tests of one group never run at the same time as each other."""
LONGEST_FIRST = (
    "browser",
    "server/test_workers.py",
    "server/test_pause.py",
    "server/test_kill.py",
    "server",
    "media",
)
"""The order of what runs alone: a long file that begins last runs on while others have ended."""


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    """A whole server, shared by all tests that do not kill its parts."""
    with reachable_home() as home, RunningServer(home) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium on PATH: install Debian's package chromium.")
    return found


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept."""
    folder = Path(__file__).parent / "output"
    folder.mkdir(exist_ok=True)
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is not pure. Without a browser its tests are not run, and the summary says so
    loudly."""
    for item in items:
        if _is_in(item.path, NOT_PURE):
            item.add_marker(pytest.mark.slow)
        if _is_in(item.path, ALONE):
            item.add_marker(pytest.mark.alone)
            item.add_marker(pytest.mark.xdist_group(_group(item.path)))
    items.sort(key=_turn)
    if any(shutil.which(name) for name in BROWSERS):
        return
    without = [item for item in items if item.get_closest_marker("browser")]
    if without:
        config.stash[_MISSED] = len(without)
        items[:] = [item for item in items if item not in without]
        config.hook.pytest_deselected(items=without)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make pure` does not even import what takes seconds to import, and neither half of
    `make test` imports the other's."""
    chosen = config.option.markexpr
    if chosen == PURE and _is_in(collection_path, NOT_PURE):
        return True
    if chosen == BESIDE and _is_in(collection_path, ALONE):
        return True
    test = collection_path.name.startswith("test_") and collection_path.is_file()
    return True if chosen == "alone" and test and not _is_in(collection_path, ALONE) else None


def _group(path: Path) -> str:
    """The tests of a group run one after another in one process."""
    found = (name for name, files in TOGETHER.items() if path.name in files)
    return next(found, str(path))


def _turn(item: pytest.Item) -> int:
    """Files keep their order among those that begin at the same time."""
    found = (at for at, name in enumerate(LONGEST_FIRST) if _is_in(item.path, (name,)))
    return next(found, len(LONGEST_FIRST))


@cache
def _is_in(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)


_MISSED = pytest.StashKey[int]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    """The loud part."""
    missed = config.stash.get(_MISSED, 0)
    if missed:
        terminalreporter.section("NO CHROMIUM FOUND", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{missed} browser tests were NOT run. Install Debian's package chromium."
        )
