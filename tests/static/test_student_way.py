"""The student page changes its way: from a call whose media died to a WebSocket, and back."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeSession, FakeTutor
from tests.static.scenes import talk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PEERS = """
window.peers = [];
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(settings) { super(settings); peers.push(this); }
};
window.chips = [];
new MutationObserver(() => {
  const chip = document.querySelector('#link');
  if (chip && !chip.hidden) chips.push(chip.textContent);
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
MEDIA_DIES = """() => {
  const peer = peers.at(-1);
  Object.defineProperty(peer, 'connectionState', { get: () => 'failed' });
  peer.dispatchEvent(new Event('connectionstatechange'));
}"""
WAKE = "() => dispatchEvent(new Event('online'))"
"""Another network, perhaps: no need to wait for the next try."""


async def over(session: FakeSession, path: str) -> None:
    """The talk goes over this transport now."""
    async with asyncio.timeout(20):
        while session.path != path or session.deliver is None:
            await asyncio.sleep(0.02)


async def say(page: Page, session: FakeSession, text: str) -> None:
    """A typed turn and its answer."""
    before = session.count("response.create")
    await page.fill("#type", text)
    await page.keyboard.press("Enter")
    await session.wait_for("response.create", before + 1)
    session.answer(f"r{before}", f"t{before}", f"You said: {text}")
    await expect(page.locator(".bubble").last).to_contain_text(f"You said: {text}")


async def test_media_that_dies_leaves_the_talk_on_a_websocket_and_it_comes_back(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = True
    page = await open_page(script=PEERS)
    session = await talk(page, tutor)
    await over(session, "webrtc")
    await say(page, session, "One")
    calls = tutor.requests.count("POST /v1/realtime/calls")
    await page.evaluate(MEDIA_DIES)
    await over(session, "websocket")
    assert tutor.requests.count("POST /v1/realtime/calls") == calls  # at once, no second call
    await say(page, session, "Two")
    await page.evaluate("chips.length = 0")
    await page.evaluate(WAKE)
    await over(session, "webrtc")
    await say(page, session, "Three")
    await expect(page.locator(".bubble")).to_have_count(6)
    assert await page.evaluate("chips") == []  # the way back was not noticed
    assert session.count("conversation.item.create") == 3
    assert session.count("response.create") == 3
    await expect(page.locator("#problem")).to_be_hidden()


async def test_a_way_back_that_fails_disturbs_nobody(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = True
    page = await open_page(script=PEERS)
    session = await talk(page, tutor)
    await over(session, "webrtc")
    await page.evaluate(MEDIA_DIES)
    await over(session, "websocket")
    tutor.speaks_webrtc, tutor.calls_status = False, 500
    calls = tutor.requests.count("POST /v1/realtime/calls")
    sockets = tutor.requests.count("GET /v1/realtime")
    await expect(page.locator("#link")).to_be_hidden()
    await page.evaluate("chips.length = 0")
    await page.evaluate(WAKE)
    async with asyncio.timeout(20):
        while tutor.requests.count("POST /v1/realtime/calls") == calls:
            await asyncio.sleep(0.02)
    await say(page, session, "Still here")
    assert session.path == "websocket"
    assert tutor.requests.count("GET /v1/realtime") == sockets
    assert await page.evaluate("chips") == []


async def test_while_the_tutor_speaks_nothing_is_changed(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.webrtc = tutor.speaks_webrtc = True
    page = await open_page(script=PEERS)
    session = await talk(page, tutor)
    await over(session, "webrtc")
    await page.evaluate(MEDIA_DIES)
    await over(session, "websocket")
    session.emit("tutor.state", state="speaking")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "speaking")
    calls = tutor.requests.count("POST /v1/realtime/calls")
    await page.evaluate(WAKE)
    await page.wait_for_timeout(2_500)  # two looks
    assert tutor.requests.count("POST /v1/realtime/calls") == calls
    session.emit("tutor.state", state="listening")
    await over(session, "webrtc")


async def test_the_chip_says_how_the_link_is(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await talk(page, tutor)
    chip = page.locator("#link")
    await expect(chip).to_be_hidden()
    session.emit("tutor.connection", quality="weak", transport="websocket")
    await expect(chip).to_have_text("Weak connection")
    session.emit("tutor.connection", quality="bad", transport="websocket")
    await expect(chip).to_have_text("Very weak connection")
    await expect(page.locator("#announce")).to_have_text("Very weak connection")
    session.emit("tutor.connection", quality="strange", transport="websocket")
    await expect(chip).to_have_text("Very weak connection")
    session.emit("tutor.connection", quality="good", transport="websocket")
    await expect(chip).to_be_hidden()
