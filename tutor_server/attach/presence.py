"""Who is here: the students with a live session, and how their links are. Pure.

Workers tell one another through Redis (app.workers); a worker that was not heard of makes the
answer incomplete, and then nobody is called absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.attach.room import Room

Who: TypeAlias = tuple[TenantId, StudentId]
_Told: TypeAlias = list[tuple[str, str, dict[str, str | int | float | None] | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """As far as it is known."""

    links: Mapping[Who, JsonValue] = field(default_factory=dict)
    """Everybody with a live session; null for who is not connected just now."""
    complete: bool = True
    """Every worker was heard of."""

    def live(self, who: Who) -> bool | None:
        """Whether a student has a live session; None when that is not known."""
        if who in self.links:
            return True
        return False if self.complete else None


def here(rooms: Iterable[Room]) -> Mapping[Who, JsonValue]:
    """Of this process. Who has several sessions is shown by one that is connected."""
    found: dict[Who, JsonValue] = {}
    for room in rooms:
        who = room.identity.tenant_id, room.identity.student_id
        if room.lives and found.get(who) is None:
            found[who] = room.link.show() if room.link.transport else None
    return found


def told(links: Mapping[Who, JsonValue]) -> str:
    """As the others are told."""
    return msgspec.json.encode([(*who, link) for who, link in links.items()]).decode()


def together(mine: Mapping[Who, JsonValue], others: Sequence[str | None]) -> Presence:
    """This worker's and what each of the others told; None is one that was not heard of. What
    cannot be read (another version's word) counts as not heard."""
    links, complete = dict(mine), True
    for text in others:
        found = None if text is None else _read(text)
        if found is None:
            complete = False
            continue
        for tenant, student, link in found:
            who = TenantId(tenant), StudentId(student)
            if links.get(who) is None:
                links[who] = None if link is None else {**link}
    return Presence(links=links, complete=complete)


def _read(text: str) -> _Told | None:
    try:
        return msgspec.json.decode(text, type=_Told)
    except msgspec.DecodeError:
        return None
