"""Finds the machine's Chromium for the browser tests; knows nothing of the pages."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

ARGUMENTS = (
    # Root in a container has no user namespaces for Chromium's own sandbox.
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    # getDisplayMedia's picker chooses the tab with this title.
    "--auto-select-tab-capture-source-by-title=Homework",
    # A name that is not loopback: a page there has no secure context, as on a school network.
    "--host-resolver-rules=MAP tutor.test 127.0.0.1",
)


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


# Waits until what appears has appeared; what breathes for ever is not waited for.
SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < 2000).map((one) => one.finished))"""


def output_folder() -> Path:
    """Where pictures of the pages go: TUTOR_TEST_OUTPUT, or tests/output."""
    default = Path(__file__).parent.parent / "output"
    folder = Path(os.environ.get("TUTOR_TEST_OUTPUT", default)) / "static"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
