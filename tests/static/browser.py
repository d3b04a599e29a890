"""Finds the machine's Chromium for the browser tests; knows nothing of the pages."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SHELL = "chromium-headless-shell"
"""The same browser without windows: half of the work for every page."""

ARGUMENTS = (
    # Root in a container has no user namespaces for Chromium's own sandbox.
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    # getDisplayMedia's picker chooses the tab with this title.
    "--auto-select-tab-capture-source-by-title=Homework",
    # A name that is not loopback: a page there has no secure context, as on a school network.
    "--host-resolver-rules=MAP tutor.test 127.0.0.1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How to start a browser."""

    path: str
    arguments: tuple[str, ...]


def quickest() -> Launch:
    """The shell where there is one. It can ask nobody for a microphone, so it gives what a page
    may have without asking."""
    if shell := shutil.which(SHELL):
        return Launch(path=shell, arguments=(*ARGUMENTS, "--use-fake-ui-for-media-stream"))
    return whole()


def whole() -> Launch:
    """The browser that people use."""
    return Launch(path=chromium_path(), arguments=ARGUMENTS)


def chromium_path() -> str:
    """The Chromium on PATH; without one the test fails loudly, it is never left out in silence."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    pytest.fail(
        "NO CHROMIUM: the browser tests did not run. Install it (apt-get install chromium) or "
        'leave them out knowingly with: pytest -m "not browser"',
        pytrace=False,
    )


# What is appearing has appeared; what breathes for ever is left alone.
SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < 2000)
  .map((one) => { one.finish(); return one.finished; }))"""


def output_folder() -> Path:
    """Where pictures of the pages go: TUTOR_TEST_OUTPUT, or tests/output."""
    default = Path(__file__).parent.parent / "output"
    folder = Path(os.environ.get("TUTOR_TEST_OUTPUT", default)) / "static"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
