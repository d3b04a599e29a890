"""Votes and ratings as the session leaves them, and the module's cursor over them."""

import secrets
from datetime import datetime

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.ids import StudentId
from tests.tutor_server.storage.world import World
from tutor_server.modules.votes.store import CONSUMER, apply
from tutor_server.storage.consumers import Consumers, Pending

LEFT = "A fraction is a part of a whole, such as one of four slices of a cake."
RIGHT = "Cut a ribbon into four pieces that are the same. Each piece is one fourth."


def vote(
    name: str = "", *, left: str = LEFT, right: str = RIGHT, question: str = "Which is better?",
    **more: JsonValue,
) -> Fact:  # fmt: skip
    """A vote; everything plain may be replaced."""
    body: dict[str, JsonValue] = {
        "vote": name or secrets.token_hex(8),
        "pair": f"pair_{secrets.token_hex(4)}",
        "lesson": "equal-parts",
        "topic": "number-fractions",
        "left_source": "lesson:simple",
        "right_source": "lesson:full@3",
        "choice": "left",
        "seconds": 12.5,
    }
    return Fact(
        fact_id=secrets.token_hex(8),
        kind=FactKind.VOTE_CAST,
        body={**body, **more},
        private={"question": question, "left": left, "right": right},
    )


def rating(item_id: str = "item_1", **more: JsonValue) -> Fact:
    """Stars or a thumb."""
    body: dict[str, JsonValue] = {
        "item_id": item_id, "source": "tutor", "thumbs": None, "stars": None,
    }  # fmt: skip
    return Fact(fact_id=secrets.token_hex(8), kind=FactKind.RATING_GIVEN, body={**body, **more})


async def happened(
    world: World, *facts: Fact, at: datetime | None = None, student: StudentId | None = None
) -> None:
    """Append to a new session and let the module read it."""
    who = student or world.ada
    owned = await world.open(who)
    await owned.append(facts)
    if at is not None:
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "UPDATE events SET at = $2 WHERE session = $1", owned.ownership.session_id, at
            )
    await catch_up(world, who)


async def catch_up(world: World, student: StudentId) -> None:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    while await consumers.apply(
        CONSUMER, Pending(tenant_id=world.tenant, student_id=student), apply
    ):
        pass
