"""A scene of a page in every kind of window: pictures to be looked at, each also checked."""

from playwright.async_api import Page, ViewportSize, expect

from tests.static.browser import SETTLED, output_folder

DEVICES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1360, "height": 820},
}
"""In light and in dark."""
WINDOWS: dict[str, ViewportSize] = {
    "smallest phone": {"width": 320, "height": 568},
    "phone on its side": {"width": 740, "height": 360},
    "desktop at 200": {"width": 640, "height": 400},
    "tablet": {"width": 820, "height": 1180},
    "wide": {"width": 1600, "height": 900},
}
"""In dark, without motion."""


async def wrong(page: Page, *checks: str) -> dict[str, list[str]]:
    """What is wrong with the page as it stands now, by check; checks that pass are left out."""
    run = "async (check) => (await import('/tests/access.mjs'))[check]()"
    found = {check: await page.evaluate(run, check) for check in checks}
    return {check: faults for check, faults in found.items() if faults}


async def check_devices(page: Page, name: str, *checks: str) -> None:
    """Phone and desktop, light and dark."""
    for device, size in DEVICES.items():
        await page.set_viewport_size(size)
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)
            await expect(page.locator("html")).to_have_attribute("data-theme", theme)
            await page.evaluate(SETTLED)
            await page.screenshot(path=output_folder() / f"{name}-{device}-{theme}.png")
            assert await wrong(page, *checks) == {}, (device, theme)


async def check_windows(page: Page, name: str, *checks: str) -> None:
    """The smallest, the flattest, the widest."""
    await page.emulate_media(reduced_motion="reduce")
    for window, size in WINDOWS.items():
        await page.set_viewport_size(size)
        await page.screenshot(path=output_folder() / f"{name}-{window.replace(' ', '-')}.png")
        assert await wrong(page, *checks) == {}, window
