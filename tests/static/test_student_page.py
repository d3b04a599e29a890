"""The student page against a fake tutor, in a real browser: talking, typing, settings."""

import re

import pytest
from playwright.async_api import expect

from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor, message
from tests.static.scenes import HALF_HEARD, WORDS, show, standing, talk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_first_press_connects_and_listens(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    await session.wait_for("tutor.mode", hands_free=True)
    await session.wait_for("tutor.patience", patience=1)
    await expect(page.locator("#status")).to_have_text("Listening. Take your time.")
    piece = await session.wait_for("input_audio_buffer.append", 3)
    assert len(str(piece["audio"])) == 1280  # 20 ms at 24 kHz, two bytes each, as base64


async def test_press_mutes_and_unmutes(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    await page.click("#orb")
    await session.wait_for("tutor.mute", muted=True)
    await expect(page.locator("#status")).to_have_text("Your microphone is off.")
    await expect(page.locator("#mute")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("m")
    await session.wait_for("tutor.mute", 2, muted=False)


async def test_typed_turn_without_a_microphone(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page(microphone=False)
    await page.fill("#type", "What is 1/2 + 1/4?")
    await page.keyboard.press("Enter")
    session = await tutor.session()
    sent = await session.wait_for("conversation.item.create")
    await session.wait_for("response.create")
    session.answer("r1", "t1", "It is 3/4.")
    math = "<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>"
    html = (
        f'<p><span data-s="0" data-e="2">It</span> <span data-s="6" data-e="10">{math}</span></p>'
    )
    session.emit("tutor.html", item_id="t1", html=html)
    bubbles = page.locator(".bubble")
    await expect(bubbles).to_have_count(2)
    await expect(bubbles.nth(0)).to_have_attribute("data-pending", "false")
    await expect(bubbles.nth(1).locator("mfrac")).to_be_visible()
    assert (await standing(page))[0] == "It:ink"
    assert sent["item"]["content"] == [{"type": "input_text", "text": "What is 1/2 + 1/4?"}]  # type: ignore[index]
    assert await page.input_value("#type") == ""
    await expect(page.locator("#captions")).to_contain_text("It is 3/4.")


async def test_a_card_asks_its_question(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page(viewport={"width": 390, "height": 844})
    await page.click("text=How plants eat")
    session = await tutor.session()
    await session.wait_for("response.create")
    await expect(page.locator(".bubble")).to_contain_text("What is photosynthesis?")
    await expect(page.locator("#panel")).to_be_hidden()
    await page.click("#ideas")
    await expect(page.locator("#panel")).to_be_visible()


async def test_own_voice_appears_word_by_word(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    name = "conversation.item.input_audio_transcription"
    session.emit("input_audio_buffer.speech_started", item_id="s1", audio_start_ms=0)
    session.emit("tutor.state", state="student_speaking")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "hearing")
    session.emit(f"{name}.delta", item_id="s1", delta="one", tutor_text="one")
    await expect(page.locator(".bubble-body")).to_have_text("one")
    session.emit(f"{name}.completed", item_id="s1", transcript="one half")
    await expect(page.locator(".bubble-body")).to_have_text("one half")
    await expect(page.locator(".bubble-label")).to_have_text("You, by voice")
    session.emit(f"{name}.failed", item_id="s2", error={"code": "not_understood", "message": ""})
    await expect(page.locator(".bubble-note").nth(1)).to_contain_text("did not catch")


@pytest.mark.parametrize("webrtc", [False, True])
async def test_captions_follow_the_voice(
    tutor: FakeTutor, open_page: OpenPage, webrtc: bool
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = webrtc
    page = await open_page()
    session = await talk(page, tutor)
    assert session.path == ("webrtc" if webrtc else "websocket")
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    await expect(page.locator("[data-word=ink]")).to_have_count(2)
    assert await standing(page) == ["Yes,:ink", "half.:ink", "Now:soft", "count.:soft"]
    await expect(page.locator(".bubble-label")).to_have_text("Tutor, speaking")
    await expect(page.locator("#orb")).to_have_attribute("aria-label", "Stop the tutor")
    if not webrtc:
        await session.wait_for("tutor.playout", 2, item_id="t1")
    session.emit("output_audio_buffer.stopped", response_id="r1")
    session.end_reply("r1")
    await expect(page.locator("[data-word=ink]")).to_have_count(4)
    await expect(page.locator(".bubble-label")).to_have_text("Tutor")


async def test_html_keeps_the_captions(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    spans = [
        (0, 4, "Yes,"),
        (5, 10, "<strong>half.</strong>"),
        (11, 14, "Now"),
        (15, 21, "count."),
    ]
    html = " ".join(f'<span data-s="{s}" data-e="{e}">{w}</span>' for s, e, w in spans)
    session.emit("tutor.html", item_id="t1", html=f"<p>{html}</p>")
    await expect(page.locator("[data-word=ink] strong")).to_have_text("half.")
    await expect(page.locator("[data-word=soft]")).to_have_count(2)


async def test_interruption_strikes_the_unheard(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    await expect(page.locator("[data-word=ink]")).to_have_count(2)
    session.emit("tutor.duck", ducked=True)
    session.emit("tutor.state", state="ducked")
    await expect(page.locator("#status")).to_have_text("Go on, I am listening.")
    await page.click("#stop")
    await session.wait_for("response.cancel")
    await session.wait_for("output_audio_buffer.clear")
    session.emit("output_audio_buffer.cleared", response_id="r1")
    session.emit("conversation.item.truncated", item_id="t1", audio_end_ms=400)
    session.emit(
        "tutor.heard", item_id="t1", heard_ms=400, text="Yes, half.", unheard=" Now count."
    )
    session.end_reply("r1", "cancelled")
    session.emit("tutor.state", state="listening")
    await expect(page.locator("[data-word=struck]")).to_have_count(2)
    assert await standing(page) == ["Yes,:ink", "half.:ink", "Now:struck", "count.:struck"]
    await expect(page.locator(".bubble-note")).to_have_text("You stopped me here.")
    await expect(page.locator("#stop")).to_be_hidden()
    await expect(page.locator("#orb")).to_be_focused()  # it was on the stop button


async def test_escape_and_orb_stop_the_voice(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "speaking")
    await page.keyboard.press("Escape")
    await session.wait_for("output_audio_buffer.clear", 1)
    await page.click("#orb")
    await session.wait_for("output_audio_buffer.clear", 2)
    assert session.count("tutor.mute") == 1  # the one at the start


async def test_a_teachers_pause_is_seen_until_it_is_lifted(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    await show("paused", page, tutor)
    hush, orb = page.locator("#hush"), page.locator("#orb")
    await expect(hush).to_contain_text("Eyes on your teacher, please.")
    await expect(page.locator("#hush-said")).to_contain_text("Nothing is lost.")
    await expect(page.locator("#notice")).to_be_hidden()
    await expect(page.locator("#status")).to_have_text("I am quiet now. We go on soon.")
    await expect(orb).to_have_attribute("aria-disabled", "true")
    session = await tutor.session()
    mutes = session.count("tutor.mute")
    await orb.click(force=True)
    session.emit("tutor.paused", paused=True, whole_class=False)
    await expect(hush).to_contain_text("Your teacher has paused our talk.")
    assert session.count("tutor.mute") == mutes
    note = page.locator(".bubble-note:visible")
    await expect(note).to_have_text("I stopped here. I go on later.")
    session.emit("tutor.paused", paused=False)
    session.emit("tutor.state", state="listening")
    await expect(hush).to_be_hidden()
    await expect(page.locator("#hush-said")).to_have_text("We go on.")
    await expect(orb).to_have_attribute("data-look", "listening")
    await expect(orb).to_have_attribute("aria-disabled", "false")


async def test_typing_while_the_tutor_speaks(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    await expect(page.locator("#stop")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("m wait / m")  # single keys are letters here
    await page.keyboard.press("Enter")
    await session.wait_for("response.create")
    kinds = [event["type"] for event in session.received]
    assert kinds.index("response.cancel") < kinds.index("conversation.item.create")
    await expect(page.locator(".bubble").last).to_contain_text("m wait / m")
    assert session.count("tutor.mute") == 1


async def test_html_of_the_heard_part_keeps_the_unheard_in_sight(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    session.speak("r1", "t1", WORDS, HALF_HEARD)
    session.emit("tutor.heard", item_id="t1", heard_ms=1, text="Yes, half.", unheard=" Now count.")
    html = (
        '<p><span data-s="0" data-e="4">Yes,</span> <span data-s="5" data-e="10">half.</span></p>'
    )
    session.emit("tutor.html", item_id="t1", html=html)
    await expect(page.locator("p [data-word=ink]")).to_have_count(2)
    assert await standing(page) == ["Yes,:ink", "half.:ink", "Now:struck", "count.:struck"]


async def test_push_to_talk_by_keyboard(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#open-settings")
    await page.check("[value=push_to_talk]")
    await page.click("#settings >> text=Done")
    session = await talk(page, tutor)
    await session.wait_for("tutor.mode", hands_free=False)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "ready")
    await page.locator("body").evaluate("() => document.activeElement.blur()")
    await page.keyboard.down("Space")
    await expect(page.locator("#status")).to_contain_text("Let go when you are done")
    await page.wait_for_timeout(400)  # a real turn, not a tap
    await page.keyboard.up("Space")
    await session.wait_for("input_audio_buffer.commit")
    await page.focus("#orb")
    await page.keyboard.press("Space")  # a tap
    await session.wait_for("input_audio_buffer.clear")
    await expect(page.locator("#notice")).to_contain_text("Hold the button")
    assert session.count("input_audio_buffer.commit") == 1


async def test_push_to_talk_for_those_who_cannot_hold(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    script = "localStorage.setItem('tutor.preferences', '{\"mode\":\"push_to_talk\"}')"
    page = await open_page(script=script)
    session = await talk(page, tutor)
    await expect(page.locator("#orb")).to_have_attribute("data-look", "ready")
    await page.focus("#orb")
    await page.keyboard.press("Enter")
    await expect(page.locator("#orb")).to_have_attribute("aria-label", "Let go when you are done")
    await page.wait_for_timeout(400)  # a real turn, not a tap
    await page.keyboard.press("Enter")
    await session.wait_for("input_audio_buffer.commit")


async def test_settings_are_kept_and_sent(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    await page.click("#open-settings")
    await page.focus("[data-slide=patience] input")
    await page.keyboard.press("ArrowRight")
    await session.wait_for("tutor.patience", patience=1.75)
    await expect(page.locator("[data-slide=patience] output")).to_have_text("Patient")
    await page.focus("[data-slide=speed] input")
    await page.keyboard.press("ArrowLeft")
    slow, tutors = {"output": {"speed": 0.75}}, {"language": "auto"}
    speed = {"type": "realtime", "audio": slow, "tutor": tutors}
    await session.wait_for("session.update", session=speed)
    await page.check("[value=huge]")
    await page.check("[value=easy]")
    await page.check("[value=wide]")
    await page.check("[value=dark]")
    await page.keyboard.press("Escape")
    await page.reload()
    await page.wait_for_selector("html[data-ready=true]")
    root = page.locator("html")
    for name, value in {
        "theme": "dark",
        "captions": "huge",
        "font": "easy",
        "spacing": "wide",
    }.items():
        await expect(root).to_have_attribute(f"data-{name}", value)
    await session.wait_for("tutor.patience", 3, patience=1.75)


async def test_badge_explains_short_answers(tutor: FakeTutor, open_page: OpenPage) -> None:
    tutor.free_speech = False
    page = await open_page()
    await page.click("#badge")
    await expect(page.locator("#hearing")).to_contain_text("you can type")
    await page.click("#hearing summary")
    await expect(page.locator("#advice p")).to_have_text("Run `tutor models pull` once.")
    await page.keyboard.press("Escape")
    await expect(page.locator("#badge")).to_be_focused()


async def test_no_badge_with_full_hearing(open_page: OpenPage) -> None:
    page = await open_page()
    await expect(page.locator("#badge")).to_be_hidden()


async def test_reading_back_is_not_disturbed(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    for n in range(12):
        session.emit("conversation.item.added", item=message(f"a{n}", "assistant", "line " * 60))
    await expect(page.locator(".bubble")).to_have_count(12)
    log = page.locator("#log")
    at_end = "e => e.scrollHeight - e.scrollTop - e.clientHeight < 5"
    assert await log.evaluate(at_end)
    await log.evaluate("e => { e.scrollTop = 0; }")
    session.emit("conversation.item.added", item=message("b", "assistant", "new"))
    await expect(page.locator("#newest")).to_be_visible()
    assert await log.evaluate("e => e.scrollTop") == 0
    await page.click("#newest")
    assert await log.evaluate(at_end)
    await expect(page.locator("#newest")).to_be_hidden()


async def test_status_is_not_chattered(tutor: FakeTutor, open_page: OpenPage) -> None:
    """A screen reader hears "Listening" once, not after every turn; trouble it always hears."""
    page = await open_page()
    session = await talk(page, tutor)
    announce = page.locator("#announce")
    await expect(announce).to_have_text("Listening. Take your time.")
    await announce.evaluate(
        "e => { window.said = []; new MutationObserver(() => said.push(e.textContent))"
        ".observe(e, { childList: true }); }"
    )
    for state in ("student_speaking", "thinking", "speaking", "listening") * 2:
        session.emit("tutor.state", state=state)
    await page.click("#mute")
    await expect(announce).to_have_text("Your microphone is off.")
    assert await page.evaluate("said") == ["Your microphone is off."]
    assert re.search(r"off", await page.inner_text("#status"))
