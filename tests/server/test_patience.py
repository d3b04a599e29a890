"""A turn that ended too soon teaches patience, which is kept with the student; the next session
begins with it. Every part is real: voice, hearing, log, projector, Postgres."""

import asyncio

import aiohttp
import pytest

from sessions.patience import NOTHING_LEARNED, STEP
from tests.realtime_client import RealtimeClient, connect
from tests.running_server import RunningServer
from tests.sound import spoken_question

pytestmark = pytest.mark.slow

FIRST = "what is one half plus one quarter"
MORE = "what is two plus three"


async def learned(server: RunningServer, token: str) -> float:
    """As the student's export tells it."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.url}/v1/me/export") as response,
    ):
        rows = (await response.json())["records"]["patience_learned"]
    return float(rows[0]["factor"]) if rows else NOTHING_LEARNED


async def goes_on_too_soon(client: RealtimeClient) -> None:
    """Speaks, and again as soon as the turn was taken to be over."""
    spoken = asyncio.create_task(client.speak(spoken_question(FIRST, after_s=8.0)))
    await client.until("input_audio_buffer.committed")
    spoken.cancel()
    more = asyncio.create_task(client.speak(spoken_question(MORE, before_s=0.0, after_s=8.0)))
    await client.until("conversation.item.input_audio_transcription.completed")
    await client.until("conversation.item.input_audio_transcription.completed")
    more.cancel()


async def until_learned(server: RunningServer, token: str, factor: float) -> None:
    """The projector reads a moment later."""
    async with asyncio.timeout(30):
        while await learned(server, token) != pytest.approx(factor, abs=0.001):
            await asyncio.sleep(0.2)


async def test_who_goes_on_is_waited_for_longer_now_and_in_the_next_session(
    server: RunningServer,
) -> None:
    token = server.token("Paula Patience")
    assert await learned(server, token) == NOTHING_LEARNED
    for times in (1, 2):  # the second session begins with what the first has learned
        async with connect(server, token) as client:
            await client.until("session.created")
            await goes_on_too_soon(client)
        await until_learned(server, token, NOTHING_LEARNED * STEP**times)
