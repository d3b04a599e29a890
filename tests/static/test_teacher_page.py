"""The teacher's page against a fake class, in a real browser, with pictures to be looked at."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.static.browser import output_folder
from tests.static.conftest import OpenPage
from tests.static.fake_class import FakeClass, ago, row
from tests.static.windows import DEVICES, check_devices, check_windows, wrong

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
CHECKS = ("names", "targets", "contrast", "sideways", "ids")
SCENES = ("class", "paused", "student", "format", "no-consent", "transcript", "new", "stale",
          "empty")  # fmt: skip


@pytest_asyncio.fixture(loop_scope="module")
async def school() -> AsyncIterator[FakeClass]:
    async with FakeClass().running() as running:
        yield running


async def come(
    open_page: OpenPage, school: FakeClass, *, path: str = "", **options: object
) -> Page:
    page = await open_page(ready=False, **options)
    await page.goto(f"{school.url}{path}")
    await page.wait_for_selector("html[data-ready=true]")
    return page


async def open_student(page: Page, name: str = "Chidi") -> None:
    await page.click(f"#class-rows button:has-text('{name}')")
    await expect(page.locator("#student-name")).to_have_text(name)


async def show(scene: str, page: Page, school: FakeClass) -> None:
    await expect(page.locator("#class-rows tr")).to_have_count(len(school.rows))
    if scene == "stale":
        school.gone = True
        await expect(page.locator("#again")).to_be_visible()
    elif scene == "empty":
        await expect(page.locator("#class-note")).to_contain_text("no students")
    elif scene == "paused":
        await page.click("#class-pause")
        await expect(page.locator("#class-pause-note")).to_contain_text("The class is paused")
    elif scene != "class":
        await open_student(page, {"new": "Hana", "format": "Bo"}.get(scene, "Chidi"))
        await expect(page.locator("#sessions > div :is(.session, .session-open)")).to_have_count(2)
        await expect(page.locator("#progress > div")).to_contain_text("of 117")
    if scene == "format":
        await expect(page.locator("#student-format-lift")).to_be_visible()
    if scene == "transcript":
        await page.click("[data-session=sess_2]")
        await expect(page.locator(".said")).to_have_count(4)


@pytest.mark.parametrize("scene", SCENES)
async def test_every_window(school: FakeClass, open_page: OpenPage, scene: str) -> None:
    school.consent = scene != "no-consent"
    if scene == "empty":
        school.rows = []
    page = await come(open_page, school, viewport=DEVICES["phone"])
    await show(scene, page, school)
    await check_devices(page, f"teacher-{scene}", *CHECKS)
    await check_windows(page, f"teacher-{scene}", *CHECKS)


async def test_who_needs_help_is_on_top_and_says_why(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    first = page.locator("#class-rows tr").first
    await expect(first).to_contain_text("Chidi")
    await expect(first).to_contain_text("Needs help")
    await expect(first).to_contain_text("4 wrong answers in a row")
    await expect(page.locator("#need")).to_have_text("2 need help")
    await expect(page.locator("#count")).to_have_text("8 students")


async def test_the_class_follows_by_itself_and_keeps_the_focus(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    await page.focus("#class-rows tr[data-student=stu_bo] button")
    ada, bo = (next(r for r in school.rows if r["name"] == name) for name in ("Ada", "Bo"))
    school.rows = [bo, ada]
    bo.update(stuck=True, why="hints", hints=3)
    await expect(page.locator("#class-rows tr")).to_have_count(2)
    await expect(page.locator("#class-rows tr").first).to_contain_text("Still open after 3 hints")
    focused = "() => document.activeElement.closest('tr').dataset.student"
    assert await page.evaluate(focused) == "stu_bo"


async def test_more_students_than_one_page(school: FakeClass, open_page: OpenPage) -> None:
    school.page = 3
    page = await come(open_page, school)
    await expect(page.locator("#class-rows tr")).to_have_count(8)


async def test_a_student_by_keyboard_and_back(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, viewport=DEVICES["phone"])
    await page.focus("#class-rows tr[data-student=stu_bo] button")
    await page.keyboard.press("Enter")
    await expect(page.locator("#student-name")).to_be_focused()
    await expect(page.locator("#class")).to_be_hidden()
    await page.focus("#student-back")
    await page.keyboard.press("Enter")
    await expect(page.locator("#class-rows tr[data-student=stu_bo] button")).to_be_focused()


async def test_mastery_in_numbers(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    weakest = page.locator(".skill").first
    await expect(weakest).to_contain_text("Add unlike fractions")
    await expect(weakest).to_contain_text("38 %")
    await expect(weakest).to_contain_text("2 of 8 right")
    due = page.locator("[data-skill=common-denominator]")
    await expect(due).to_contain_text("Review due")
    await expect(page.locator("[data-skill=equivalent-fractions]")).not_to_contain_text("due")


async def test_without_consent_nothing_that_was_said_is_seen(
    school: FakeClass, open_page: OpenPage
) -> None:
    school.consent = False
    page = await come(open_page, school, path="#student=stu_chidi")
    sentences = page.locator(".no-consent")
    await expect(sentences).to_have_count(2)
    await expect(sentences.first).to_contain_text("has not allowed teachers to read")
    assert await page.locator(".answer, .session-open, .said").count() == 0


async def test_consent_taken_back_closes_what_was_open(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    await page.click("[data-session=sess_1]")
    await expect(page.locator(".said")).to_have_count(4)
    await expect(page.locator("#transcript-title")).to_be_focused()
    school.consent = False
    await page.click("#transcript-more")
    await expect(page.locator("#transcript")).to_be_hidden()
    assert await page.locator(".answer, .session-open, .said").count() == 0


async def test_a_transcript_goes_on(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    await page.click("[data-session=sess_2]")
    await page.click("#transcript-more")
    await expect(page.locator(".said").last).to_contain_text("Five sixths!")
    await expect(page.locator(".said")).to_have_count(5)
    await expect(page.locator("#transcript-more")).to_be_hidden()
    await page.click("#transcript-close")
    await expect(page.locator("[data-session=sess_2]")).to_be_focused()


async def test_answers_are_text(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    await expect(page.locator(".answer").nth(1)).to_have_text("<b>1</b> of 2")
    assert await page.locator(".answer b").count() == 0


async def test_format_and_pause_are_written(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    await page.select_option("#student-format", "worked_example")
    await expect(page.locator("#student-notice")).to_contain_text("next lesson")
    await page.select_option("#student-format", "auto")
    await page.click("#student-pause")
    await expect(page.locator("#student-pause")).to_have_text("Let the tutor go on")
    await expect(page.locator("#student-status")).to_have_text("Paused")
    await page.click("#student-pause")
    await expect(page.locator("#student-pause")).to_have_text("Pause the tutor")
    assert school.writes == [
        ("format", "stu_chidi", {"format": "worked_example"}),
        ("format", "stu_chidi", {"format": None}),
        ("pause", "stu_chidi", {"paused": True}),
        ("pause", "stu_chidi", {"paused": False}),
    ]


async def test_the_whole_class_is_paused_and_goes_on_by_keyboard(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    button, note = page.locator("#class-pause"), page.locator("#class-pause-note")
    await expect(button).to_have_accessible_name("Pause the class")
    await expect(note).to_be_hidden()
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(button).to_have_accessible_name("Let the class go on")
    await expect(note).to_contain_text("Paused by Ms Ito.")
    await expect(button).to_have_accessible_description(await note.inner_text())
    await expect(note).to_have_attribute("role", "status")
    await expect(page.locator("#class-rows tr").first).to_contain_text("Needs help")
    await expect(button).to_be_focused()
    await page.keyboard.press("Space")
    await expect(button).to_have_accessible_name("Pause the class")
    await expect(note).to_be_hidden()
    await expect(page.locator("#class-said")).to_have_text("The class goes on.")
    assert school.writes == [
        ("class_pause", "", {"paused": True}),
        ("class_pause", "", {"paused": False}),
    ]


async def test_a_class_pause_of_another_teacher_is_seen_and_what_fails_is_said(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    await expect(page.locator("#class-rows tr")).to_have_count(8)
    school.class_pause = {"set_by": {"id": "t2", "name": "Mr Okoye"}, "at": "", "until": ago(-60)}
    note = page.locator("#class-pause-note")
    await expect(note).to_contain_text("Paused by Mr Okoye.")
    school.refuses = True
    await page.click("#class-pause")
    await expect(note).to_contain_text("Nothing was changed")
    await expect(page.locator("#class-pause")).to_have_accessible_name("Let the class go on")


async def test_what_was_not_done_is_said(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    await expect(page.locator("#student-name")).to_have_text("Chidi")
    school.refuses = True
    await page.click("#student-pause")
    await expect(page.locator("#student-notice")).to_contain_text("Nothing was changed")
    await expect(page.locator("#student-pause")).to_have_text("Pause the tutor")
    await expect(page.locator("#student-format")).to_have_value("auto")
    school.gone = True
    await page.select_option("#student-format", "quiz")
    await expect(page.locator("#student-notice")).to_contain_text("Nothing was changed")
    await expect(page.locator("#student-format")).to_have_value("auto")


async def test_who_is_away_can_be_paused_too(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_goran")
    await page.click("#student-pause")
    await expect(page.locator("#student-pause")).to_have_text("Let the tutor go on")
    await expect(page.locator("#student-pause-note")).to_contain_text("comes back later")
    assert school.writes == [("pause", "stu_goran", {"paused": True})]


async def test_a_format_that_stands_is_shown_with_who_set_it_and_lifted_by_keyboard(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school, path="#student=stu_bo")
    select, note = page.locator("#student-format"), page.locator("#student-format-note")
    await expect(select).to_have_value("video")
    await expect(note).to_contain_text("Set by Mr Okoye on ")
    await expect(select).to_have_accessible_description(await note.inner_text())
    await page.focus("#student-format-lift")
    await expect(page.locator("#student-format-lift")).to_have_accessible_description(
        await note.inner_text()
    )
    await page.keyboard.press("Enter")
    await expect(note).to_have_text("The tutor chooses the format.")
    await expect(select).to_have_value("auto")
    await expect(select).to_be_focused()
    await expect(page.locator("#student-format-lift")).to_be_hidden()
    await expect(page.locator("#student-notice")).to_contain_text("next lesson")
    assert school.writes == [("format", "stu_bo", {"format": None})]


async def test_a_format_that_is_set_here_says_so(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_chidi")
    note = page.locator("#student-format-note")
    await expect(note).to_have_text("The tutor chooses the format.")
    await expect(page.locator("#student-format-lift")).to_be_hidden()
    await page.select_option("#student-format", "dialogue")
    await expect(note).to_contain_text("Set by Ms Ito on ")
    await expect(page.locator("#student-format-lift")).to_be_visible()
    await open_student(page, "Ada")
    await expect(note).to_have_text("The tutor chooses the format.")


async def test_late_answers_of_another_student_are_not_shown(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    school.held = asyncio.Event()
    await open_student(page, "Chidi")
    await open_student(page, "Hana")
    school.held.set()
    await expect(page.locator("#mastery")).to_contain_text("No unaided answers yet")
    assert await page.locator(".skill").count() == 0


async def test_server_away_and_back(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school)
    await expect(page.locator("#class-rows tr")).to_have_count(8)
    school.gone = True
    await expect(page.locator("#read")).to_contain_text("No connection. Shown as of")
    await expect(page.locator("#class-rows tr")).to_have_count(8)
    school.gone = False
    await page.click("#again")
    await expect(page.locator("#read")).to_contain_text("Updated")


async def test_unknown_student_in_the_address(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school, path="#student=stu_nobody")
    await expect(page.locator("#student-none")).to_have_text("This student is not in your class.")


async def test_login_that_ran_out_leads_to_the_login_page(
    school: FakeClass, open_page: OpenPage
) -> None:
    page = await come(open_page, school)
    school.logged_in = False
    await page.wait_for_url("**/login?reason=expired")


async def test_a_new_student_joins(school: FakeClass, open_page: OpenPage) -> None:
    page = await come(open_page, school)
    school.rows = [*school.rows, row("Ines", None)]
    await expect(page.locator("#class-rows tr").last).to_contain_text("Ines")


async def test_right_to_left_mirrors(school: FakeClass, open_page: OpenPage) -> None:
    school.locale = "ar"
    page = await come(open_page, school, path="#student=stu_chidi")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.click("#class-pause")
    await expect(page.locator("#class-pause-note")).to_contain_text("Ms Ito")
    await expect(page.locator(".skill").first).to_be_visible()
    for device, size in DEVICES.items():
        await page.set_viewport_size(size)
        await page.screenshot(path=output_folder() / f"teacher-right-to-left-{device}.png")
        assert await wrong(page, *CHECKS) == {}, device
