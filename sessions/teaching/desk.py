"""One decision of the policy under way: the run so far and the notes so far.

The only mutable thing of the tutor's mind; it lives for one call of `policy.decide`.
"""

from dataclasses import replace

from sessions.teaching.lesson import Format, Item, Use
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.naming import RIGHT
from sessions.teaching.notes import Note, apply, hint_given, lesson_finished, passed
from sessions.teaching.pacing import words_in
from sessions.teaching.run import BOTTOM, REAL_ATTEMPTS, Awaiting, By, LessonRun, Moment

_LADDER = (Act.NUDGE, Act.LOCATE, Act.HINT, Act.BOTTOM_OUT)


class Desk:
    """Rules change the run through it and end with exactly one move."""

    def __init__(self, run: LessonRun, at_s: float) -> None:
        self.run = run
        self.at_s = at_s
        self.named = RIGHT
        """The error of the answer that is being dealt with."""
        self._notes: list[Note] = []

    def note(self, note: Note) -> None:
        """Write a fact; the record changes by it and by nothing else."""
        self._notes.append(note)
        self.run = apply(self.run, note, self.at_s)

    @property
    def moment(self) -> Moment:
        """What is so just now; rules assign changed ones."""
        return self.run.moment

    @moment.setter
    def moment(self, moment: Moment) -> None:
        self.run = replace(self.run, moment=moment)

    def leave(self) -> None:
        """Leave the item under way without a fact."""
        self.run = passed(self.run)

    def move(self, act: Act, reason: Reason = Reason.NONE) -> Move:
        """A move about the item under way; rules add the material."""
        run = self.run
        item = run.item if run.moment.posed else None
        return Move(
            act=act,
            reason=reason,
            item=item,
            rung=run.work.rungs,
            tries=len(run.work.tried),
            guards=(item,) if item and not run.work.shown else (),
            error=self.named.error,
            because=self.named.because,
            oral=run.format is Format.DIALOGUE,
        )

    def finish(self, move: Move) -> tuple[LessonRun, Move]:
        """Book the move and give both back."""
        moment = self.run.moment
        times = moment.times(move.kind)
        made = (*((k, n) for k, n in moment.made if k != move.kind), (move.kind, times + 1))
        if move.act is Act.WAIT:
            self.moment = replace(self.moment, made=made)
        else:
            self.moment = replace(self.moment, made=made, posed_s=self.at_s, words=_to_read(move))
        guards = (*move.guards, *self._left_open(move.done))
        return self.run, replace(move, times=times, guards=guards, notes=tuple(self._notes))

    def _left_open(self, done: Item | None) -> tuple[Item, ...]:
        """An item that was left without its answer stays guarded: it comes back another day."""
        if done is None:
            return ()
        work = self.run.record.work(done.item_id)
        return () if work.right or work.shown else (done,)

    # --- what several rules end with

    def pose(self, reason: Reason = Reason.NONE) -> Move:
        """Put the item under way."""
        item = self.run.item
        if item is None:
            return self.close()
        self.moment = replace(
            self.moment, awaiting=Awaiting.ATTEMPT, posed=True, part=None, misconception=""
        )
        act = Act.TRANSFER if item.use is Use.TRANSFER else Act.POSE
        return self.move(act, reason)

    def lead_on(self, act: Act, reason: Reason, done: Item | None) -> Move:
        """Say something about the item that was closed, and put the next one."""
        self.moment = replace(
            self.moment,
            stuck=0,
            turns=0,
            slowed=False,
            offered=False,
            posed=False,
            misconception="",
        )
        item = self.run.item
        if item is None:
            return self.close(reason=reason, done=done)
        if self.run.accommodations.one_step:
            self.moment = replace(self.moment, awaiting=Awaiting.GO)
            return replace(self.move(act, reason), done=done)
        self.moment = replace(self.moment, awaiting=Awaiting.ATTEMPT, posed=True)
        act = Act.TRANSFER if item.use is Use.TRANSFER else act
        return replace(self.move(act, reason), done=done)

    def close(self, reason: Reason = Reason.NONE, done: Item | None = None) -> Move:
        """The lesson is over."""
        self.moment = replace(self.moment, awaiting=Awaiting.DONE, posed=False)
        summary = self.run.summary
        self.note(lesson_finished(self.run))
        return replace(self.move(Act.FINISH, reason), done=done, summary=summary)

    def ask(self, reason: Reason) -> Move:
        """Ask for an own try."""
        self.moment = replace(self.moment, awaiting=Awaiting.ATTEMPT)
        return self.move(Act.ASK_ATTEMPT, reason)

    def rung(self, *, asked: bool) -> Move:
        """The next rung of the ladder; the answer only after real attempts."""
        item, work = self.run.item, self.run.work
        if item is None:
            return self.close()
        number = work.rungs + 1
        if number >= BOTTOM and not self.may_show():
            return self.ask(Reason.BEFORE_ANSWER)
        number = min(number, BOTTOM)
        if not work.shown:
            self.note(hint_given(self.run, number, asked=asked))
        self.moment = replace(self.moment, awaiting=Awaiting.ATTEMPT, slowed=False)
        text = item.hints[number - 1] if number <= len(item.hints) else ""
        if number == BOTTOM and not text:
            text = item.answer
        return replace(self.move(_LADDER[number - 1]), text=text)

    def may_show(self) -> bool:
        """Has the student earned the answer: real attempts, and all rungs before?"""
        item, work = self.run.item, self.run.work
        if item is None or item.use is Use.TRANSFER:
            return False
        return work.efforts >= REAL_ATTEMPTS and work.rungs >= BOTTOM - 1

    def help_note(self, by: By, rung: int) -> None:
        """Other help than the ladder was given for the open item: from now on it is aided."""
        if self.run.moment.posed and self.run.item is not None:
            self.note(hint_given(self.run, rung, asked=by is By.QUESTION, by=by))


def _to_read(move: Move) -> int:
    """Words that the student has to read now."""
    asks = move.act in {Act.POSE, Act.TRANSFER, Act.PRAISE, Act.MOVE_ON, Act.ASK_FORM}
    shown = move.item if asks else move.probe
    texts = [move.text]
    if shown is not None:
        texts += [shown.question, *shown.choices]
    return sum(words_in(text) for text in texts)
