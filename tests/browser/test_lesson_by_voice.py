"""A whole lesson by voice and by keyboard in a real browser, from start to XP: a hint, the first
answers and what leads on are said into the microphone; what was not understood and the rest is
typed, and the vote is cast with the keyboard.

A teacher's page stands open beside it and follows by itself; its button hushes the class in the
middle. Everything behind both pages is a whole server.
"""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.student import DESKTOP, PATIENCE_MS, Event, Student, chrome, student
from tests.browser.test_lesson import finish, practise
from tests.running_server import RunningServer
from tests.sound import spoken_question, wav_bytes
from tutor_server.modules.lessons.load import open_curriculum

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LESSON = open_curriculum().lessons["place-value"]
PROBE = "probe:"
HEARD = "conversation.item.input_audio_transcription.completed"
NOT_HEARD = "conversation.item.input_audio_transcription.failed"
MOUTH = Path(__file__).with_name("mouth.js").read_text()
BRISK = "localStorage.setItem('tutor.preferences', JSON.stringify({ speed: 2 }))"
SPOKEN = 3
"""So many answers of seven the small recogniser must hear right: it takes "sixty" for "eight" and
knows no thousands. The rest is typed, for speech takes its time."""
MOST_TURNS = 60
_FREE = """() => {
  const states = probe.events.filter(({ type }) => type === 'tutor.state');
  const kinds = probe.events.map(({ type }) => type);
  return (states.at(-1)?.state ?? 'listening') === 'listening'
    && kinds.lastIndexOf('response.done') >= kinds.lastIndexOf('response.created');
}"""


async def free(seen: Student) -> None:
    """Until the tutor has said everything and listens."""
    await seen.page.wait_for_function(_FREE, timeout=PATIENCE_MS)


async def say(seen: Student, words: str) -> None:
    """Say it when the tutor listens, until it was heard, or was not."""
    await free(seen)
    before = len(await seen.events(HEARD, NOT_HEARD))
    wav = wav_bytes(spoken_question(words, before_s=0.4, after_s=0.2))
    await seen.page.evaluate("(wav) => mouth.say(wav)", base64.b64encode(wav).decode())
    await seen.page.wait_for_function(
        """([kinds, count]) => probe.events.filter(({ type }) => kinds.includes(type)).length
          > count""",
        arg=[[HEARD, NOT_HEARD], before],
        timeout=PATIENCE_MS,
    )


def key_of(item_id: str) -> str:
    """What answers an item or a probe."""
    if item_id.startswith(PROBE):
        found = LESSON.misconception(item_id.removeprefix(PROBE))
        assert found is not None
        return found.probe.answer
    item = LESSON.item(item_id)
    assert item is not None
    return item.answer


async def posed(seen: Student) -> Event | None:
    """The newest item, or nothing."""
    item: Event | None = (await seen.events("tutor.lesson"))[-1]["item"]
    return item


async def until_hint(seen: Student) -> None:
    """Through what is explained, to a question that has hints; then ask for one."""
    for _ in range(MOST_TURNS):
        if await seen.events("tutor.hint"):
            return
        item = await posed(seen)
        await say(seen, "give me a hint" if item else "go on")
        await free(seen)
    raise AssertionError(f"no hint: {await seen.story()}")


async def press(seen: Student, item: Event) -> None:
    """The same answer by keyboard."""
    key, answers = key_of(item["id"]), len(await seen.events("tutor.progress"))
    if item["kind"] == "choice":
        place = [choice["text"] for choice in item["choices"]].index(key)
        await seen.page.locator("#lesson-answer input[type=radio]").nth(place).press("Space")
    else:
        await seen.page.locator("#lesson-answer").fill(key)
    await seen.page.locator("#lesson-check").press("Enter")
    await seen.wait_for("tutor.progress", answers + 1)


