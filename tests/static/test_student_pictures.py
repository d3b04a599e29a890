"""Pictures of the student page, to be looked at: phone and desktop, light and dark, its telling
moments. Each is also checked for names, targets, contrast and sideways scrolling."""

import pytest
from playwright.async_api import expect

from tests.static.browser import SETTLED, output_folder
from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor
from tests.static.scenes import SCENES, show
from tests.static.test_student_access import CHECKS, wrong

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DEVICES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1360, "height": 820}}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("device", DEVICES)
async def test_picture(tutor: FakeTutor, open_page: OpenPage, device: str, scene: str) -> None:
    tutor.free_speech = scene != "written"
    page = await open_page(
        viewport=DEVICES[device], device_scale_factor=2 if device == "phone" else 1
    )
    await show(scene, page, tutor)
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme)
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        await page.evaluate(SETTLED)
        await page.screenshot(path=output_folder() / f"{scene}-{device}-{theme}.png")
        assert await wrong(page, *CHECKS) == {}, theme
