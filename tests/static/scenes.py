"""The student page in its telling moments, for pictures and for accessibility checks."""

from playwright.async_api import Page, expect

from tests.static.fake_server import FakeSession, FakeTutor, message

LATER_MS = 10_000_000
"""A word that is not heard while a test runs."""
WORDS = "Yes, half. Now count."
HALF_HEARD = (0, 0, LATER_MS, LATER_MS)
QUESTION = "Is one half plus one quarter two sixths?"
IDEA = "A good first idea to test! Look at the pieces: is one half as big as one third?"
REPLY = "Right. So we cut the half into quarters first. How many quarters fit in one half?"
SCENES = ("welcome", "speaking", "ducked", "paused", "error", "settings", "written")

HALF, TWO_QUARTERS, QUARTER = (
    f"<mfrac><mn>{over}</mn><mn>{under}</mn></mfrac>" for over, under in ((1, 2), (2, 4), (1, 4))
)
MATH = (
    f"<p>To add <math>{HALF}</math> and <math>{QUARTER}</math> we make both of them quarters. "
    "Then the pieces have the same size and we can count them.</p>\n"
    f'<math display="block">{HALF}<mo>+</mo>{QUARTER}<mo>=</mo>{TWO_QUARTERS}<mo>+</mo>{QUARTER}'
    "</math>\n"
)
CODE = (
    "<p>Here it is as a program:</p><pre><code>"
    '<span class="k">def</span> <span class="nf">add</span>(a, b):\n'
    '    <span class="c1"># both are quarters</span>\n'
    '    <span class="k">return</span> a + b\n\n'
    '<span class="nb">print</span>(add(<span class="mi">2</span>, <span class="mi">1</span>), '
    '<span class="s2">"quarters"</span>)</code></pre>'
)


async def talk(page: Page, tutor: FakeTutor) -> FakeSession:
    await page.click("#orb")
    session = await tutor.session()
    await session.wait_for("tutor.mode")
    return session


async def homework(page: Page, tutor: FakeTutor) -> None:
    """A tab to share; the student stays on the tutor's."""
    other = await page.context.new_page()
    await other.goto(f"{tutor.url}homework")
    await page.bring_to_front()


async def standing(page: Page, item: int = -1) -> list[str]:
    """`word:standing` of each word of a bubble."""
    words: list[str] = await page.evaluate(
        "(i) => [...[...document.querySelectorAll('.bubble')].at(i)"
        ".querySelectorAll('[data-word]')].map((s) => `${s.textContent}:${s.dataset.word}`)",
        item,
    )
    return words


async def listening(page: Page, tutor: FakeTutor) -> None:
    await page.click("#orb")
    await (await tutor.session()).wait_for("tutor.mode")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "listening")


async def speaking(page: Page, tutor: FakeTutor) -> None:
    """In the middle of a reply: nine words heard, the rest to come."""
    await listening(page, tutor)
    session = await tutor.session()
    for item in (
        message("s1", "user", QUESTION, voice=True),
        message("t1", "assistant", IDEA, voice=True),
        message("s2", "user", "No… a half is bigger.", voice=True),
    ):
        session.emit("conversation.item.done", item=item)
    words = len(REPLY.split())
    session.speak("r2", "t2", REPLY, (0,) * 9 + (LATER_MS,) * (words - 9))
    await expect(page.locator("[data-word=soft]")).to_have_count(words - 9)


async def ducked(page: Page, tutor: FakeTutor) -> None:
    await speaking(page, tutor)
    session = await tutor.session()
    session.emit("tutor.duck", ducked=True)
    session.emit("tutor.state", state="ducked")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "ducked")


async def paused(page: Page, tutor: FakeTutor) -> None:
    """The teacher wants all eyes: the voice stops at its place."""
    await speaking(page, tutor)
    session = await tutor.session()
    heard = " ".join(REPLY.split()[:9])
    session.emit("tutor.notice", code="paused", message="Eyes on your teacher, please.")
    session.emit("tutor.paused", paused=True, whole_class=True)
    session.emit("output_audio_buffer.cleared", response_id="r2")
    session.emit("tutor.heard", item_id="t2", heard_ms=1, text=heard, unheard=REPLY[len(heard) :])
    session.end_reply("r2", "cancelled")
    session.emit("tutor.state", state="waiting")
    await expect(page.locator("#orb")).to_have_attribute("data-look", "paused")


async def error(page: Page, tutor: FakeTutor) -> None:
    """An interrupted reply, then the server goes away."""
    await speaking(page, tutor)
    session = await tutor.session()
    heard = " ".join(REPLY.split()[:9])
    session.emit("output_audio_buffer.cleared", response_id="r2")
    session.emit("tutor.heard", item_id="t2", heard_ms=1, text=heard, unheard=REPLY[len(heard) :])
    session.end_reply("r2", "cancelled")
    await expect(page.locator(".bubble-note:not([hidden])")).to_be_visible()
    tutor.gone = True
    tutor.cut()
    await expect(page.locator("#problem")).to_be_visible()
    await page.fill("#type", "Two quarters!")
    await page.keyboard.press("Enter")


async def settings(page: Page, tutor: FakeTutor) -> None:
    tutor.free_speech = False
    await listening(page, tutor)
    await page.click("#open-settings")


async def written(page: Page, tutor: FakeTutor) -> None:
    """A typed turn answered with maths and code, the short-answers badge, a note."""
    await page.fill("#type", "Show me with quarters")
    await page.keyboard.press("Enter")
    session = await tutor.session()
    await session.wait_for("response.create")
    session.answer("r1", "t1", "We make both quarters.")
    session.emit("tutor.html", item_id="t1", html=MATH + CODE)
    await expect(page.locator(".bubble pre")).to_be_visible()
    session.emit("tutor.notice", code="not_understood", message="")
    await expect(page.locator("#notice")).to_be_visible()


async def show(scene: str, page: Page, tutor: FakeTutor) -> None:
    if scene == "speaking":
        await speaking(page, tutor)
    elif scene == "ducked":
        await ducked(page, tutor)
    elif scene == "paused":
        await paused(page, tutor)
    elif scene == "error":
        await error(page, tutor)
    elif scene == "settings":
        await settings(page, tutor)
    elif scene == "written":
        await written(page, tutor)
