"""A student takes a lesson in a real browser: by keyboard and voice, with a hint, to XP.

A teacher sees it live. Everything behind the page is a whole server.
"""

import logging
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from tests.browser.student import DESKTOP, PATIENCE_MS, Student, chrome, student
from tests.running_server import RunningServer
from tests.sound import spoken_question, write_wav
from tutor_server.modules.lessons.load import open_curriculum

log = logging.getLogger(__name__)
pytestmark = [pytest.mark.slow, pytest.mark.browser]
LESSON = open_curriculum().lessons["place-value"]
SPOKEN = open_curriculum().lessons["equal-parts"]


async def item_now(seen: Student) -> str:
    """The id of the item that is posed, or nothing."""
    shown = (await seen.events("tutor.lesson"))[-1]
    return shown["item"]["id"] if shown["item"] else ""


async def fill(seen: Student, item_id: str) -> None:
    """Put the key in, as the control of its kind wants it."""
    item = LESSON.item(item_id)
    assert item is not None
    page = seen.page
    if item.kind.value == "choice":
        place = item.choices.index(item.answer)
        await page.locator("#lesson-answer input[type=radio]").nth(place).check(force=True)
    else:
        await page.locator("#lesson-answer").fill(item.answer)


async def step(seen: Student) -> None:
    """Answer what is posed with the keyboard, or go on."""
    item_id = await item_now(seen)
    before = len(await seen.events("tutor.lesson"))
    replies = len(await seen.events("response.done"))
    if item_id:
        await fill(seen, item_id)
        await seen.page.locator("#lesson-check").press("Enter")
    else:
        await seen.say("go on")
    await seen.wait_for("tutor.lesson", before + 1)
    if not await seen.events("tutor.lesson.finished"):
        await seen.wait_for("response.created", replies + 1)


async def until_help_is_offered(seen: Student) -> None:
    """What is explained first, and quiz questions, come without hints."""
    for _ in range(20):
        if await item_now(seen) and await seen.page.locator("#lesson-hint").is_visible():
            return
        await step(seen)
    raise AssertionError(f"help is never offered: {await seen.story()}")


async def finish(seen: Student) -> None:
    """Work through what is left."""
    for _ in range(40):
        if await seen.events("tutor.lesson.finished"):
            return
        await step(seen)
    raise AssertionError(f"the lesson has no end: {await seen.story()}")


def teacher(server: RunningServer) -> aiohttp.ClientSession:
    headers = {"Authorization": f"Bearer {server.token('Tara Teacher', 'teacher')}"}
    return aiohttp.ClientSession(server.url, headers=headers)


async def seen_by_teacher(
    server: RunningServer, browser: Browser, name: str, pictures: Path
) -> str:
    """What the teacher's own page says of a student, live."""
    link = server.command("link", "--role", "teacher", "--name", "Tara Teacher")
    context = await browser.new_context(viewport=DESKTOP)
    page = await context.new_page()
    await page.goto(link)
    await expect(page).to_have_url(f"{server.url}/teacher")
    row = page.locator("#class-rows tr", has_text=name).first
    await expect(row).to_contain_text(LESSON.title, timeout=PATIENCE_MS)
    said = await row.inner_text()
    await row.locator("button, a").first.click()
    await expect(page.locator("#student-pause")).to_be_visible(timeout=PATIENCE_MS)
    await page.screenshot(path=pictures / "teacher.png")
    await context.close()
    return said


async def practise(server: RunningServer, seen: Student) -> None:
    """The teacher wants practice for this student, whatever the learner would choose."""
    me = await (await seen.page.request.get(f"{server.url}/v1/me")).json()
    path = f"/v1/students/{me['student_id']}/format"
    async with teacher(server) as http, http.put(path, json={"format": "practice"}) as response:
        assert response.status < 300, await response.text()


async def test_a_lesson_by_keyboard_and_voice(
    server: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    wav = write_wav(tmp_path / "answer.wav", spoken_question("three quarters", before_s=2.0))
    async with chrome(chromium, wav) as browser, student(browser, server, "Lena") as lena:
        page = lena.page
        await practise(server, lena)
        await page.click("#open-map")
        await page.locator('[data-path="number-fractions"]').first.click()
        await lena.picture(pictures / "lesson-map.png")
        await page.locator('#map [data-lesson="place-value"]').first.click()
        await lena.wait_for("tutor.lesson")
        await expect(page.locator("#lesson")).to_be_visible(timeout=PATIENCE_MS)
        await until_help_is_offered(lena)
        await expect(page.locator("#lesson-question")).to_be_visible()
        await lena.picture(pictures / "lesson-item.png")

        # A hint before the question was heard is asked for too soon.
        await page.wait_for_function(
            """() => {
              const kinds = probe.events.map(({ type }) => type);
              return kinds.lastIndexOf('output_audio_buffer.stopped')
                > kinds.lastIndexOf('tutor.lesson');
            }""",
            timeout=PATIENCE_MS,
        )
        first = await item_now(lena)
        await page.locator("#lesson-hint").press("Enter")
        hint = await lena.wait_for("tutor.hint")
        assert hint["rung"] == 1
        await expect(page.locator("#lesson")).to_contain_text(
            LESSON.item(first).hints[0][:20], timeout=PATIENCE_MS
        )
        row = await seen_by_teacher(server, browser, "Lena", pictures)
        assert LESSON.title in row
        await lena.picture(pictures / "lesson-hint.png")

        await finish(lena)
        done = await lena.wait_for("tutor.lesson.finished")
        assert done["right"] == done["total"]
        assert done["unaided_right"] == done["total"] - 1  # one was helped
        await lena.wait_for("tutor.vote.request")
        await lena.picture(pictures / "lesson-finished.png")
        await lena.wait_for("tutor.xp")
        await expect(page.locator("#xp")).to_be_visible(timeout=PATIENCE_MS)
        await page.locator('#vote [data-vote="left"]').click()
        await lena.wait_for("tutor.vote.done")


async def test_an_answer_by_voice_is_checked(
    server: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    wav = write_wav(tmp_path / "answer.wav", spoken_question("three quarters", before_s=3.0))
    async with chrome(chromium, wav) as browser, student(browser, server, "Vera") as vera:
        page = vera.page
        await vera.say("hello")
        await vera.wait_for("response.done")
        session = await vera.session_id()
        reply = await page.request.post(
            f"{server.url}/v1/lessons/equal-parts/start",
            data={"session_id": session, "format": "practice"},
            headers={"Origin": server.url},
        )
        assert reply.status == 201, await reply.text()
        shown = await vera.wait_for("tutor.lesson")
        key = SPOKEN.item(shown["item"]["id"]).answer
        await vera.wait_for("response.done", 2)
        await vera.open_microphone()
        told = await vera.wait_for("tutor.progress")
        heard = await vera.wait_for("conversation.item.input_audio_transcription.completed")
        assert heard["transcript"] == "three quarters"
        assert told["correct"] == (key == "3/4")
        await vera.look("speaking")
        await vera.picture(pictures / "lesson-voice.png")
