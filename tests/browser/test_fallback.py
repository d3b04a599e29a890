"""Networks and servers that fail under an open page: it goes on by itself, nothing is lost."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.student import chrome, spoken_text, student
from tests.browser.test_first_light import QUESTION, check_captions
from tests.running_server import RunningServer, reachable_home
from tests.sound import spoken_question, write_wav

log = logging.getLogger(__name__)
pytestmark = [pytest.mark.slow, pytest.mark.browser]

NO_UDP = """
const Peer = window.RTCPeerConnection;
// Only relayed candidates, and no relay: as in a school network that lets no UDP out.
window.RTCPeerConnection = class extends Peer {
  constructor(settings) { super({ ...settings, iceTransportPolicy: 'relay' }); }
};
"""


PEERS = """
window.peers = [];
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(settings) { super(settings); peers.push(this); }
};
"""
MEDIA_DIES = """() => {
  const peer = peers.at(-1);
  Object.defineProperty(peer, 'connectionState', { get: () => 'failed' });
  peer.dispatchEvent(new Event('connectionstatechange'));
}"""
ANOTHER_NETWORK = "() => dispatchEvent(new Event('online'))"


@pytest.fixture(scope="module")
def mortal() -> Iterator[RunningServer]:
    """A server whose parts may be killed."""
    with reachable_home() as home, RunningServer(home) as running:
        yield running


async def test_without_webrtc_the_page_talks_over_a_websocket(
    server: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    wav = write_wav(tmp_path / "question.wav", spoken_question(QUESTION, before_s=1.0))
    async with (
        chrome(chromium, wav) as browser,
        student(browser, server, "Dee", scripts=[NO_UDP]) as dee,
    ):
        await dee.say("Hello!")
        await dee.wait_for("response.done")
        assert await dee.path() == "websocket"
        await dee.quiet()
        begun_ms = await dee.now_ms()
        await dee.open_microphone()
        heard = await dee.wait_for("conversation.item.input_audio_transcription.completed")
        assert heard["transcript"] == QUESTION
        await dee.wait_for_voice(2.0, after_ms=begun_ms)
        await dee.picture(pictures / "fallback-speaking.png")
        done = await dee.wait_for("response.done", 2)
        await dee.quiet()
        assert done["response"]["status"] == "completed"
        assert "3/4" in spoken_text(done["response"]["output"][0])
        loud_s = await dee.energy_s(after_ms=begun_ms)
        words = len(spoken_text(done["response"]["output"][0]).split())
        log.info("voice over WebSocket: %.1f s loud for %d words", loud_s, words)
        assert loud_s > 0.1 * words
        await check_captions(dee, 1, 3)


async def test_a_call_whose_media_dies_goes_on_over_a_websocket_and_comes_back(
    server: RunningServer, chromium: str
) -> None:
    async with (
        chrome(chromium) as browser,
        student(browser, server, "Flo", scripts=[PEERS]) as flo,
    ):
        await flo.say("Hello!")
        await flo.wait_for("response.done")
        assert await flo.path() == "webrtc"
        await flo.page.evaluate(MEDIA_DIES)
        moved = await flo.wait_for("tutor.connection")
        assert (moved["transport"], moved["quality"]) == ("websocket", "good")
        await flo.say("What is 3/4 - 1/2?")
        done = await flo.wait_for("response.done", 2)
        assert done["response"]["status"] == "completed"
        await flo.quiet()
        await flo.page.evaluate(ANOTHER_NETWORK)  # unless it has come back already
        await flo.page.wait_for_function(
            "() => probe.events.some((one) => one.type === 'tutor.connection'"
            " && one.transport === 'webrtc')"
        )
        await flo.say("Thank you!")
        await flo.wait_for("response.done", 3)
        assert await flo.path() == "webrtc"
        roles = [item["role"] for item in await flo.stored()]
        assert roles == ["user", "assistant"] * 3
        assert not await flo.page.locator("#problem").is_visible()


async def test_a_killed_server_part_is_outlived(mortal: RunningServer, chromium: str) -> None:
    async with chrome(chromium) as browser, student(browser, mortal, "Eve") as eve:
        await eve.say("Hello!")
        await eve.wait_for("response.done")
        await eve.quiet()
        before = [await eve.bubble(0), await eve.bubble(1)]
        mortal.kill("web")
        await eve.say("What is 3/4 - 1/2?")
        assert await eve.page.locator(".bubble").nth(2).get_attribute("data-pending") == "true"
        await eve.wait_for("tutor.session.resumed")
        done = await eve.wait_for("response.done", 2)
        assert done["response"]["status"] == "completed"
        assert [await eve.bubble(0), await eve.bubble(1)] == before
        await eve.look("start", "listening")
        items = await eve.stored()
        assert [item["role"] for item in items] == ["user", "assistant"] * 2
        assert spoken_text(items[2]) == "What is 3/4 - 1/2?"
        assert "1/4" in spoken_text(items[3])
        assert not await eve.page.locator("#problem").is_visible()
