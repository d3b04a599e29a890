"""The student page for everybody: keyboard, screen reader, small and zoomed windows, right to
left, reduced motion. Our own checks (access.mjs) where others would use axe. The pictures of its
telling moments are to be looked at."""

import pytest
from playwright.async_api import expect

from tests.static.browser import output_folder
from tests.static.conftest import OpenPage
from tests.static.fake_server import FakeTutor
from tests.static.scenes import SCENES, listening, show, speaking
from tests.static.windows import DEVICES, check_devices, check_windows, wrong

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CHECKS = ("names", "targets", "contrast", "sideways", "ids", "regions")


@pytest.mark.parametrize("scene", SCENES)
async def test_every_window(tutor: FakeTutor, open_page: OpenPage, scene: str) -> None:
    tutor.free_speech = scene != "written"
    page = await open_page(viewport=DEVICES["phone"])
    await show(scene, page, tutor)
    await check_devices(page, scene, *CHECKS)
    checks = CHECKS if scene == "settings" else (*CHECKS, "covered")
    await check_windows(page, scene, *checks)


async def test_four_times_zoomed(tutor: FakeTutor, open_page: OpenPage) -> None:
    """1280 by 1024 at 400% (WCAG 1.4.10): one column, nothing sideways."""
    page = await open_page(viewport={"width": 320, "height": 256})
    await speaking(page, tutor)
    assert await wrong(page, "sideways") == {}


async def test_large_words_and_wide_spacing_fit(tutor: FakeTutor, open_page: OpenPage) -> None:
    kept = '{"captions":"huge","spacing":"wide","font":"easy","contrast":"high"}'
    script = f"localStorage.setItem('tutor.preferences', '{kept}')"
    page = await open_page(script=script, viewport={"width": 320, "height": 568})
    await speaking(page, tutor)
    await page.screenshot(path=output_folder() / "speaking-large-words.png")
    assert await wrong(page, *CHECKS, "covered") == {}


async def test_login_page(open_page: OpenPage) -> None:
    page = await open_page(path="login?reason=expired", ready=False)
    await expect(page.locator("#reason")).not_to_be_empty()
    await page.screenshot(path=output_folder() / "login.png")
    assert await wrong(page, "names", "targets", "contrast", "sideways", "ids") == {}


async def test_right_to_left_mirrors(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    await speaking(page, tutor)
    await page.screenshot(path=output_folder() / "speaking-right-to-left.png")
    assert await wrong(page, "sideways") == {}
    panel, talk = page.locator("#panel"), page.locator("#talk")
    left, right = await talk.bounding_box(), await panel.bounding_box()
    assert left
    assert right
    assert left["x"] < right["x"]


async def test_focus_goes_in_the_order_of_the_page(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await listening(page, tutor)
    await page.focus(".skip")
    seen = ["skip"]
    for _ in range(15):
        await page.keyboard.press("Tab")
        seen.append(
            await page.evaluate(
                "() => document.activeElement.id || document.activeElement.dataset.ask"
                " || document.activeElement.className || document.activeElement.localName"
            )
        )
    assert seen == [
        "skip", "xp", "open-settings", "next-lesson", "open-map",
        "card.fractions.question", "card.equation.question",
        "card.plants.question", "card.tenths.question", "select", "summary", "mute", "orb",
        "share", "type", "round-button send",
    ]  # fmt: skip


async def test_focus_is_always_seen(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await listening(page, tutor)
    await page.focus(".skip")
    for _ in range(14):
        await page.keyboard.press("Tab")
        width = await page.evaluate(
            "() => { const e = document.activeElement;"
            " const s = getComputedStyle(e.matches('textarea') ? e.parentElement : e);"
            " return Math.max(parseFloat(s.outlineWidth) * (s.outlineStyle !== 'none'),"
            " s.boxShadow === 'none' ? 0 : 3); }"
        )
        assert width >= 2


async def test_skip_link_goes_to_the_talk_button(open_page: OpenPage) -> None:
    page = await open_page()
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    # The orb is the starting point; what follows it is next (no share button before a talk).
    await expect(page.locator("#type")).to_be_focused()


async def test_shortcuts_can_be_switched_off(tutor: FakeTutor, open_page: OpenPage) -> None:
    script = "localStorage.setItem('tutor.preferences', '{\"shortcuts\":false}')"
    page = await open_page(script=script)
    await listening(page, tutor)
    session = await tutor.session()
    await page.evaluate("() => document.activeElement.blur()")
    for key in ("m", "Space", "/"):
        await page.keyboard.press(key)
    assert session.count("tutor.mute") == 1
    assert await page.evaluate("() => document.activeElement === document.body")
    await page.focus("#orb")
    await page.keyboard.press("Space")
    await session.wait_for("tutor.mute", muted=True)
    assert session.count("tutor.mute") == 2


async def test_dialog_keeps_and_returns_focus(open_page: OpenPage) -> None:
    page = await open_page()
    await page.focus("#open-settings")
    await page.keyboard.press("Enter")
    for _ in range(20):
        await page.keyboard.press("Tab")
        inside = "() => document.activeElement.matches('body, #settings, #settings *')"
        assert await page.evaluate(inside)
    await page.keyboard.press("Escape")
    await expect(page.locator("#open-settings")).to_be_focused()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_reduced_motion_is_still(tutor: FakeTutor, open_page: OpenPage, motion: str) -> None:
    page = await open_page(reduced_motion=motion)
    await listening(page, tutor)
    running = "() => document.getAnimations().filter((a) => a.playState === 'running').length"
    assert (await page.evaluate(running) == 0) == (motion == "reduce")


@pytest.mark.parametrize("spoken_too", [False, True])
async def test_screen_reader_hears_whole_messages_once(
    tutor: FakeTutor, open_page: OpenPage, spoken_too: bool
) -> None:
    kept = '{"readCaptions":true}' if spoken_too else "{}"
    page = await open_page(script=f"localStorage.setItem('tutor.preferences', '{kept}')")
    await listening(page, tutor)
    session = await tutor.session()
    session.emit("conversation.item.input_audio_transcription.delta", item_id="s1", delta="on")
    session.emit(
        "conversation.item.input_audio_transcription.completed", item_id="s1", transcript="one"
    )
    session.begin_reply("r1", "t1", voice=True)
    session.write("r1", "t1", "Spoken words.", voice=True)
    session.emit("output_audio_buffer.started", response_id="r1")
    session.end_reply("r1")
    session.answer("r2", "t2", "Written words.")
    lines = page.locator("#captions p")
    spoken = ["Spoken words."] if spoken_too else []
    await expect(lines).to_have_text(["You said: one", *spoken, "Written words."])
