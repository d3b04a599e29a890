"""One reduction under way: the state so far and the effects so far.

The only mutable thing in the pure core; it lives for one call of `reduce`.
"""

from dataclasses import replace

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.effects import Commit, Effect, Publish, SetTimer, TimerName
from sessions.ids import ItemId
from sessions.outputs import Notice, Output, Refused
from sessions.state import PendingCommit, State
from sessions.translate import translated

Body = dict[str, JsonValue]


class Draft:
    """Collects what an event does. Rules change `state` and call the methods."""

    def __init__(self, state: State, at_s: float) -> None:
        self.state = state
        self.at_s = at_s
        self.effects: list[Effect] = []

    def do(self, *effects: Effect) -> None:
        """Ask the rim."""
        self.effects += effects

    def publish(self, *outputs: Output) -> None:
        """Tell the transports now; for what promises durability use `commit`."""
        self.effects += [Publish(output=output) for output in outputs]

    def notice(self, code: str, message: str) -> None:
        """Tell the student something in plain words: one of the session's English sentences."""
        self.publish(Notice(code=code, message=self.own(message)))

    def own(self, english: str) -> str:
        """A sentence of the session's own in the language of the talk."""
        return translated(english, self.state.tongue)

    def refuse(
        self, code: str, message: str, *, event_id: str | None, param: str | None = None
    ) -> None:
        """Refuse a command; the session lives."""
        message = self.own(message)
        self.publish(Refused(code=code, message=message, event_id=event_id, param=param))

    def timer(self, name: TimerName, tag: int, due_s: float) -> None:
        """Ring at `due_s`."""
        self.do(SetTimer(name=name, tag=tag, due_s=due_s))

    def new_id(self, prefix: str) -> str:
        """An id no other owner or item has."""
        serial = self.state.serial + 1
        self.state = replace(self.state, serial=serial)
        return f"{prefix}_{self.state.nonce}{serial}"

    def new_item_id(self) -> ItemId:
        """An id for an item."""
        return ItemId(self.new_id("item"))

    def fact(self, kind: FactKind, body: Body, private: Body | None = None) -> Fact:
        """A fact with an id of its own, so that a retried append is harmless."""
        return Fact(fact_id=self.new_id("fact"), kind=kind, body=body, private=private or {})

    def commit(self, *facts: Fact, outputs: tuple[Output, ...] = ()) -> None:
        """Write facts; `outputs` are published once they are in the log."""
        number = self.state.commit_count + 1
        pending = PendingCommit(number=number, outputs=outputs)
        commits = (*self.state.commits, pending)
        self.state = replace(self.state, commits=commits, commit_count=number)
        self.do(Commit(number=number, facts=facts))
