"""Questions answered from the lessons, in free talk and inside a lesson, typed and spoken."""

from inference.contracts import Passage
from sessions.commands import CreateReply, ReplyOptions, Say, StartLesson
from sessions.outputs import LessonShown, ReplyDone
from sessions.state import Rules
from sessions.teaching.run import LessonRun
from tests.fakes.classroom import Classroom, virtual
from tests.fakes.lesson import lesson
from tests.fakes.library import CELLS, FakeLibrary, grounds
from tests.fakes.thinking import text_events

RUN = LessonRun(lesson=lesson(), run_id="run", grade=3)


def room_with(text: str, library: FakeLibrary | None = None) -> Classroom:
    made = Classroom(grounds=grounds(library))
    made.llm.script = lambda _: text_events(text)
    return made


@virtual
async def test_a_typed_question_that_the_model_cannot_answer_is_answered_by_the_lesson() -> None:
    async with room_with("I don't know that yet.").open() as room:
        room.post(Say(text="What is a cell?"))
        await room.until(ReplyDone)
        assert room.tutor == [f"From the lesson \u201c{CELLS.title}\u201d: {CELLS.said}"]


@virtual
async def test_a_spoken_question_too() -> None:
    async with room_with("A cell is a dragon.").open() as room:
        await room.say("what is a cell", silence_s=3.0)
        await room.until(ReplyDone)
        assert "nucleus" in room.played
        assert "dragon" not in room.played


@virtual
async def test_an_unknown_topic_is_the_models_own() -> None:
    async with room_with("I don't know that yet.").open() as room:
        room.post(Say(text="Who was Napoleon?"))
        await room.until(ReplyDone)
        assert room.tutor == ["I don't know that yet."]


@virtual
async def test_a_reply_with_instructions_of_its_own_is_left_alone() -> None:
    library = FakeLibrary()
    async with room_with("A dragon.", library).open() as room:
        room.post(Say(text="What is a cell?"))
        await room.until(ReplyDone)
        looked = len(library.asked)
        room.post(CreateReply(options=ReplyOptions(instructions="Say something funny.")))
        await room.until(ReplyDone, 2)
        assert len(library.asked) == looked
        assert room.tutor[-1] == "A dragon."


@virtual
async def test_inside_a_lesson_another_lesson_answers_and_leads_back() -> None:
    async with room_with("never asked").open() as room:
        room.post(StartLesson(run=RUN))
        await room.until(ReplyDone)
        room.post(Say(text="go on"))
        shown = await room.until(LessonShown, 2)
        assert shown.item is not None
        done = len(room.all(ReplyDone))
        room.post(Say(text="What is a cell nucleus?"))
        await room.until(ReplyDone, done + 1)
        said = room.tutor[-1]
        assert CELLS.said in said
        assert shown.item.question in said
        assert room.llm.requests == []


@virtual
async def test_inside_a_lesson_an_open_items_answer_is_never_retrieved() -> None:
    telling = Passage(title="Cell parts", text="The cell is 3/4.", said="The answer is 3/4.")
    async with room_with("never asked", FakeLibrary(passage=telling)).open() as room:
        room.post(StartLesson(run=RUN))
        await room.until(ReplyDone)
        room.post(Say(text="go on"))
        shown = await room.until(LessonShown, 2)
        assert shown.item is not None
        assert shown.item.answer == "3/4"
        done = len(room.all(ReplyDone))
        room.post(Say(text="What is a cell nucleus?"))
        await room.until(ReplyDone, done + 1)
        assert "3/4" not in " ".join(room.tutor)
        assert shown.item.question in room.tutor[-1]


@virtual
async def test_a_capable_model_that_is_doubted_in_a_lesson_leaves_it_the_lessons_words() -> None:
    made = room_with("Look at the pieces.")
    made.rules = Rules(instructed=True)
    async with made.open() as room:
        room.post(StartLesson(run=RUN))
        await room.until(ReplyDone)
        room.llm.script = lambda _: text_events("A fraction is a dragon.")
        done = len(room.all(ReplyDone))
        room.post(Say(text="What is a fraction?"))
        await room.until(ReplyDone, done + 1)
        assert "dragon" not in room.tutor[-1]
        assert "A fraction is a part of a whole." in room.tutor[-1]
        assert room.llm.requests[-1].passage is not None
