"""Lessons in the student page against a fake tutor, in a real browser: by keyboard and pointer."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.static.conftest import OpenPage
from tests.static.fake_lessons import LESSON
from tests.static.fake_server import FakeTutor, message
from tests.static.lesson_scenes import (
    ITEMS,
    RUN,
    ask_vote,
    begin,
    finish,
    hint,
    item,
    progress,
    show_item,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
PHONE = {"width": 390, "height": 844}


async def focused(page: Page) -> str:
    found: str = await page.evaluate("() => document.activeElement.id")
    return found


async def test_from_the_welcome_to_xp_by_keyboard(tutor: FakeTutor, open_page: OpenPage) -> None:  # noqa: PLR0915 one lesson from beginning to end
    page = await open_page()
    tutor.lessons.on_start = lambda session, _: show_item(tutor.sessions[session], None)
    await page.focus("#next-lesson")
    await page.keyboard.press("Enter")
    session = await tutor.session()
    assert await focused(page) == "lesson-title"
    await expect(page.locator(".goals li")).to_have_count(2)
    await expect(page.locator("#brand")).to_have_text("Adding unlike fractions")
    await expect(page.locator("#lesson-place")).to_contain_text("lesson 7 of 10")
    await page.focus("[data-next]")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.next")
    show_item(session, ITEMS["fraction"])
    await page.fill("#lesson-answer", "2/6")
    await page.keyboard.press("Enter")
    sent = await session.wait_for("tutor.attempt", item_id="pizza", answer="2/6")
    await expect(page.locator("#lesson-check")).to_have_attribute("aria-disabled", "true")
    await page.keyboard.press("Enter")  # twice is once
    progress(session, "pizza", correct=False, error_kind="misconception")
    await expect(page.locator("#lesson-feedback")).to_have_attribute("data-tone", "not_yet")
    await page.focus("#lesson-hint")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.hint")
    hint(session, "pizza", 1)
    await expect(page.locator("#lesson-hint")).to_have_text("Hint 2 of 4")
    await page.fill("#lesson-answer", "3/4")
    await expect(page.locator(".answer-preview mfrac")).to_be_visible()
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.attempt", answer="3/4")
    progress(session, "pizza", correct=True, aided=True, attempt=2)
    await expect(page.locator("#lesson-feedback")).to_have_text("Yes, that is right!")
    await expect(page.locator("#lesson-effort")).to_have_text("2 tries · 1 hint")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.next", 2)
    finish(session)
    session.emit(
        "tutor.xp", amount=40, total=425, level=4, into_level=125, level_size=140, streak=7
    )
    await expect(page.locator("#cheer-said")).to_have_text("You got 40 XP.")
    await expect(page.locator("#lesson-body dd")).to_have_text(["+40", "6 of 6", "4 of 6"])
    await expect(page.locator(".xp-streak span")).to_have_text("7")
    assert session.count("tutor.attempt") == 2
    assert "event_id" in sent


async def test_next_item_takes_the_focus_of_whoever_was_answering(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["fraction"])
    await page.focus("#lesson-answer")
    progress(session, "pizza", correct=True)
    show_item(session, ITEMS["number"], done=4)
    await expect(page.locator("#lesson-question")).to_contain_text("ribbon")
    assert await focused(page) == "lesson-answer"
    await expect(page.locator("#lesson-feedback")).to_have_text("That was right!")
    await expect(page.locator(".answer-note")).to_have_text("Answer in cm.")
    await page.focus("#type")
    show_item(session, ITEMS["choice"], done=5)
    await expect(page.locator(".choice-card")).to_have_count(4)
    assert await focused(page) == "type"


async def test_choice_by_arrow_keys(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["choice"])
    await page.click("#lesson-check")
    await expect(page.locator("#lesson-feedback")).to_have_text(re.compile("Give an answer"))
    assert await focused(page) == "lesson-choice-0"
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.attempt", answer="Sevenths, because 3 + 4 = 7")
    await expect(page.locator("#lesson-hint")).to_be_hidden()  # a quiz: a try comes first
    progress(session, "which", correct=False)
    await expect(page.locator("#lesson-hint")).to_have_text("Hint 1 of 4")


async def test_steps_by_buttons_and_by_dragging(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["steps"])
    await page.focus("[data-step='2'] [data-move=up]")
    await page.keyboard.press("Enter")
    assert await page.evaluate("() => document.activeElement.closest('li').dataset.step") == "2"
    await page.keyboard.press("Enter")  # now it is the first: its other button has the focus
    assert await page.evaluate("() => document.activeElement.dataset.move") == "down"
    await expect(page.locator(".answer-steps [role=status]")).to_contain_text("place 1")
    await page.click("#lesson-check")
    await session.wait_for("tutor.attempt", answer="3, 1, 2")
    progress(session, "order", correct=False)
    await page.drag_and_drop("[data-step='1']", "[data-step='0']")
    await page.click("#lesson-check")
    await session.wait_for("tutor.attempt", answer="3, 2, 1")


async def test_code_box_and_its_keys(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["python"])
    box = page.locator("#lesson-answer")
    await page.click("#lesson-check")  # the starter alone is no answer
    await expect(page.locator("#lesson-feedback")).to_contain_text("Give an answer")
    await box.fill("def double(n):")
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await page.keyboard.type("if n:")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("pass")
    code = "def double(n):\n    if n:\n            pass"
    assert await box.input_value() == code
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    assert await focused(page) == "lesson-check"
    await box.focus()
    await page.keyboard.press("Control+Enter")
    await session.wait_for("tutor.attempt", answer=code)


async def test_own_words_go_with_enter(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["text"])
    await expect(page.locator("#lesson-hint")).to_be_hidden()  # on one's own
    await page.fill("#lesson-answer", "The parts are not the same size")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.attempt", answer="The parts are not the same size")


async def test_a_wrong_answer_is_never_red(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page(reduced_motion="reduce")
    session = await begin(page, tutor, ITEMS["number"])
    progress(session, "ribbon", correct=False)
    ground = await page.locator("#lesson-feedback").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert ground == await page.evaluate(
        "() => { const e = document.body.appendChild(document.createElement('p'));"
        " e.style.background = 'var(--sun-soft)'; return getComputedStyle(e).backgroundColor; }"
    )


async def test_an_answer_by_voice_is_checked_in_the_panel(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    """The page did not ask; the server found an answer in what was said."""
    page = await open_page()
    session = await begin(page, tutor, ITEMS["number"])
    name = "conversation.item.input_audio_transcription.completed"
    session.emit(name, item_id="s1", transcript="six centimeters")
    progress(session, "ribbon", correct=True)
    await expect(page.locator("#lesson-feedback")).to_have_attribute("data-tone", "right")
    await expect(page.locator("#lesson-check")).to_have_text("Go on")


async def test_a_cut_lets_the_answer_be_given_again(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["number"])
    await page.fill("#lesson-answer", "6")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.attempt")
    tutor.gone = True
    tutor.cut()
    await expect(page.locator("#lesson-check")).to_have_text("Check")
    await page.click("#lesson-check", force=True)
    await expect(page.locator("#notice")).to_contain_text("not connected")
    assert await page.input_value("#lesson-answer") == "6"
    tutor.gone = False
    await expect(page.locator("#lesson-check")).to_have_attribute("aria-disabled", "false")
    await page.click("#lesson-check")
    await session.wait_for("tutor.attempt", 2)


async def test_a_reloaded_page_is_back_in_its_lesson_without_a_second_party(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["fraction"])
    hint(session, "pizza", 1)
    session.emit("tutor.xp", amount=40, total=425, level=5, into_level=5, level_size=160, streak=7)
    await expect(page.locator("#cheer-said")).to_have_text("Level 5!")
    tutor.lessons.xp = {**tutor.lessons.xp, "total": 425, "level": 5}
    await page.reload()
    await expect(page.locator(".hint")).to_have_count(1)
    await expect(page.locator(".xp-ring")).to_have_text("L5")
    await expect(page.locator("#cheer-said")).to_be_empty()


async def test_a_lesson_that_does_not_start_says_so(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    tutor.lessons.refuse = (409, "lesson_locked")
    await page.click("#next-lesson")
    await expect(page.locator("#notice")).to_contain_text("opens later")
    await expect(page.locator("#map")).to_be_visible()
    tutor.lessons.refuse = (500, "internal")
    await page.click("[data-path=number-fractions]")
    await page.click(f".stop[data-lesson={LESSON}]")
    await expect(page.locator("#notice")).to_contain_text("did not start")
    assert tutor.lessons.started == [LESSON, LESSON]


async def test_the_map_by_keyboard(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    await page.focus("#open-map")
    await page.keyboard.press("Enter")
    assert await focused(page) == "map-title"
    await page.focus("[data-path=number-fractions]")
    await page.keyboard.press("Enter")
    await expect(page.locator("#map-title")).to_have_text("Numbers and fractions")
    assert await focused(page) == "map-title"
    locked = page.locator(".stop[data-lesson=number-fractions-9]")
    await expect(locked).to_contain_text("First do: Mixed numbers")
    await locked.focus()
    await page.keyboard.press("Enter")
    await page.focus("#map-back")
    await page.keyboard.press("Enter")
    await expect(page.locator(".path-card")).to_have_count(12)
    await page.click("#map-back")
    await expect(page.locator("#welcome")).to_be_visible()
    assert tutor.lessons.started == []


async def test_without_a_map_the_page_says_so_and_tries_again(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    tutor.lessons.gone = True
    page = await open_page()
    await expect(page.locator("#next-lesson")).to_be_hidden()
    await page.click("#open-map")
    await expect(page.locator("#paths")).to_contain_text("cannot get the lessons")
    tutor.lessons.gone = False
    await page.click("#map-again")
    await expect(page.locator(".path-card")).to_have_count(12)


async def test_leaving_asks_once(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["number"])
    await page.click("#lesson-leave")
    await page.keyboard.press("Enter")  # the first button: stay
    await expect(page.locator("#leave")).to_be_hidden()
    assert session.count("tutor.lesson.leave") == 0
    await page.click("#lesson-leave")
    await page.click("#leave-yes")
    await session.wait_for("tutor.lesson.leave")
    show_item(session, None, part="left")
    await expect(page.locator("#map")).to_be_visible()


async def test_a_vote_is_sent_once_and_can_be_closed(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["choice"])
    finish(session)
    ask_vote(session)
    await page.focus("[data-vote=right]")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.vote", pair="pair_1", choice="right")
    session.emit("tutor.vote.done", pair="pair_1")
    await expect(page.locator("#vote")).to_be_hidden()
    await expect(page.locator("#cheer-said")).to_have_text("Thank you! That helps me.")
    ask_vote(session)
    await page.click("#vote-close")
    await expect(page.locator("#vote")).to_be_hidden()
    assert session.count("tutor.vote") == 1


async def test_thumbs_under_the_newest_message(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["choice"])
    for name in ("t1", "t2"):
        session.emit("conversation.item.done", item=message(name, "assistant", f"Words {name}"))
    up = page.locator("[data-thumbs='1']")
    await expect(up).to_have_count(1)
    await up.click()
    await session.wait_for("tutor.rating", item_id="t2", thumbs=1)
    await expect(up).to_have_attribute("aria-pressed", "true")
    await up.click()  # again is nothing new
    await page.click("[data-thumbs='-1']")
    await session.wait_for("tutor.rating", item_id="t2", thumbs=-1)
    session.emit("conversation.item.done", item=message("t3", "assistant", "Words t3"))
    await expect(up).to_have_count(2)  # the rated one keeps its thumbs
    assert session.count("tutor.rating") == 2


async def test_the_page_says_which_clock_the_student_has(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page(timezone_id="Pacific/Auckland")
    async with page.expect_response("**/v1/me/timezone"):
        await page.reload()
    assert set(tutor.lessons.zones) == {"Pacific/Auckland"}


async def test_stars_for_who_has_given_a_thumb(tutor: FakeTutor, open_page: OpenPage) -> None:
    page = await open_page()
    session = await begin(page, tutor, ITEMS["choice"])
    session.emit("conversation.item.done", item=message("t1", "assistant", "Words t1"))
    stars = page.get_by_role("group", name="How well was it explained?")
    await expect(page.locator("[data-thumbs='1']")).to_be_visible()
    await expect(stars).to_be_hidden()
    await page.click("[data-thumbs='1']")
    await expect(stars).to_be_visible()
    four = stars.get_by_role("button", name="4 of 5 stars")
    await four.focus()
    await page.keyboard.press("Enter")
    await session.wait_for("tutor.rating", item_id="t1", stars=4)
    await expect(four).to_have_attribute("aria-pressed", "true")
    await expect(stars.locator("[data-lit='true']")).to_have_count(4)
    await four.click()  # again is nothing new
    await stars.get_by_role("button", name="2 of 5 stars").click()
    await session.wait_for("tutor.rating", item_id="t1", stars=2)
    assert session.count("tutor.rating") == 3


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_celebration_is_quiet_and_still_with_reduced_motion(
    tutor: FakeTutor, open_page: OpenPage, motion: str
) -> None:
    page = await open_page(reduced_motion=motion)
    session = await begin(page, tutor, ITEMS["choice"])
    session.emit(
        "tutor.xp", amount=40, total=425, level=4, into_level=125, level_size=140, streak=7
    )
    await expect(page.locator("#cheer-said")).to_have_text("You got 40 XP.")
    seen = await page.locator("#cheer").evaluate(
        "e => [...e.children].some(c => c.checkVisibility())"
    )
    assert seen == (motion == "no-preference")
    await expect(page.locator("#cheer > *")).to_have_count(0)
    session.emit("tutor.achievement", id="transfer", title="It works elsewhere", about="You did.")
    await expect(page.locator(".cheer-toast")).to_be_visible()


async def test_on_a_phone_the_lesson_stays_above_the_dock(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page(viewport=PHONE)
    session = await begin(page, tutor, ITEMS["choice"])
    for number in range(6):
        text = f"Message {number}. " * 12
        session.emit("conversation.item.done", item=message(f"t{number}", "assistant", text))
    await expect(page.locator(".bubble:visible")).to_have_count(1)
    await expect(page.locator("#lesson-question")).to_be_in_viewport()
    await expect(page.locator("#orb")).to_be_in_viewport()
    await page.click("#lesson [data-close]")
    await expect(page.locator("#lesson")).to_be_hidden()
    await expect(page.locator(".bubble:visible")).to_have_count(6)
    await page.click("#ideas")
    await expect(page.locator("#lesson-question")).to_be_in_viewport()


async def test_markup_of_a_lesson_passes_the_second_gate(
    tutor: FakeTutor, open_page: OpenPage
) -> None:
    page = await open_page()
    bad = '<p id="orb">Q<img src="/static/favicon.svg"><script>x()</script><button>B</button></p>'
    posed = item(
        "bad", "choice", bad, choices=[{"text": "a", "html": bad}, {"text": "b", "html": ""}]
    )
    session = await begin(page, tutor, posed)
    session.emit("tutor.hint", run=RUN, lesson_item="bad", rung=1, html=bad)
    await expect(page.locator(".hint")).to_have_count(1)
    assert await page.locator("#lesson-body :is(p[id=orb], img, script, p button)").count() == 0
    await expect(page.locator(".choice-words").nth(1)).to_have_text("b")
