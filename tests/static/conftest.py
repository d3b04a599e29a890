"""Browser, fake tutor and pages for the tests of static/."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.static.browser import Launch, quickest, whole
from tests.static.fake_server import FakeTutor

OpenPage = Callable[..., Awaitable[Page]]

# Limits, not measures: a machine that tests everything at once is slow.
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)

# The browser's own words for what a test does on purpose.
EXPECTED = ("Failed to load resource", "WebSocket connection to", "net::ERR_")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with started(quickest()) as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_chrome() -> AsyncIterator[Browser]:
    """Asks for permissions as the browser of a person does."""
    async with started(whole()) as browser:
        yield browser


@asynccontextmanager
async def started(launch: Launch) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=launch.path, args=list(launch.arguments)
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def tutor() -> AsyncIterator[FakeTutor]:
    async with FakeTutor().running() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(chrome: Browser, tutor: FakeTutor) -> AsyncIterator[OpenPage]:
    """Opens the student page; whatever goes wrong inside it fails the test."""
    problems: list[str] = []
    contexts = []

    def console(line: ConsoleMessage) -> None:
        if line.type == "error" and not any(known in line.text for known in EXPECTED):
            problems.append(line.text)

    async def opened(
        *,
        path: str = "",
        browser: Browser = chrome,
        host: str = "localhost",
        microphone: bool = True,
        script: str = "",
        ready: bool = True,
        **options: object,
    ) -> Page:
        settings = {"viewport": {"width": 1280, "height": 800}, **options}
        context = await browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        # Naming some permissions refuses all others.
        allowed = ["microphone"] if microphone else ["clipboard-read"]
        await context.grant_permissions(allowed)
        page = await context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", console)
        if script:
            await page.add_init_script(script)
        await page.goto(f"http://{host}:{tutor.port}/{path}")
        if ready:
            await page.wait_for_selector("html[data-ready=true]")
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert problems == []
