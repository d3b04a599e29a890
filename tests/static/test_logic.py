"""The pages' logic (store, captions, resume, audio), run in the browser that it is for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.static.fake_server import FakeTutor

HERE = Path(__file__).parent
FILES = sorted(str(path.relative_to(HERE)) for path in HERE.rglob("*.test.mjs"))
RUN = """async (file) => {
  const { default: tests } = await import(`/tests/${file}`);
  const failed = [];
  for (const [name, test] of Object.entries(tests)) {
    try { await test(); } catch (error) { failed.push(`${name}: ${error.stack}`); }
  }
  return { failed, count: Object.keys(tests).length };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bare_page(chrome: Browser) -> AsyncIterator[Page]:
    """A page of the same origin and policy as the student's, with nothing running."""
    async with FakeTutor().running() as tutor, await chrome.new_context() as context:
        page = await context.new_page()
        await page.goto(f"{tutor.url}homework")
        yield page


@pytest.mark.parametrize("file", FILES)
async def test_logic(file: str, bare_page: Page) -> None:
    result = await bare_page.evaluate(RUN, file)
    assert result["failed"] == []
    assert result["count"] > 0
