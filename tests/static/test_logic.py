"""The pages' logic (store, captions, resume, audio), run in the browser that it is for."""

from pathlib import Path

import pytest

from tests.static.conftest import OpenPage

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


@pytest.mark.parametrize("file", FILES)
async def test_logic(file: str, open_page: OpenPage) -> None:
    # views/rich.js is fed handlers on purpose; the policy stops them before the gate takes them off.
    page = await open_page(path="login", ready=False, expect_console="inline event handler violates")
    result = await page.evaluate(RUN, file)
    assert result["failed"] == []
    assert result["count"] > 0
