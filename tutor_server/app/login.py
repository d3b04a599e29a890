"""Tokens and login links for people named on the command line."""

from dataclasses import replace

from tutor_server.app import running
from tutor_server.app.authority import now_s, open_keyring
from tutor_server.app.places import Places
from tutor_server.app.storage import Storage, open_storage
from tutor_server.app.urls import base_url
from tutor_server.identity.links import make_link_token
from tutor_server.identity.tokens import Grant, issue
from tutor_server.settings import Settings
from tutor_server.storage.people import HOME_TENANT, PersonRole


async def _person(storage: Storage, *, name: str, role: str) -> str:
    await storage.people.ensure_tenant(HOME_TENANT, name="Home")
    return await storage.people.ensure_person(HOME_TENANT, PersonRole(role), name)


async def new_link(settings: Settings, places: Places, *, name: str, role: str) -> str:
    """A login link for the person, made if need be; works once, for 15 minutes."""
    async with open_storage(settings, places) as storage:
        person_id = await _person(storage, name=name, role=role)
        person = await storage.people.get(HOME_TENANT, person_id)
    token = make_link_token(open_keyring(places), person, now_s=now_s())
    return f"{base_url(settings)}/login/{token}"


async def new_token(
    settings: Settings, places: Places, *, name: str, role: str, life_s: int
) -> str:
    """A bearer token for the person, made if need be."""
    async with open_storage(settings, places) as storage:
        person_id = await _person(storage, name=name, role=role)
    grant = Grant(
        person_id=person_id,
        tenant_id=HOME_TENANT,
        role=PersonRole(role),
        name=name,
        life_s=life_s,
    )
    return issue(open_keyring(places), grant, now_s=now_s())


def reachable(settings: Settings, places: Places) -> Settings | None:
    """Settings with the database of the running server, or of TUTOR_DATABASE_URL; None when
    neither is there."""
    found = running.read(places)
    if found is not None:
        return replace(settings, database_url=found.database_url, redis_url=found.redis_url)
    return settings if settings.database_url else None
