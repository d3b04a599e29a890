"""A student at a real Chromium: logs in by link, talks through a fake microphone, and sees.

The microphone is a WAV file that begins when the page opens the device, so a test decides when
it is spoken by deciding when the page is pressed. Knows the page's ids; knows nothing of servers
beyond their address.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from tests.running_server import RunningServer
from tests.sound import LOUD

ARGUMENTS = (
    # Root in a container has no user namespaces for Chromium's own sandbox.
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    # getDisplayMedia's picker chooses the tab with this title: a real capture, no fake one.
    "--auto-select-tab-capture-source-by-title=Homework",
    "--disable-background-networking",
    # A tab behind another is the usual case when a tab is shared; its sound must go on.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
PROBE = Path(__file__).with_name("probe.js").read_text()
PATIENCE_MS = 60_000
"""For what a shared, slow machine may take; passing tests wait far less."""
EXPECTED = (
    # The browser's own words for what a test does on purpose.
    "Failed to load resource",
    "WebSocket connection to",
    "net::ERR_",
    # Chromium says so of a screen capture where the camera is forbidden; and it captures.
    "Permissions policy violation: camera is not allowed",
)

UNTOLD = {"tutor.caption", "tutor.html", "response.output_audio_transcript.delta"}

Event = dict[str, Any]
Box = dict[str, int]
DESKTOP: Box = {"width": 1360, "height": 800}
PHONE: Box = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a bubble: `ink` heard, `soft` to come, `struck` never said."""

    text: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A loud stretch of sound on the page's clock."""

    from_ms: float
    until_ms: float


