"""A question within a lesson is also looked up in all lessons: for a model that words the answer,
and where the lesson under way says nothing about it.
"""

from dataclasses import replace

from inference.contracts import Passage
from sessions.grounding import Ask
from sessions.state import Guard, Owed
from sessions.teaching import words
from sessions.teaching.moves import Act, Move
from sessions.teaching.parts import explanation, text_of
from sessions.teaching.run import LessonRun
from sessions.teaching.talk import Talk


def looked_up(run: LessonRun, move: Move, owed: Owed, talk: Talk) -> Owed:
    """What is owed for a move, with what is to be looked up for it; `talk` as in Guard."""
    if move.act is not Act.ANSWER_QUESTION:
        return owed
    ask = Ask(question=move.question, grade=run.reading_grade, guards=move.guards, rung=move.rung)
    if not owed.script:
        text = text_of(run.lesson, explanation(run))
        own = Passage(title=run.lesson.title, text=text, said=text)
        return replace(owed, ask=replace(ask, own=own, scripted=True))
    frame = words.elsewhere(run, move)
    if frame is None:
        return owed
    return replace(
        owed,
        script="",
        fallback=owed.script,
        guard=Guard(items=move.guards, rung=move.rung, talk=talk),
        ask=replace(ask, only=True, before=frame.before),
        closing=frame.after,
    )
