"""The student page in other languages: chosen by menu, kept, mirrored; nothing sticks out.

The pictures are for eyes: look at `tests/output/static`.
"""

import json

import pytest
from playwright.async_api import Page, expect

from inference.languages.table import FIRST, find
from tests.static.conftest import OpenPage
from tests.static.fake_server import STATIC, FakeTutor
from tests.static.scenes import show
from tests.static.test_student_access import CHECKS
from tests.static.windows import check_devices, wrong

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FILES = {path.stem for path in (STATIC / "strings").glob("*.js")}
TABLE = """async () => (await import('/static/languages.js')).LANGUAGES"""


async def ready(page: Page) -> None:
    await page.wait_for_selector("html[data-ready=true]")


async def test_the_menu_is_the_servers_table(open_page: OpenPage) -> None:
    page = await open_page()
    shown = {row["tag"]: (row["name"], row["direction"]) for row in await page.evaluate(TABLE)}
    known = {tag: find(tag) for tag in FIRST}
    assert shown == {tag: (row.name, row.direction.value) for tag, row in known.items() if row}
    assert set(FIRST) == FILES


async def test_a_language_is_chosen_by_keyboard_and_stays(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page(locale="en-US")
    menu = page.locator("#welcome select[data-language]")
    await expect(menu).to_have_value("auto")
    await expect(page.get_by_label("Language").first).to_be_visible()
    await menu.focus()
    async with page.expect_navigation():
        await page.keyboard.press("d")
    await ready(page)
    assert tutor.locale == "de"
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.locator("#hello")).to_have_text("Hallo Ada!")
    await expect(page.locator("#welcome select[data-language]")).to_have_value("de")
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("session.update", session={
        "type": "realtime", "audio": {"output": {"speed": 1}}, "tutor": {"language": "de"},
    })  # fmt: skip


async def test_without_a_choice_the_browser_decides(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page(locale="fr-CA")
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("session.update", session={
        "type": "realtime", "audio": {"output": {"speed": 1}}, "tutor": {"language": "auto"},
    })  # fmt: skip


async def test_one_students_choice_is_not_the_next_ones(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    kept = json.dumps({"language": "ar"})
    page = await open_page(script=f"localStorage.setItem('tutor.preferences', '{kept}')")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("html")).to_have_attribute("dir", "ltr")


async def test_the_badge_says_that_only_english_is_heard(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.free_speech, tutor.locale = False, "es"
    page = await open_page()
    await page.click("#badge")
    await expect(page.locator("#hearing-english")).to_contain_text("inglés")


async def test_arabic_runs_the_other_way_and_maths_does_not(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.locale = "ar"
    page = await open_page()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await show("written", page, tutor)
    assert await wrong(page, "sideways") == {}
    panel = await page.locator("#panel").bounding_box()
    talk = await page.locator("#talk").bounding_box()
    assert panel
    assert talk
    assert talk["x"] < panel["x"]
    ways = await page.evaluate(
        "() => [...document.querySelectorAll('math')]"
        ".map((one) => getComputedStyle(one).direction)"
    )
    assert ways
    assert set(ways) == {"ltr"}


@pytest.mark.parametrize("language", ["ar", "de"])
async def test_pictures(tutor: FakeTutor, open_page: OpenPage, language: str) -> None:
    tutor.locale = language
    for scene in ("welcome", "speaking", "paused", "settings"):
        page = await open_page(reduced_motion="reduce")
        await show(scene, page, tutor)
        await check_devices(page, f"{language}-{scene}", *CHECKS)
        await page.close()


@pytest.mark.parametrize("language", [tag for tag in FIRST if tag != "en"])
async def test_every_language_fits_the_smallest_phone(
    tutor: FakeTutor, open_page: OpenPage, language: str
) -> None:
    tutor.locale = language
    page = await open_page(viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    await show("welcome", page, tutor)
    assert await wrong(page, *CHECKS) == {}
    await show("settings", page, tutor)
    assert await wrong(page, *CHECKS) == {}
