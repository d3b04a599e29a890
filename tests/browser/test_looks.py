"""Pictures of the real product in its telling moments, phone and desktop, light and dark.

The test checks that each moment is reached and that nothing sticks out sideways; whether it is
beautiful is for eyes: look at `tests/output`.
"""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.student import DESKTOP, PATIENCE_MS, PHONE, Box, Student, chrome, student
from tests.running_server import RunningServer, reachable_home
from tests.sound import write_wav

pytestmark = [pytest.mark.slow, pytest.mark.browser]

GAPS = """() => [...document.querySelectorAll('.bubble-body')].flatMap((body) => {
  const boxes = [...body.querySelectorAll('mfrac')].map((one) => one.getBoundingClientRect());
  return boxes.flatMap((a) => boxes.filter((b) => b.top > a.top + a.height / 2)
    .map((b) => b.top - a.bottom));
})"""
"""Pixels between fractions on lines below each other."""
SIZES = {"phone": PHONE, "desktop": DESKTOP}


@pytest.fixture
def mortal() -> Iterator[RunningServer]:
    """A server that goes away in the end."""
    with reachable_home() as home, RunningServer(home) as running:
        yield running


async def snap(seen: Student, folder: Path, moment: str, look: str) -> None:
    """A picture, and nothing wider than the window."""
    await seen.picture(folder / f"{moment}-{look}.png")
    wider = await seen.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{moment} {look}: {wider} px too wide"
    gaps: list[float] = await seen.page.evaluate(GAPS)
    assert all(gap > 2 for gap in gaps), f"{moment} {look}: fractions touch: {gaps}"


async def lesson(seen: Student, folder: Path, look: str) -> None:
    """From the welcome to an interrupted reply."""
    await snap(seen, folder, "welcome", look)
    await seen.page.click("#orb")
    await seen.look("listening")
    await snap(seen, folder, "listening", look)
    await seen.say("What is 2/3 + 3/4?")
    await seen.wait_for_voice(2.0)
    await snap(seen, folder, "speaking", look)
    await seen.page.keyboard.press("Escape")
    await seen.wait_for("tutor.heard")
    await seen.look("listening")
    await expect(seen.page.locator(".bubble-note:not([hidden])")).to_be_visible()
    await snap(seen, folder, "interrupted", look)


async def test_pictures(
    mortal: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    folder = pictures / "looks"
    folder.mkdir(exist_ok=True)
    silence = write_wav(tmp_path / "silence.wav", bytes(48_000))
    async with chrome(chromium, silence) as browser, AsyncExitStack() as open_pages:
        pages: dict[str, Student] = {}
        for size, box in SIZES.items():
            for scheme in ("light", "dark"):
                look = f"{size}-{scheme}"
                pages[look] = await open_pages.enter_async_context(
                    # Four pages that move at once are too much for a small machine.
                    student(
                        browser,
                        mortal,
                        "Ada",
                        viewport=box,
                        color_scheme=scheme,
                        reduced_motion="reduce",
                    )
                )
                await login(pages[look], box, folder / f"login-{look}.png")
                await lesson(pages[look], folder, look)
        mortal.stop()
        for look, seen in pages.items():
            await seen.say("Two quarters and one more!")
            await expect(seen.page.locator("#problem")).to_be_visible(timeout=PATIENCE_MS)
            await snap(seen, folder, "server-gone", look)


async def login(seen: Student, box: Box, path: Path) -> None:
    """What someone without a link sees."""
    other = await seen.page.context.new_page()
    await other.set_viewport_size(box)  # type: ignore[arg-type]
    await other.goto(f"{seen.url}/login?reason=used")
    await expect(other.locator("#reason")).not_to_be_empty()
    await other.screenshot(path=path)
    await other.close()
