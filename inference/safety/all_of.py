"""Several gates as one: the first that refuses decides."""

from inference.contracts import Direction, SafetyGate, Verdict


class AllOf:
    """SafetyGate over others, asked in order."""

    def __init__(self, *gates: SafetyGate) -> None:
        self._gates = gates

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """See SafetyGate; raises what a gate raises."""
        for gate in self._gates:
            verdict = await gate.judge(direction, text)
            if not verdict.allowed:
                return verdict
        return Verdict(allowed=True)
