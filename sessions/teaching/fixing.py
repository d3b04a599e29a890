"""Which help a failed task brings: the policy says what is possible, the run's plan what of it
is drawn.

What is possible follows from rules alone, never from the draw: the next rung of the ladder,
another way of looking at it (once an item), the probe of a misconception (once a run). After
STUCK_TURNS turns without progress it is another way. Pure rules on the desk.
"""

from dataclasses import replace

from sessions.decision import Decision
from sessions.teaching.chance import share
from sessions.teaching.desk import Desk
from sessions.teaching.fix_plan import Fix
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.notes import fix_chosen
from sessions.teaching.parts import opening, other_way, text_of
from sessions.teaching.run import BOTTOM, Awaiting, Error, Part, probe_item

STUCK_TURNS = 2
"""Turns without progress until the tutor changes the representation."""
_PARTS = {Fix.EXAMPLE: Part.EXAMPLE, Fix.SIMPLER: Part.SIMPLE}


def help_now(d: Desk, misconception: str = "") -> Move:
    """The help that is due; `misconception` has just shown and was not probed yet."""
    fix = _chosen(d, misconception)
    if fix is Fix.PROBE:
        return probe(d, misconception)
    if fix in _PARTS:
        return offer(d, _PARTS[fix])
    return d.rung(asked=False)


def is_stuck(d: Desk) -> bool:
    """Is it time to look at it in another way?"""
    return d.moment.stuck >= STUCK_TURNS and bool(_ways(d))


def offer(d: Desk, part: Part) -> Move:
    """Offer another way of looking at it; once an item."""
    d.moment = replace(d.moment, awaiting=Awaiting.OFFER, offered=True, offer=part)
    return replace(d.move(Act.REPRESENT), part=part)


def probe(d: Desk, name: str, reason: Reason = Reason.NONE) -> Move:
    """Put the probe of a misconception."""
    found = d.run.lesson.misconception(name)
    if found is None:
        return d.pose(Reason.AGAIN)
    d.moment = replace(d.moment, awaiting=Awaiting.PROBE, misconception=name, posed=True)
    item = probe_item(found, d.run.item)
    move = d.move(Act.PROBE, reason)
    return replace(move, misconception=found, probe=item, guards=(item, *move.guards))


def _chosen(d: Desk, misconception: str) -> Fix:
    options = _options(d, misconception)
    if len(options) == 1:
        return options[0]
    return _drawn(d, options) or _usual(d, options)


def _options(d: Desk, misconception: str) -> list[Fix]:
    """What is possible now, in the order of Fix; at least one."""
    ways, work = _ways(d), d.run.work
    climbs = work.shown or work.rungs + 1 < BOTTOM or d.may_show()
    hints = [Fix.HINTS] if climbs and not is_stuck(d) else []
    probes = [Fix.PROBE] if misconception else []
    return [*hints, *ways, *probes] or [Fix.HINTS]


def _ways(d: Desk) -> list[Fix]:
    """Other ways of looking at it that the lesson has and did not begin with."""
    if d.moment.offered or d.run.work.shown:
        return []
    seen = opening(d.run)
    return [
        fix for fix, part in _PARTS.items() if part not in seen and text_of(d.run.lesson, part)
    ]


def _usual(d: Desk, options: list[Fix]) -> Fix:
    """Without a plan: find out, else the ladder, else another way."""
    if Fix.PROBE in options:
        return Fix.PROBE
    if Fix.HINTS in options:
        return Fix.HINTS
    way = other_way(d.run)
    return next((fix for fix in options if _PARTS.get(fix) is way), options[0])


def _drawn(d: Desk, options: list[Fix]) -> Fix | None:
    """By the plan, and noted; None without one. The run, the item and how many draws there were
    decide, so a replay draws the same."""
    run, item = d.run, d.run.item
    if item is None:
        return None
    tried = run.work.tried
    error = tried[-1].error if tried else Error.NONE
    parts = (run.run_id, "fix", item.item_id, str(run.record.fixes))
    drawn = run.fixes.draw(
        error.value, options, learner=share(*parts, "learner"), option=share(*parts, "option")
    )
    if drawn is None:
        return None
    decision = Decision(
        decision_id=f"fix_{run.run_id}_{run.record.fixes + 1}",
        kind="fix",
        skill=item.skill,
        state=drawn.state,
        options=drawn.options,
        chosen=drawn.chosen.value,
        probabilities=drawn.probabilities,
        source=drawn.source,
    )
    d.note(fix_chosen(run, item, decision))
    return drawn.chosen