async def until_finished(seen: Student) -> int:
    """Say answers until enough were right, type what was not understood, lead on; then type the
    rest. How many were right when said."""
    said: set[str] = set()
    right = 0
    while right < SPOKEN:
        assert not await seen.events("tutor.lesson.finished"), await seen.story()
        item = await posed(seen)
        if item is None:
            await say(seen, "go on")
        elif item["id"] in said:
            await press(seen, item)
        else:
            said.add(item["id"])
            before = len(await seen.events("tutor.progress"))
            await say(seen, key_of(item["id"]))
            await free(seen)
            right += sum(one["correct"] for one in (await seen.events("tutor.progress"))[before:])
    await finish(seen)
    return right


@asynccontextmanager
async def teacher(server: RunningServer, browser: Browser) -> AsyncIterator[Page]:
    """The teacher's page, open until left."""
    link = server.command("link", "--role", "teacher", "--name", "Tara Teacher")
    context = await browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(link)
    await expect(page).to_have_url(f"{server.url}/teacher")
    try:
        yield page
    finally:  # other tests share the server
        lifted, origin = {"paused": False}, {"Origin": server.url}
        await page.request.post(f"{server.url}/v1/class/pause", data=lifted, headers=origin)
        await context.close()


async def shows(row: Locator, words: str) -> None:
    """The page comes to it by itself."""
    await expect(row).to_contain_text(words, timeout=PATIENCE_MS)


async def hush(seen: Student, teachers: Page, pictures: Path) -> None:
    """Eyes on the teacher while the tutor speaks, and on from there."""
    page = seen.page
    await say(seen, "say that again")
    await seen.look("speaking")
    await teachers.click("#class-pause")
    await expect(page.locator("#hush")).to_contain_text("Eyes on your teacher")
    await seen.look("paused")
    await seen.quiet()
    wav = wav_bytes(spoken_question("one hundred", before_s=0.1, after_s=0.5))
    heard = len(await seen.events(HEARD, NOT_HEARD))
    await page.evaluate("(wav) => mouth.say(wav)", base64.b64encode(wav).decode())  # the teacher
    await seen.picture(pictures / "lesson-hushed.png")
    await teachers.screenshot(path=pictures / "teacher-hushed.png")
    now_ms = await seen.now_ms()
    await teachers.click("#class-pause")
    await expect(page.locator("#hush")).to_be_hidden()
    await seen.wait_for_voice(after_ms=now_ms)
    assert len(await seen.events(HEARD, NOT_HEARD)) == heard
    (cut,) = [
        done["response"]["status_details"]["tutor_reason"]
        for done in await seen.events("response.done")
        if done["response"]["status_details"] and done["response"]["status"] == "cancelled"
    ]
    assert cut == "paused"


async def test_a_whole_lesson_by_voice_while_a_teacher_watches(
    server: RunningServer, chromium: str, pictures: Path
) -> None:
    async with (
        chrome(chromium) as browser,
        student(browser, server, "Viola", scripts=[BRISK, MOUTH]) as viola,
        teacher(server, browser) as teachers,
    ):
        page, row = viola.page, teachers.locator("#class-rows tr", has_text="Viola")
        await practise(server, viola)
        await viola.open_microphone()
        await viola.wait_for("session.created")
        await page.click("#open-map")
        await page.locator('[data-path="number-fractions"]').first.click()
        await page.locator('#map [data-lesson="place-value"]').first.click()
        await viola.wait_for("tutor.lesson")
        await shows(row, LESSON.title)
        await shows(row, "Working")

        await until_hint(viola)
        await expect(row.locator("td").nth(2)).to_have_text("1", timeout=PATIENCE_MS)
        await hush(viola, teachers, pictures)
        right = await until_finished(viola)
        await viola.wait_for("tutor.vote.request")
        await shows(row, "Finished")
        await viola.wait_for("tutor.xp")
        await expect(page.locator("#xp")).to_be_visible()
        await page.locator('#vote [data-vote="right"]').press("Enter")
        await viola.wait_for("tutor.vote.done")
        await viola.picture(pictures / "lesson-by-voice.png")

        done = await viola.wait_for("tutor.lesson.finished")
        assert done["right"] == done["total"]
        assert right >= SPOKEN
        said = [item for item in await viola.stored() if item.get("role") == "user"]
        by_voice = [item for item in said if item["content"][0]["type"] == "input_audio"]
        assert len(by_voice) > right
        assert await viola.path() == "webrtc"