@dataclass(slots=True)
class Student:
    """One page, and what was seen of it."""

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)

    # --- what the wire brought ---

    async def events(self, *kinds: str) -> list[Event]:
        """Events so far, without voice; of these kinds, or all."""
        found: list[Event] = await self.page.evaluate("probe.events")
        return [event for event in found if not kinds or event["type"] in kinds]

    async def wait_for(self, kind: str, count: int = 1) -> Event:
        """The `count`-th event of that kind."""
        try:
            await self.page.wait_for_function(
                """([kind, count]) => probe.events.filter(({ type }) => type === kind)
                  .length >= count""",
                arg=[kind, count],
                timeout=PATIENCE_MS,
                polling=50,
            )
        except PlaywrightTimeoutError as error:
            raise AssertionError(f"no {kind}: {await self.story()}") from error
        return (await self.events(kind))[count - 1]

    async def story(self) -> str:
        """What happened, one line each, for a failure's message."""
        told = [event for event in await self.events() if event["type"] not in UNTOLD]
        words = [
            f"{event['atMs']:7.0f} {event['type']} "
            f"{event.get('state', event.get('ducked', ''))} "
            f"{event.get('transcript', event.get('tutor_text', event.get('text', '')))}"
            for event in told
        ]
        return "\n".join(("", *words))

    async def session_id(self) -> str:
        """Of the session that the page is in."""
        greetings = await self.events("session.created", "tutor.session.resumed")
        greeting = greetings[-1]
        return str(greeting.get("session_id") or greeting["session"]["id"])

    async def stored(self) -> list[Event]:
        """The items of the conversation, as the server keeps them."""
        response = await self.page.request.get(f"{self.url}/v1/sessions/{await self.session_id()}")
        assert response.ok, await response.text()
        items: list[Event] = (await response.json())["items"]
        return items

    async def path(self) -> str | None:
        """`webrtc` or `websocket`: what the last event came over."""
        found: str | None = await self.page.evaluate("probe.path")
        return found

    # --- what was heard ---

    async def loud(self, where: str = "loudspeaker", after_ms: float = 0.0) -> list[Stretch]:
        """Loud stretches; pauses under 300 ms (between words) do not part them."""
        heard: list[dict[str, float]] = await self.page.evaluate(f"probe.{where}")
        loud = [w["atMs"] for w in heard if w["rms"] > LOUD and w["atMs"] > after_ms]
        cuts = [i + 1 for i, (a, b) in enumerate(pairwise(loud)) if b - a > 300]
        parts = [loud[a:b] for a, b in pairwise([0, *cuts, len(loud)])]
        return [Stretch(from_ms=part[0], until_ms=part[-1]) for part in parts if part]

    async def energy_s(self, after_ms: float = 0.0) -> float:
        """Seconds of the loudspeaker that were loud."""
        heard: list[dict[str, float]] = await self.page.evaluate("probe.loudspeaker")
        return sum(w["seconds"] for w in heard if w["rms"] > LOUD and w["atMs"] > after_ms)

    async def wait_for_voice(self, seconds: float = 0.2, after_ms: float = 0.0) -> None:
        """Until the loudspeaker was loud for so long."""
        await self.page.wait_for_function(
            """([loud, seconds, afterMs]) => probe.loudspeaker.filter((w) => w.rms > loud
              && w.atMs > afterMs).reduce((sum, w) => sum + w.seconds, 0) >= seconds""",
            arg=[LOUD, seconds, after_ms],
            timeout=PATIENCE_MS,
            polling=50,
        )

    async def quiet(self, seconds: float = 1.0) -> None:
        """Until the loudspeaker was silent for so long."""
        await self.page.wait_for_function(
            """([loud, ms]) => { const last = probe.loudspeaker.findLast((w) => w.rms > loud);
              return !last || performance.now() - last.atMs > ms; }""",
            arg=[LOUD, seconds * 1000],
            timeout=PATIENCE_MS,
            polling=50,
        )

    async def now_ms(self) -> float:
        """The page's clock."""
        now: float = await self.page.evaluate("performance.now()")
        return now

    async def inbound(self) -> dict[str, float]:
        """The last call's incoming voice in the browser's own statistics (webrtc-stats)."""
        found: dict[str, float] = await self.page.evaluate(
            """async () => [...(await probe.peers.at(-1).getStats()).values()]
              .find((one) => one.type === 'inbound-rtp' && one.kind === 'audio')"""
        )
        return found

    # --- what is seen ---

    async def look(self, *looks: str) -> None:
        """Until the orb looks like one of these."""
        await expect(self.page.locator("#orb")).to_have_attribute(
            "data-look", re.compile(f"^({'|'.join(looks)})$"), timeout=PATIENCE_MS
        )

    async def bubble(self, place: int) -> str:
        """The whole text of a bubble."""
        text = await self.page.locator(".bubble").nth(place).locator(".bubble-body").inner_text()
        return " ".join(text.split())

    async def words(self, place: int) -> list[Word]:
        """Each word of a bubble and how it stands."""
        found: list[list[str]] = (
            await self.page.locator(".bubble")
            .nth(place)
            .evaluate(
                "(one) => [...one.querySelectorAll('[data-word]')]"
                ".map((span) => [span.textContent, span.dataset.word])"
            )
        )
        return [Word(text=text, standing=standing) for text, standing in found]

    async def say(self, words: str) -> None:
        """Type a turn."""
        await self.page.fill("#type", words)
        await self.page.press("#type", "Enter")

    async def open_microphone(self) -> None:
        """By its key; the microphone's WAV begins now, whatever the tutor does."""
        await self.page.evaluate("document.activeElement.blur()")
        await self.page.keyboard.press("m")

    async def settled(self) -> None:
        """Until what appears has appeared; what breathes for ever is not waited for."""
        await self.page.evaluate(
            """() => Promise.allSettled(document.getAnimations()
              .filter((one) => one.effect.getComputedTiming().endTime < 2000)
              .map((one) => one.finished))"""
        )

    async def picture(self, path: Path) -> None:
        """A screenshot of what the student sees."""
        await self.settled()
        await self.page.screenshot(path=path)


@asynccontextmanager
async def chrome(chromium: str, microphone: Path | None = None) -> AsyncIterator[Browser]:
    """A browser whose microphone is this WAV; it is played once, then the room is silent."""
    heard = (
        () if microphone is None else (f"--use-file-for-fake-audio-capture={microphone}%noloop",)
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, *heard]
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def student(
    browser: Browser,
    server: RunningServer,
    name: str,
    *,
    scripts: Sequence[str] = (),
    **looks: object,
) -> AsyncIterator[Student]:
    """A student who has just logged in. What goes wrong inside the page fails the test."""
    context = await browser.new_context(**{"viewport": DESKTOP, **looks})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    await context.grant_permissions(["microphone"])
    page = await context.new_page()
    seen = Student(page, server.url)

    def console(line: ConsoleMessage) -> None:
        if line.type == "error" and not any(known in line.text for known in EXPECTED):
            seen.problems.append(line.text)

    page.on("console", console)
    page.on("pageerror", lambda error: seen.problems.append(str(error)))
    for script in (PROBE, *scripts):
        await page.add_init_script(script)
    await page.goto(server.command("link", "--name", name).splitlines()[-1])
    await page.wait_for_selector("html[data-ready=true]")
    try:
        yield seen
    finally:
        await context.close()
    assert seen.problems == []


def spoken_text(item: Event) -> str:
    """The words of a conversation item."""
    return "".join(
        part.get("transcript") or part.get("text") or "" for part in item.get("content", ())
    )
