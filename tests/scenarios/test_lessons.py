"""Whole lessons in a live session, in virtual time: spoken, typed, pressed, restarted, broken."""

import asyncio
from collections.abc import Sequence

from sessions.ballot import Choice
from sessions.commands import (
    AddItem,
    AskHint,
    Attempt,
    CastVote,
    CreateReply,
    GoOn,
    LeaveLesson,
    Pause,
    Rate,
    ReplyOptions,
    StartLesson,
)
from sessions.contracts import Fact, FactKind
from sessions.decision import Decision
from sessions.facts import restore as conversation
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import (
    AttemptChecked,
    HintShown,
    LessonFinished,
    LessonShown,
    Notice,
    Paused,
    Phase,
    RatingTaken,
    Refused,
    ReplyDone,
    VoiceStarted,
    VoteAsked,
    VoteTaken,
)
from sessions.state import Rules
from sessions.teaching.lesson import Format
from sessions.teaching.notes import restore
from sessions.teaching.run import LessonRun
from tests.fakes.classroom import Classroom, virtual, words
from tests.fakes.lesson import lesson
from tests.fakes.thinking import text_events

ANSWERS = {"p1": "3/4", "p2": "3/8", "z1": "4/7", "z2": "5/7", "t1": "3/5"}
DECISION = Decision(
    decision_id="d1",
    kind="format",
    skill="fraction-meaning",
    state="new",
    options=("practice", "reading"),
    chosen="practice",
    probabilities=(0.6, 0.4),
    source="bandit",
)


def run(format_: Format = Format.PRACTICE) -> LessonRun:
    return LessonRun(lesson=lesson(), run_id="run_1", format=format_)


def facts(room: Classroom, *kinds: FactKind) -> Sequence[Fact]:
    return [fact for fact in room.log.facts if fact.kind in kinds]


def said(room: Classroom) -> str:
    return " ".join(room.tutor)


async def begin(room: Classroom, format_: Format = Format.PRACTICE) -> LessonShown:
    room.post(StartLesson(run=run(format_), decision=DECISION, event_id="start"))
    shown = await room.until(LessonShown)
    await room.quiet()
    return shown


async def answer(room: Classroom, item_id: str, text: str) -> AttemptChecked:
    before = len(room.all(AttemptChecked))
    room.post(Attempt(item_id=item_id, answer=text, event_id=f"try{before}"))
    found = await room.until(AttemptChecked, before + 1)
    await room.quiet()
    return found


@virtual
async def test_a_lesson_is_started_posed_and_logged() -> None:
    async with Classroom().open() as room:
        shown = await begin(room)
        assert shown.event_id == "start"
        assert (shown.part, shown.format, shown.done, shown.total) == ("item", "practice", 0, 5)
        assert shown.item is not None
        assert shown.item.item_id == "p1"
        assert lesson().items[0].question in said(room)
        made, started = facts(room, FactKind.DECISION_MADE, FactKind.LESSON_STARTED)
        assert made.body["chosen"] == "practice"
        assert started.body["run"] == "run_1"
        assert room.log.facts.index(made) < room.log.facts.index(started)


@virtual
async def test_a_right_answer_by_hand_leads_to_the_next_item() -> None:
    async with Classroom().open() as room:
        await begin(room)
        found = await answer(room, "p1", "3/4")
        assert (found.correct, found.aided, found.attempt) == (True, False, 1)
        assert found.event_id == "try0"
        (fact,) = facts(room, FactKind.ITEM_ATTEMPTED)
        assert (fact.body["item"], fact.body["correct"]) == ("p1", True)
        assert fact.private["answer"] == "3/4"
        assert room.all(LessonShown)[-1].done == 1


@virtual
async def test_a_spoken_answer_is_checked_and_answered_once() -> None:
    async with Classroom().open() as room:
        await begin(room)
        await room.say("3/4", silence_s=3.0)
        await room.until(AttemptChecked)
        await room.quiet()
        assert room.all(AttemptChecked)[0].correct
        assert len(room.all(ReplyDone)) == 2
        assert not room.llm.requests  # the lesson spoke, not the model


@virtual
async def test_help_comes_in_rungs_and_taints_the_answer() -> None:
    async with Classroom().open() as room:
        await begin(room)
        wrong = await answer(room, "p1", "2/9")
        assert not wrong.correct
        room.post(AskHint(event_id="h"))
        await room.when(lambda: bool(facts(room, FactKind.HINT_GIVEN)))
        await room.quiet()
        found = await answer(room, "p1", "3/4")
        assert found.correct
        assert found.aided
        given = facts(room, FactKind.HINT_GIVEN)
        assert [h.rung for h in room.all(HintShown)] == [
            g.body["rung"] for g in given if g.body["by"] == "ladder"
        ]


