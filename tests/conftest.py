"""Fixtures for every test: one running server for those that need one, and loud browser news."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.running_server import RunningServer, reachable_home

# No test asserts wall-clock time: a busy machine once took 430 ms for an example of 0.1 ms.
settings.register_profile("tutor", deadline=None)
settings.load_profile("tutor")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROOT = Path(__file__).parent
NOT_PURE = (
    "browser",
    "server",
    "static",
    "media",
    "inference/engine",
    "inference/hearing",
    "inference/nano",
    "inference/speaking",
    "inference/speech_server",
    "tutor_server/launcher",
    "tutor_server/storage",
)
"""Folders whose tests start processes, peers, models or a browser; the rest is `make pure`."""


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
        if any(item.path.is_relative_to(ROOT / folder) for folder in NOT_PURE):
            item.add_marker(pytest.mark.slow)
    if any(shutil.which(name) for name in BROWSERS):
        return
    without = [item for item in items if item.get_closest_marker("browser")]
    if without:
        config.stash[_MISSED] = len(without)
        items[:] = [item for item in items if item not in without]
        config.hook.pytest_deselected(items=without)


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
