"""Pictures of lessons in the student page, to be looked at, each also checked for names, targets,
contrast and sideways scrolling; and the same checks in every kind of window."""

import pytest
from playwright.async_api import expect

from tests.static.browser import SETTLED, output_folder
from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor
from tests.static.lesson_scenes import LESSON_SCENES
from tests.static.test_student_access import CHECKS, WINDOWS, wrong
from tests.static.test_student_pictures import DEVICES

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("scene", LESSON_SCENES)
@pytest.mark.parametrize("device", DEVICES)
async def test_picture(tutor: FakeTutor, open_page: OpenPage, device: str, scene: str) -> None:
    page = await open_page(
        viewport=DEVICES[device], device_scale_factor=2 if device == "phone" else 1
    )
    await LESSON_SCENES[scene](page, tutor)
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme)
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        await page.evaluate(SETTLED)
        await page.screenshot(path=output_folder() / f"lesson-{scene}-{device}-{theme}.png")
        assert await wrong(page, *CHECKS) == {}, theme


@pytest.mark.parametrize("scene", LESSON_SCENES)
async def test_every_window(tutor: FakeTutor, open_page: OpenPage, scene: str) -> None:
    page = await open_page(viewport=WINDOWS["wide"], reduced_motion="reduce")
    await LESSON_SCENES[scene](page, tutor)
    checks = CHECKS if scene == "rewards" else (*CHECKS, "covered")
    for window, size in WINDOWS.items():
        await page.set_viewport_size(size)
        name = f"lesson-{scene}-{window.replace(' ', '-')}.png"
        await page.screenshot(path=output_folder() / name)
        assert await wrong(page, *checks) == {}, window


@pytest.mark.parametrize("scene", ["fraction", "item-steps", "vote", "road"])
async def test_large_words_and_wide_spacing_fit(
    tutor: FakeTutor, open_page: OpenPage, scene: str
) -> None:
    kept = '{"captions":"huge","spacing":"wide","font":"easy","contrast":"high"}'
    script = f"localStorage.setItem('tutor.preferences', '{kept}')"
    page = await open_page(script=script, viewport={"width": 320, "height": 568})
    await LESSON_SCENES[scene](page, tutor)
    await page.screenshot(path=output_folder() / f"lesson-{scene}-large-words.png")
    assert await wrong(page, *CHECKS, "covered") == {}


@pytest.mark.parametrize("scene", ["fraction", "road", "item-steps"])
async def test_right_to_left_mirrors(tutor: FakeTutor, open_page: OpenPage, scene: str) -> None:
    page = await open_page()
    await page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    await LESSON_SCENES[scene](page, tutor)
    await page.screenshot(path=output_folder() / f"lesson-{scene}-right-to-left.png")
    assert await wrong(page, "sideways") == {}
