"""The gate by rules, both ways. Knows the order of rules and the words said instead.

A student's turn is first heard for harm to the child, then for hazards; the tutor's sentence
for hazards and for anything that belongs to the machine, never to the lesson.
"""

from dataclasses import dataclass

from inference.contracts import Direction, Verdict
from inference.safety.hate import HATE
from inference.safety.hazards import HAZARDS
from inference.safety.machine import FROM_MACHINE, TO_MACHINE
from inference.safety.normalise import readings
from inference.safety.rules import Rule, first_broken
from inference.safety.self_harm import ABUSE, DEFAULT_HELP, SELF_HARM

MAX_CHARS = 8_000
"""Per judgement; longer texts are judged in overlapping pieces."""
_OVERLAP = 300
_FROM_STUDENT = (*SELF_HARM, *ABUSE, *HATE, *HAZARDS, *TO_MACHINE)
_TO_STUDENT = (*FROM_MACHINE, *HATE, *HAZARDS)

_SELF_HARM_SAID = (
    "I'm really glad you told me, and I'm sorry it hurts so much. You are not in trouble, and "
    "you don't have to carry this alone. Please talk to a grown-up you trust right now, like a "
    "parent, a teacher or a school counselor."
)
_ABUSE_SAID = (
    "Thank you for telling me. That sounds hard, and it is not your fault. You deserve to be "
    "safe. Please tell a grown-up you trust right now, like a teacher or a school counselor."
)
_SAID = {
    "hazard.hate": "Let's use kind words about people here. What shall we work on?",
    "hazard.contact": "We only meet here in our lesson, and private things stay private. "
    "What shall we work on?",
    "hazard.threat": "I have to take that seriously, so a grown-up will look at it. Please talk "
    "to a teacher or a parent now.",
    "machine": "Let's stay with our lesson. What shall we work on?",
}
_HAZARD_SAID = "That is not something I can help with. Let's go back to our lesson."


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSettings:
    """What a school may set."""

    help_text: str = DEFAULT_HELP
    """Said after the self-harm and abuse words: the local helpline, in one sentence."""


class RulesGate:
    """SafetyGate by rules; never raises, takes about 0.5 ms for a sentence."""

    def __init__(self, settings: GateSettings | None = None) -> None:
        self._help = (settings or GateSettings()).help_text

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """See SafetyGate."""
        return self.judge_now(direction, text)

    def judge_now(self, direction: Direction, text: str) -> Verdict:
        """The same, for code that is not asynchronous."""
        rules = _FROM_STUDENT if direction is Direction.FROM_STUDENT else _TO_STUDENT
        for offset in range(0, max(1, len(text)), MAX_CHARS - _OVERLAP):
            broken = first_broken(rules, readings(text[offset : offset + MAX_CHARS]))
            if broken is not None:
                return self._refusal(broken)
        return Verdict(allowed=True)

    def _refusal(self, broken: Rule) -> Verdict:
        category = broken.category
        if category in {"self_harm", "abuse"}:
            said = _SELF_HARM_SAID if category == "self_harm" else _ABUSE_SAID
            replacement = f"{said} {self._help}".strip()
        else:
            replacement = _SAID.get(category, _HAZARD_SAID)
        return Verdict(
            allowed=False, category=category, replacement=replacement, alert=broken.alert
        )
