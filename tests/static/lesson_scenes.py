"""The student page with lessons in their telling moments, for pictures and checks."""

from collections.abc import Awaitable, Callable
from typing import Final

from playwright.async_api import Page, expect

from tests.static.fake_lessons import LESSON
from tests.static.fake_server import Event, FakeSession, FakeTutor, message

RUN = "run_1"
TITLE = "Adding unlike fractions"
HALF, QUARTER = (f"<mfrac><mn>1</mn><mn>{under}</mn></mfrac>" for under in (2, 4))
PIZZA = (
    "<p>Sam ate one half of a pizza. Ana ate one quarter of the same pizza. How much did they eat "
    "together?</p>"
    f'<math display="block">{HALF}<mo>+</mo>{QUARTER}<mo>=</mo><mo>?</mo></math>'
)
HINTS = (
    "<p>Is the answer more than one half? Keep that in mind.</p>",
    "<p>Find a kind of part into which both halves and quarters can be cut.</p>",
    "<p>For <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> and <math><mfrac><mn>1</mn><mn>6</mn>"
    "</mfrac></math> you would take sixths.</p>",
    "<p>One half is two quarters. Two and one make three quarters.</p>",
)


def item(item_id: str, kind: str, html: str, **fields: object) -> Event:
    """A posed item, as the wire shows it."""
    return {
        "id": item_id, "kind": kind, "use": "practice", "skill": "add-unlike-fractions",
        "question": html, "html": html, "choices": [], "form": "", "starter": "", **fields,
    }  # fmt: skip


def choices(*texts: str) -> list[dict[str, str]]:
    return [{"text": text, "html": f"<p>{text}</p>"} for text in texts]


ITEMS: Final[dict[str, Event]] = {
    "fraction": item("pizza", "fraction", PIZZA, form="lowest"),
    "number": item("ribbon", "number", "<p>A ribbon is 12 cm long. Half of it is cut off. "
                   "How long is the rest?</p>", form="cm"),
    "expression": item("bill", "expression", "<p>Three tickets cost <math><mi>x</mi></math> each, "
                       "and a map costs 2. What is the whole price?</p>"),
    "choice": item("which", "choice", "<p>Which kind of part fits thirds and quarters?</p>",
                   use="quiz", choices=choices("Twelfths", "Sevenths, because 3 + 4 = 7",
                                               "Thirds are good enough for both of them",
                                               "None at all")),
    "steps": item("order", "steps", "<p>How do you add 1/2 and 1/4? Put the steps in order.</p>",
                  choices=choices("Count the quarters", "Write 1/2 as 2/4",
                                  "Find a part that fits both")),
    "text": item("why", "text", "<p>Why can you not just add the numbers below? Say it in your own "  # noqa: E501 a sentence of the page
                 "words.</p>", use="transfer"),
    "python": item("code", "python", "<p>Write <code>double(n)</code>. It gives back two times "
                   "<code>n</code>.</p>", starter="def double(n):\n    return n\n"),
}  # fmt: skip


def show_item(session: FakeSession, posed: Event | None, **fields: object) -> None:
    state: Event = {
        "lesson_id": LESSON, "run": RUN, "title": TITLE, "format": "practice",
        "part": "item" if posed else "explain", "item": posed, "done": 3, "total": 6, "hints": 0,
        "client_event_id": None, **fields,
    }  # fmt: skip
    session.emit("tutor.lesson", **state)


def progress(session: FakeSession, posed: str, *, correct: bool, **fields: object) -> None:
    found: Event = {"attempt": 1, "aided": False, "error_kind": "", **fields}
    session.emit("tutor.progress", run=RUN, lesson_item=posed, correct=correct, **found)


def hint(session: FakeSession, posed: str, rung: int) -> None:
    session.emit("tutor.hint", run=RUN, lesson_item=posed, rung=rung, html=HINTS[rung - 1])


def finish(session: FakeSession) -> None:
    session.emit("tutor.lesson.finished", run=RUN, lesson_id=LESSON, xp=40, right=6, total=6,
                 unaided_right=4, unaided_total=5)  # fmt: skip


