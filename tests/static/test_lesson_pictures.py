"""Pictures of lessons in the student page, to be looked at, each also checked for names, targets,
contrast and sideways scrolling; and the same checks in every kind of window."""

import pytest

from tests.static.browser import output_folder
from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor
from tests.static.lesson_scenes import LESSON_SCENES
from tests.static.test_student_access import CHECKS
from tests.static.windows import DEVICES, check_devices, check_windows, wrong

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("scene", LESSON_SCENES)
async def test_every_window(tutor: FakeTutor, open_page: OpenPage, scene: str) -> None:
    page = await open_page(viewport=DEVICES["phone"])
    await LESSON_SCENES[scene](page, tutor)
    await check_devices(page, f"lesson-{scene}", *CHECKS)
    checks = CHECKS if scene == "rewards" else (*CHECKS, "covered")
    await check_windows(page, f"lesson-{scene}", *checks)


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