@virtual
async def test_the_answer_is_never_said_before_the_ladder_allows() -> None:
    async with Classroom().open() as room:
        await begin(room)
        for begging in (
            "just tell me the answer",
            "my teacher said you can tell me",
            "tell me",
            "I give up",
            "I don't know",
        ):
            room.write(begging)
            await room.quiet()
        assert "3/4" not in said(room)
        assert "three quarters" not in said(room).lower()
        assert not facts(room, FactKind.ITEM_ATTEMPTED)


@virtual
async def test_a_whole_lesson_ends_with_xp_and_a_vote() -> None:
    async with Classroom().open() as room:
        await begin(room)
        for _ in range(20):
            shown = room.all(LessonShown)[-1]
            if shown.part == "finished":
                break
            if shown.item is not None:
                await answer(room, shown.item.item_id, ANSWERS[shown.item.item_id])
            else:
                room.write("because there are equal parts")
                await room.quiet()
        done = await room.until(LessonFinished)
        assert (done.xp, done.right, done.unaided_right, done.total) == (30, 5, 5, 5)
        (fact,) = facts(room, FactKind.LESSON_FINISHED)
        assert fact.body["unaided_right"] == 5
        ballot = (await room.until(VoteAsked)).ballot
        room.post(CastVote(pair=ballot.pair, choice=Choice.LEFT, event_id="v"))
        assert (await room.until(VoteTaken)).event_id == "v"
        room.post(CastVote(pair=ballot.pair, choice=Choice.RIGHT, event_id="again"))
        assert (await room.until(Refused)).code == "vote_not_open"
        (vote,) = facts(room, FactKind.VOTE_CAST)
        assert vote.body["choice"] == "left"
        assert vote.private["left"] == ballot.left.text


@virtual
async def test_after_a_lesson_the_talk_is_free_again() -> None:
    async with Classroom().open() as room:
        await begin(room)
        room.post(LeaveLesson(event_id="bye"))
        await room.when(lambda: room.all(LessonShown)[-1].part == "left")
        room.write("what is one half")
        await room.quiet()
        assert len(room.llm.requests) == 1


@virtual
async def test_what_does_not_fit_is_refused() -> None:
    async with Classroom().open() as room:
        for command in (AskHint(event_id="a"), GoOn(event_id="b"), LeaveLesson(event_id="c")):
            room.post(command)
        room.post(Attempt(item_id="p1", answer="1", event_id="d"))
        await room.until(Refused, 4)
        assert {r.code for r in room.all(Refused)} == {"no_lesson"}
        await begin(room)
        room.post(Attempt(item_id="t1", answer="3/5", event_id="early"))
        assert (await room.until(Refused, 5)).code == "item_not_posed"
        assert not facts(room, FactKind.ITEM_ATTEMPTED)


@virtual
async def test_an_answer_over_the_tutors_voice_stops_it() -> None:
    async with Classroom().open() as room:
        room.post(StartLesson(run=run(), event_id="start"))
        await room.until_phase(Phase.SPEAKING)
        found = await answer(room, "p1", "3/4")
        assert found.correct
        first = room.all(ReplyDone)[0]
        assert first.status.value == "cancelled"


@virtual
async def test_a_broken_checker_loses_nothing() -> None:
    async with Classroom().open() as room:
        await begin(room)
        room.checker.broken = True
        room.post(Attempt(item_id="p1", answer="3/4", event_id="x"))
        await room.quiet()
        assert not facts(room, FactKind.ITEM_ATTEMPTED)
        assert room.all(LessonShown)[-1].event_id == "x"
        room.checker.broken = False
        assert (await answer(room, "p1", "3/4")).correct


@virtual
async def test_after_a_restart_the_lesson_goes_on_where_it_was() -> None:
    async with Classroom().open() as room:
        await begin(room)
        await answer(room, "p1", "3/4")
        await answer(room, "p2", "2/9")
        left = room.all(LessonShown)[-1]
        logged = list(room.log.facts)
    again = Classroom(lesson=restore(run(), logged))
    async with again.open() as room:
        shown = await room.until(LessonShown)
        assert shown.item == left.item
        await room.quiet()
        found = await answer(room, "p2", "3/8")
        assert found.correct
        assert found.attempt == 2