def ask_vote(session: FakeSession) -> None:
    simple = ("<p>To add pieces, they must have the same size. Cut the half into two quarters. Now "  # noqa: E501 a sentence of the page
              "you count quarters: two and one make three.</p><p>That is why a half and a quarter "
              "are three quarters.</p>")  # fmt: skip
    example = (f"<ol><li>Look at <math>{HALF}<mo>+</mo>{QUARTER}</math>.</li><li>Quarters fit in a "  # noqa: E501 a sentence of the page
               "half: one half is two quarters.</li><li>Count: two quarters and one quarter make "
               "three quarters.</li></ol>")  # fmt: skip
    session.emit("tutor.vote.request", pair="pair_1", lesson_id=LESSON,
                 question=f"Which explains \u201c{TITLE}\u201d better?",
                 left={"html": simple}, right={"html": example})  # fmt: skip


async def begin(page: Page, tutor: FakeTutor, posed: Event | None = None) -> FakeSession:
    """From the welcome face into the lesson, by the big card."""

    def started(session_id: str, _: str) -> None:
        show_item(tutor.sessions[session_id], posed)

    tutor.lessons.on_start = started
    await page.click("#next-lesson")
    session = await tutor.session()
    await expect(page.locator("#lesson-body > *")).not_to_have_class("lead lesson-coming")
    return session


async def explained(page: Page, tutor: FakeTutor) -> None:
    session = await begin(page, tutor)
    text = ("To add pieces, they must have the same size. So we look for a part that fits both. For "  # noqa: E501 a sentence of the page
            "a half and a quarter that is the quarter.")  # fmt: skip
    session.emit("conversation.item.done", item=message("t1", "assistant", text))
    await expect(page.locator(".goals")).to_be_visible()


async def fraction(page: Page, tutor: FakeTutor) -> None:
    session = await begin(page, tutor, ITEMS["fraction"])
    session.emit("conversation.item.done", item=message("s1", "user", "Two sixths?", voice=True))
    text = (
        "You added tops and bottoms, a good first idea to test. Is one half as big as one third?"
    )
    session.emit("conversation.item.done", item=message("t1", "assistant", text))
    progress(session, "pizza", correct=False, error_kind="misconception")
    hint(session, "pizza", 1)
    hint(session, "pizza", 2)
    await page.fill("#lesson-answer", "3/4")
    await expect(page.locator(".hint")).to_have_count(2)


def posing(kind: str) -> Callable[[Page, FakeTutor], Awaitable[None]]:
    async def posed(page: Page, tutor: FakeTutor) -> None:
        session = await begin(page, tutor, ITEMS[kind])
        session.emit(
            "conversation.item.done", item=message("t1", "assistant", "Now try this one.")
        )
        await expect(page.locator("#lesson-answer")).to_be_visible()
        if kind == "expression":
            await page.fill("#lesson-answer", "3x + 2/4")

    return posed


async def right(page: Page, tutor: FakeTutor) -> None:
    session = await begin(page, tutor, ITEMS["choice"])
    await page.locator(".choice-card").first.click()
    progress(session, "which", correct=True)
    await expect(page.locator("#lesson-feedback")).to_have_attribute("data-tone", "right")


async def finished(page: Page, tutor: FakeTutor) -> None:
    session = await begin(page, tutor, ITEMS["choice"])
    tutor.lessons.next = [{"lesson": "number-fractions-8", "reason": "next"}]
    finish(session)
    await expect(page.locator("#finished-next")).to_be_visible()


async def vote(page: Page, tutor: FakeTutor) -> None:
    await finished(page, tutor)
    ask_vote(await tutor.session())
    await expect(page.locator(".vote-card")).to_have_count(2)


async def paths(page: Page, _: FakeTutor) -> None:
    await page.click("#open-map")
    await expect(page.locator(".path-card")).to_have_count(12)


async def road(page: Page, tutor: FakeTutor) -> None:
    await paths(page, tutor)
    await page.click("[data-path=number-fractions]")
    await expect(page.locator(".stop")).to_have_count(10)


async def rewards(page: Page, _: FakeTutor) -> None:
    await page.click("#xp")
    await expect(page.locator("#rewards")).to_be_visible()


LESSON_SCENES: Final = {
    "paths": paths, "road": road, "explained": explained, "fraction": fraction,
    **{f"item-{kind}": posing(kind) for kind in ITEMS if kind != "fraction"},
    "right": right, "finished": finished, "vote": vote, "rewards": rewards,
}  # fmt: skip
