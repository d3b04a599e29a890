"""The student page when something is missing or goes away: one plain sentence, one button."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def says(page: Page, words: str, button: str) -> None:
    await expect(page.locator("#problem p")).to_contain_text(words)
    await expect(page.locator("#problem button")).to_have_text(button)


async def can_type(page: Page, tutor: FakeTutor) -> None:
    await page.fill("#type", "I can type")
    await page.click(".send")
    await (await tutor.session()).wait_for("response.create")


async def test_microphone_denied(
    tutor: FakeTutor, open_page: OpenPage, whole_chrome: Browser
) -> None:
    page = await open_page(browser=whole_chrome, microphone=False)
    await page.click("#orb")
    await says(page, "The microphone is blocked", "Try again")
    await can_type(page, tutor)
    await page.context.grant_permissions(["microphone"])
    await page.click("#problem button")
    await (await tutor.session()).wait_for("input_audio_buffer.append")
    await expect(page.locator("#problem")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "words"),
    [("NotFoundError", "cannot find a microphone"), ("NotReadableError", "Another program")],
)
async def test_no_device(open_page: OpenPage, name: str, words: str) -> None:
    script = (
        "navigator.mediaDevices.getUserMedia = () => "
        f"Promise.reject(new DOMException('no', '{name}'))"
    )
    page = await open_page(script=script)
    await page.click("#orb")
    await says(page, words, "Try again")


@pytest.mark.parametrize("webrtc", [False, True])
async def test_an_address_that_is_not_secure(
    tutor: FakeTutor, open_page: OpenPage, webrtc: bool
) -> None:
    """There is no microphone and no AudioWorklet: typing works, the tutor answers in writing."""
    tutor.webrtc = tutor.speaks_webrtc = webrtc
    page = await open_page(host="tutor.test")
    await page.click("#orb")
    await says(page, "needs a secure address (https)", "I will type")
    await page.click("#problem button")
    await expect(page.locator("#problem")).to_be_hidden()
    await can_type(page, tutor)
    session = await tutor.session()
    if not webrtc:
        written = {"type": "realtime", "output_modalities": ["text"]}
        await session.wait_for("session.update", session=written)


async def test_microphone_pulled_out(tutor: FakeTutor, open_page: OpenPage) -> None:
    script = (
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = async (wanted) => window.mic = await ask(wanted);"
    )
    page = await open_page(script=script)
    await page.click("#orb")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    await page.evaluate("() => mic.getAudioTracks()[0].dispatchEvent(new Event('ended'))")
    await says(page, "cannot find a microphone", "Try again")
    session = await tutor.session()
    await page.click("#problem button")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    await session.wait_for(
        "input_audio_buffer.append", session.count("input_audio_buffer.append") + 1
    )


async def test_server_gone_and_back(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    tutor.gone = True
    tutor.cut()
    await expect(page.locator("#status")).to_contain_text("nothing is lost")
    await says(page, "I cannot reach the tutor", "Try now")
    tutor.gone = False
    await session.wait_for("tutor.mode", 2)
    await expect(page.locator("#problem")).to_be_hidden()
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")


async def test_every_tutor_is_busy_until_one_is_free(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.full = True
    page = await open_page()
    await page.click("#orb")
    await says(page, "Every tutor is busy with a student right now", "Try now")
    tutor.full = False
    await expect(page.locator("#problem")).to_be_hidden()
    await can_type(page, tutor)


async def test_server_gone_at_the_first_visit(tutor: FakeTutor, open_page: OpenPage) -> None:
    tutor.gone = True
    page = await open_page()
    await says(page, "I cannot reach the tutor", "Try now")
    tutor.gone = False
    await page.click("#problem button")
    await (await tutor.session()).wait_for("tutor.mode")


async def test_offline(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    await page.context.set_offline(True)
    tutor.cut()
    await says(page, "This computer is not connected", "Try now")
    await page.context.set_offline(False)
    await session.wait_for("tutor.mode", 2)
    await expect(page.locator("#problem")).to_be_hidden()


@pytest.mark.parametrize("status", [501, 500])
async def test_webrtc_that_fails_becomes_a_websocket(
    tutor: FakeTutor, open_page: OpenPage, status: int
) -> None:
    """501: not offered, one try. 500: fails, two tries."""
    tutor.webrtc, tutor.calls_status = True, status
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("input_audio_buffer.append")
    assert session.path == "websocket"
    assert tutor.requests.count("POST /v1/realtime/calls") == (1 if status == 501 else 2)


async def test_another_window_takes_over(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    session.emit("tutor.session.closed", reason="fenced")
    await says(page, "moved to another window", "Talk here instead")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "again")
    await page.click("#problem button")
    await session.wait_for("tutor.mode", 2)
    assert len(tutor.sessions) == 1


@pytest.mark.parametrize(
    ("reason", "words"), [("idle", "quiet for a long time"), ("left", "This talk is over"),
                          ("operator", "A grown-up")]
)  # fmt: skip
async def test_the_talk_ends(
    tutor: FakeTutor, open_page: OpenPage, reason: str, words: str
) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    session.emit("tutor.session.closed", reason=reason)
    await says(page, words, "Start a new talk")
    await page.click("#problem button")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    assert len(tutor.sessions) == 2


async def test_a_server_that_makes_room_is_come_back_to(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    session.emit("tutor.session.closed", reason="drain")
    await session.wait_for("tutor.mode", 2)
    await expect(page.locator("#problem")).to_be_hidden()


async def test_logged_out_goes_to_the_login_page(tutor: FakeTutor, open_page: OpenPage) -> None:
    tutor.logged_in = False
    page = await open_page(ready=False)
    await page.wait_for_url("**/login")
    await expect(page.locator("code")).to_have_text("tutor link")
    await expect(page.locator("#reason")).to_contain_text("Open the link")


@pytest.mark.parametrize(("reason", "words"), [("expired", "too old"), ("used", "one time")])
async def test_login_says_why(open_page: OpenPage, reason: str, words: str) -> None:
    page = await open_page(path=f"login?reason={reason}", ready=False)
    await expect(page.locator("#reason")).to_contain_text(words)


async def test_a_visit_that_ran_out(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    await (await tutor.session()).wait_for("tutor.mode")
    tutor.logged_in = False
    tutor.cut()
    await says(page, "Your visit has run out", "What to do")
    await page.click("#problem button")
    await page.wait_for_url("**/login?reason=expired")


async def test_log_out(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    await (await tutor.session()).wait_for("tutor.mode")
    await page.click("#open-settings")
    await expect(page.locator("#you")).to_have_text("You are Ada.")
    await page.click("#logout")
    await page.wait_for_url("**/login")
    assert await page.evaluate("() => sessionStorage.length") == 0


async def test_notices_and_refusals(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    notice = page.locator("#notice")
    session.emit("error", error={"code": "input_audio_buffer_commit_empty", "message": "empty"})
    await expect(notice).to_contain_text("I did not hear anything")
    session.emit("tutor.notice", code="model_unavailable", message="engine gone")
    await expect(notice).to_contain_text("I cannot think just now")
    session.emit("tutor.notice", code="new_code", message="A sentence of the server.")
    await expect(notice).to_contain_text("A sentence of the server.")
    await page.click("#notice button")
    await expect(notice).to_be_hidden()
    await expect(page.locator("#type")).to_be_focused()


async def test_rubbish_from_the_server_changes_nothing(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.click("#orb")
    session = await tutor.session()
    for kind in ("nonsense", "response.output_text.delta", "tutor.caption", "tutor.html"):
        session.emit(kind, item_id=7, words="x", html=[], delta={})
    session.emit("tutor.state", state="thinking")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "thinking")


async def test_a_sound_system_that_hangs_does_not_stop_the_talk(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    script = "AudioWorklet.prototype.addModule = () => new Promise(() => {})"
    page = await open_page(script=script)
    await page.click("#orb")
    session = await tutor.session()
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")
    session.speak("r1", "t1", "Read along", (0, 10_000_000))
    await expect(page.locator("[data-word=ink]")).to_have_count(1)
    await can_type(page, tutor)