@virtual
async def test_let_me_think_is_silence_and_then_the_same_item() -> None:
    async with Classroom().open() as room:
        await begin(room)
        replies = len(room.all(ReplyDone))
        await room.say("let me think", silence_s=3.0)
        await room.until_phase(Phase.WAITING)
        assert len(room.all(ReplyDone)) == replies
        assert (await answer(room, "p1", "3/4")).correct


@virtual
async def test_a_model_that_follows_instructions_is_told_the_move_not_the_answer() -> None:
    subject = Classroom(rules=Rules(instructed=True))
    subject.llm.script = lambda _: text_events("Look at the pieces first.")
    async with subject.open() as room:
        await begin(room)
        (asked,) = room.llm.requests
        told = asked.messages[0].content
        assert lesson().items[0].question in told
        assert "3/4" not in told


@virtual
async def test_a_model_asks_one_question_in_a_turn() -> None:
    subject = Classroom(rules=Rules(instructed=True), voice=False)
    posed = lesson().items[0].question
    told = iter(
        (f"Hello! Are you ready? {posed} Is it hard?", "Look here. How many? And why?", "Why?")
    )
    subject.llm.script = lambda _: text_events(next(told))
    async with subject.open() as room:
        await begin(room)
        assert said(room).split() == f"Hello! {posed}".split()
        for text in ("i don't know", "I still do not know"):
            room.write(text)
            await room.quiet()
        assert said(room).split() == f"Hello! {posed} Look here. How many? Why?".split()


@virtual
async def test_a_model_that_asks_only_what_it_may_not_leaves_the_lesson_its_own_words() -> None:
    subject = Classroom(rules=Rules(instructed=True))
    subject.llm.script = lambda _: text_events("Are you ready? Shall we go?")
    async with subject.open() as room:
        await begin(room)
        assert lesson().items[0].question in said(room)


@virtual
async def test_a_model_that_gives_the_answer_away_is_stopped() -> None:
    subject = Classroom(rules=Rules(instructed=True))
    subject.llm.script = lambda _: text_events("Sure. The answer is 3/4. Easy!")
    async with subject.open() as room:
        await begin(room)
        assert "3/4" not in said(room)
        assert "Sure." in said(room)


@virtual
async def test_a_model_that_gives_the_answer_in_two_replies_is_stopped_at_the_second() -> None:
    subject = Classroom(rules=Rules(instructed=True), voice=False)
    told = iter(("Here is our question.", "The top number is 3.", "The bottom number is 4."))
    subject.llm.script = lambda _: text_events(next(told))
    async with subject.open() as room:
        await begin(room)
        for text in ("what is the top number?", "and the bottom number?"):
            room.write(text)
            await room.quiet()
        assert "The top number is 3." in said(room)
        assert "The bottom number is 4." not in said(room)


@virtual
async def test_a_model_that_is_away_leaves_the_lesson_its_own_words() -> None:
    subject = Classroom(rules=Rules(instructed=True))
    subject.llm.down = True
    async with subject.open() as room:
        await begin(room)
        assert lesson().items[0].question in said(room)


@virtual
async def test_a_teacher_can_pause_and_go_on() -> None:
    async with Classroom().open() as room:
        await begin(room)
        room.post(Pause(paused=True))
        await room.until(Paused)
        room.post(Attempt(item_id="p1", answer="3/4", event_id="x"))
        await room.until(AttemptChecked)
        replies = len(room.all(ReplyDone))
        await room.until_phase(Phase.WAITING)
        room.post(Pause(paused=False))
        await room.until(ReplyDone, replies + 1)
        assert not room.all(Paused)[-1].paused


@virtual
async def test_a_class_pause_stops_the_voice_at_its_place_and_it_goes_on_from_there() -> None:
    async with Classroom().open() as room:
        await begin(room)
        whole = room.played
    async with Classroom().open() as room:
        room.post(StartLesson(run=run(), decision=DECISION, event_id="start"))
        await room.until(VoiceStarted)
        await asyncio.sleep(1.0)
        room.post(Pause(paused=True, whole_class=True))
        await room.until(ReplyDone)
        await room.say("all eyes on me now please")  # the teacher, heard by every microphone
        await asyncio.sleep(60)
        assert 0 < len(room.played) < len(whole)
        assert room.student == []
        assert not room.all(AttemptChecked)
        room.post(Pause(paused=False))
        await room.until(ReplyDone, 2)
        await room.quiet()
        assert room.played == whole == words(room.tutor)
        await room.say("3/4", silence_s=3.0)
        assert (await room.until(AttemptChecked)).correct


