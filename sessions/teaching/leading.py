"""How the tutor leads through a lesson: presents parts, goes on, leaves out, takes up again.
Pure rules on the desk."""

from dataclasses import replace

from sessions.teaching.desk import Desk
from sessions.teaching.fixing import probe
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.notes import lesson_started
from sessions.teaching.pacing import prompt_due
from sessions.teaching.parts import opening, other_way, pieces
from sessions.teaching.run import Awaiting, By, Error, LessonRun, Part


def started(d: Desk) -> Move:
    """Begin, or take up where it stopped."""
    if d.moment.awaiting is not Awaiting.START:
        return again(d)
    fresh = not d.run.record.started
    if fresh:
        d.note(lesson_started(d.run))
    if fresh or (d.run.record.at == 0 and not d.run.record.works):
        parts = opening(d.run)
        return present(d, parts[0]) if parts else d.pose()
    name = unprobed(d.run)
    return probe(d, name, Reason.RESUMED) if name else d.pose(Reason.RESUMED)


def unprobed(run: LessonRun) -> str:
    """The misconception that the last answer showed and whose probe is still to come."""
    last = run.work.tried[-1] if run.work.tried else None
    if last is None or last.error is not Error.MISCONCEPTION:
        return ""
    known = {probed.misconception for probed in run.record.probes}
    found = run.lesson.misconception(last.misconception)
    return last.misconception if found and last.misconception not in known else ""


def present(d: Desk, part: Part, piece: int = 0) -> Move:
    """A piece of a part."""
    found = pieces(d.run, part)
    d.moment = replace(d.moment, awaiting=Awaiting.READ, part=part, piece=piece)
    last = piece + 1 >= len(found)
    return replace(d.move(Act.PRESENT), part=part, text=found[piece], last_piece=last)


def read_on(d: Desk) -> Move:
    """The next piece, or the item."""
    part, piece = d.moment.part, d.moment.piece + 1
    if part is not None and piece < len(pieces(d.run, part)):
        return present(d, part, piece)
    return d.pose(Reason.AGAIN if d.moment.posed else Reason.NONE)


def accept(d: Desk) -> Move:
    """Yes to another representation: that is help."""
    d.help_note(By.REPRESENTATION, 1)
    d.moment = replace(d.moment, stuck=0)
    return present(d, d.moment.offer or other_way(d.run))


def skip(d: Desk, reason: Reason = Reason.SKIPPED) -> Move:
    """Leave the item out."""
    item = d.run.item
    if item is None:
        return d.close()
    if d.run.work.shown:
        reason = Reason.SHOWN
    d.leave()
    return d.lead_on(Act.MOVE_ON, reason, item)


def again(d: Desk) -> Move:
    """Say once more what was said last."""
    moment = d.moment
    if moment.awaiting is Awaiting.READ and moment.part is not None:
        return present(d, moment.part, moment.piece)
    if moment.awaiting is Awaiting.PROBE:
        return probe(d, moment.misconception, Reason.AGAIN)
    if moment.awaiting is Awaiting.OFFER:
        return replace(d.move(Act.REPRESENT, Reason.AGAIN), part=moment.offer or other_way(d.run))
    return d.pose(Reason.AGAIN)


def waited(d: Desk, seconds: float) -> Move:
    """Silence: say nothing, then that there is time, then what could help."""
    if not d.moment.posed or not prompt_due(d.run, seconds):
        return d.move(Act.WAIT)
    prompts = d.moment.prompts
    d.moment = replace(d.moment, prompts=prompts + 1)
    if prompts == 0:
        return d.move(Act.WAIT, Reason.WAITED)
    return d.ask(Reason.WAITED)
