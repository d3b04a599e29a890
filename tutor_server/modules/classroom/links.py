"""How the links of this process's live students are, for the teacher's page."""

from collections.abc import Mapping

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.attach.hub import Hub


def links(hub: Hub) -> Mapping[tuple[TenantId, StudentId], JsonValue]:
    """By student; only of those who are connected here."""
    return {
        (room.identity.tenant_id, room.identity.student_id): room.link.show()
        for room in hub.rooms
        if room.link.transport
    }
