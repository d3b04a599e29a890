"""The student page and its link: cuts, reloads, other tabs, a shared screen."""

import pytest
from playwright.async_api import expect

from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor, message
from tests.static.scenes import HALF_HEARD, WORDS, homework, standing, talk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("webrtc", [False, True])
async def test_a_cut_takes_no_heard_word_back(
    tutor: FakeTutor, open_page: OpenPage, webrtc: bool
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = webrtc
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    await expect(page.locator("[data-word=ink]")).to_have_count(2)
    await page.evaluate(
        "() => { window.backwards = 0; new MutationObserver((all) => all.forEach((one) => {"
        " if (one.oldValue === 'ink') backwards += 1; })).observe(document.querySelector('#log'),"
        " { subtree: true, attributeOldValue: true, attributeFilter: ['data-word'] }); }"
    )
    tutor.cut()
    await session.wait_for("tutor.mode", 2)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "speaking")
    session.write("r1", "t1", " More.", voice=True)
    await expect(page.locator("[data-word=soft]")).to_have_count(3)
    assert await page.evaluate("backwards") == 0
    assert (await standing(page))[:2] == ["Yes,:ink", "half.:ink"]


@pytest.mark.parametrize("webrtc", [False, True])
async def test_many_cuts_lose_and_repeat_nothing(
    tutor: FakeTutor, open_page: OpenPage, webrtc: bool
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = webrtc
    page = await open_page(microphone=False)
    await page.fill("#type", "Count for me")
    await page.keyboard.press("Enter")
    session = await tutor.session()
    await session.wait_for("response.create")
    session.begin_reply("r1", "t1", voice=False)
    words = [f"word{n} " for n in range(24)]
    for n, word in enumerate(words):
        if n % 8 == 4:
            tutor.cut()
        session.write("r1", "t1", word, voice=False)
    session.end_reply("r1")
    await expect(page.locator(".bubble").last).to_contain_text("word23")
    assert await page.locator(".bubble-body").last.text_content() == "".join(words)
    await expect(page.locator(".bubble")).to_have_count(2)
    assert session.count("conversation.item.create") == 1
    assert session.count("response.create") == 1


async def test_words_typed_while_away_are_sent_once(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    await page.click("#mute")
    await session.wait_for("tutor.mute", muted=True)  # what a closing socket holds is lost
    tutor.gone = True
    tutor.cut()
    await expect(page.locator("#link")).to_be_visible()
    await page.fill("#type", "Are you there?")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble")).to_have_attribute("data-pending", "true")
    await expect(page.locator("#problem")).to_contain_text("I keep trying")
    tutor.gone = False
    await page.click("#problem button")
    await session.wait_for("conversation.item.create")
    await session.wait_for("tutor.mute", 2, muted=True)
    await expect(page.locator(".bubble")).to_have_attribute("data-pending", "false")
    await expect(page.locator("#problem")).to_be_hidden()
    session.answer("r1", "t1", "Yes.")
    tutor.cut()
    await expect(page.locator("#link")).to_be_hidden()
    session.emit("tutor.notice", code="x", message="after the cut")
    await expect(page.locator("#notice")).to_contain_text("after the cut")
    assert session.count("conversation.item.create") == 1
    assert session.count("response.create") == 1


async def test_a_cut_between_item_and_reply_asks_for_the_reply(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page(microphone=False)
    await page.fill("#type", "hello")
    await page.keyboard.press("Enter")
    session = await tutor.session()
    await session.wait_for("response.create")
    tutor.cut()  # the server has the item; no reply was begun
    await session.wait_for("response.create", 2)
    assert session.count("conversation.item.create") == 1


async def test_a_reloaded_page_comes_back(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.emit("conversation.item.added", item=message("s1", "user", "hello", voice=True))
    await expect(page.locator(".bubble")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".bubble")).to_contain_text("hello")
    assert len(tutor.sessions) == 1
    await expect(page.locator("#orb")).to_have_attribute("aria-label", "Start talking")


@pytest.mark.parametrize("webrtc", [False, True])
async def test_a_forgotten_session_becomes_a_new_one(
    tutor: FakeTutor, open_page: OpenPage, webrtc: bool
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = webrtc
    page = await open_page()
    await talk(page, tutor)
    tutor.forget()
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    assert session.path == ("webrtc" if webrtc else "websocket")


async def test_a_copied_tab_takes_the_talk(tutor: FakeTutor, open_page: OpenPage) -> None:
    """A copy of a tab copies its sessionStorage; the two must not fight."""
    page = await open_page()
    session = await talk(page, tutor)
    kept = await page.evaluate("() => sessionStorage.getItem('tutor.session')")
    copy = await page.context.new_page()
    await copy.add_init_script(f"sessionStorage.setItem('tutor.session', '{kept}')")
    await copy.goto(tutor.url)
    await expect(page.locator("#problem")).to_contain_text("moved to another window")
    await session.wait_for("tutor.mode", 2)
    await page.click("#problem button")
    await session.wait_for("tutor.mode", 3)
    await expect(copy.locator("#problem")).to_contain_text("moved to another window")


async def test_share_screen_preview_and_stop(tutor: FakeTutor, open_page: OpenPage) -> None:
    tutor.webrtc = tutor.speaks_webrtc = True
    page = await open_page()
    session = await talk(page, tutor)
    await homework(page, tutor)
    await page.click("#share")
    video = page.locator("#screen video")
    await expect(video).to_be_visible()
    await tutor.screen()
    assert await video.evaluate(
        "v => v.videoWidth || new Promise((r) => { v.onresize = () => r(v.videoWidth); })"
    )
    await page.click("#screen button")
    await expect(page.locator("#screen")).to_be_hidden()
    await expect(page.locator("#share")).to_have_attribute("aria-pressed", "false")
    await page.click("#share")
    await expect(video).to_be_visible()
    # What the browser's own "stop sharing" bar does.
    await video.evaluate("v => v.srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    await expect(page.locator("#screen")).to_be_hidden()
    session.emit("tutor.notice", code="x", message="still here")
    await expect(page.locator("#notice")).to_contain_text("still here")


async def test_a_shared_screen_survives_a_cut(tutor: FakeTutor, open_page: OpenPage) -> None:
    tutor.webrtc = tutor.speaks_webrtc = True
    page = await open_page()
    session = await talk(page, tutor)
    await homework(page, tutor)
    await page.click("#share")
    await tutor.screen()
    tutor.cut()
    await session.wait_for("tutor.mode", 2)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    await tutor.screen()
    await expect(page.locator("#screen")).to_be_visible()


async def test_a_screen_needs_webrtc(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await talk(page, tutor)
    await homework(page, tutor)
    await expect(page.locator("#share")).to_be_visible()
    await page.click("#share")
    await expect(page.locator("#problem")).to_contain_text("too narrow to share")
    await page.click("#problem button")
    await expect(page.locator("#problem")).to_be_hidden()
    await expect(page.locator("#screen")).to_be_hidden()