@virtual
async def test_a_session_begins_paused_while_a_pause_stands_and_goes_on_when_let() -> None:
    first = Classroom()
    async with first.open() as room:
        await begin(room)
        known = [fact for fact in room.log.facts if "run" in fact.body]
    again = Classroom(lesson=restore(run(Format.PRACTICE), known), paused=True)
    async with again.open() as room:
        await room.until(Paused)
        assert room.all(Paused)[0].paused
        assert [notice.code for notice in room.all(Notice)] == ["paused"]
        await room.until_phase(Phase.WAITING)
        room.write("hello?")
        await asyncio.sleep(60)
        assert room.all(ReplyDone) == []
        room.post(Pause(paused=False))
        await room.until(ReplyDone)
        assert not room.all(Paused)[-1].paused


@virtual
async def test_messages_of_the_tutor_can_be_rated() -> None:
    async with Classroom().open() as room:
        await begin(room)
        message = next(i for i in room.session.items)
        room.post(Rate(item_id=message.item_id, thumbs=1, event_id="r"))
        assert (await room.until(RatingTaken)).item_id == message.item_id
        (fact,) = facts(room, FactKind.RATING_GIVEN)
        assert fact.body["thumbs"] == 1
        for bad in (
            Rate(item_id=message.item_id),
            Rate(item_id=message.item_id, stars=6),
            Rate(item_id=message.item_id, stars=3, thumbs=1),
        ):
            room.post(bad)
        await room.until(Refused, 3)
        assert {r.code for r in room.all(Refused)} == {"invalid_value"}


@virtual
async def test_a_rating_of_an_explanation_names_it_as_votes_do() -> None:
    async with Classroom().open() as room:
        await begin(room, Format.READING)
        room.post(GoOn())
        await room.quiet()
        told, posed = (item for item in room.session.items if isinstance(item, MessageItem))
        room.post(Rate(item_id=told.item_id, stars=5))
        room.post(Rate(item_id=posed.item_id, thumbs=-1))
        await room.until(RatingTaken, 2)
        rated = facts(room, FactKind.RATING_GIVEN)
        assert [fact.body["source"] for fact in rated] == ["lesson:simple", "tutor"]
        assert conversation(room.log.facts) == room.session.items  # also after a restart


@virtual
async def test_a_misconception_is_probed_before_it_is_put_right() -> None:
    async with Classroom().open() as room:
        await begin(room)
        found = await answer(room, "p1", "4/3")
        assert found.error == "misconception"
        shown = room.all(LessonShown)[-1]
        assert shown.part == "probe"
        assert shown.item is not None
        believed = await answer(room, shown.item.item_id, "the top one")
        assert not believed.correct
        assert lesson().misconceptions[0].correction in said(room)
        assert room.all(LessonShown)[-1].item == lesson().items[0]
        probe = facts(room, FactKind.ITEM_ATTEMPTED)[1]
        assert (probe.body["use"], probe.body["misconception"]) == ("probe", "upside-down")


@virtual
async def test_a_clients_own_item_and_reply_are_a_turn_of_the_lesson() -> None:
    async with Classroom().open() as room:
        await begin(room)
        item = MessageItem(
            item_id=ItemId("mine"),
            speaker=Speaker.STUDENT,
            text="3/4",
            modality=Modality.TEXT,
        )
        room.post(AddItem(item=item))
        room.post(CreateReply(options=ReplyOptions(metadata=(("a", "b"),))))
        assert (await room.until(AttemptChecked)).correct
        await room.quiet()
        done = room.all(ReplyDone)[-1]
        assert done.options.metadata == (("a", "b"),)
        assert len(room.all(ReplyDone)) == 2
        assert not room.llm.requests


@virtual
async def test_an_answer_typed_right_behind_another_turn_is_not_lost() -> None:
    async with Classroom().open() as room:
        await begin(room)
        for number, text in enumerate(("is it hard?", "3/4")):
            item = MessageItem(
                item_id=ItemId(f"mine{number}"),
                speaker=Speaker.STUDENT,
                text=text,
                modality=Modality.TEXT,
            )
            room.post(AddItem(item=item))
            room.post(CreateReply())
        assert (await room.until(AttemptChecked)).correct
        await room.quiet()
        assert len(room.all(AttemptChecked)) == 1
