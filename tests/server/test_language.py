"""A chosen language is kept with the student, and the server says which languages it hears."""

import aiohttp
import pytest

from inference.languages.table import FIRST
from tests.running_server import RunningServer

pytestmark = pytest.mark.slow

UPDATE = {
    "type": "session.update",
    "session": {"type": "realtime", "tutor": {"language": "klingon"}},
}


async def test_a_chosen_language_stays(server: RunningServer) -> None:
    headers = {"Authorization": f"Bearer {server.token('Linguist')}"}
    async with aiohttp.ClientSession(server.url, headers=headers) as client:

        async def choose(language: object) -> int:
            async with client.put("/v1/me/language", json={"language": language}) as response:
                return response.status

        async def locale() -> str:
            async with client.get("/v1/me") as response:
                return str((await response.json())["locale"])

        assert await locale() == ""
        for tag in FIRST:
            assert await choose(tag) == 204
            assert await locale() == tag
        assert await choose("de-AT") == 204
        assert await locale() == "de"
        for wrong in ("tlh", "", "d" * 100_000, "../en", 7, None):
            assert await choose(wrong) == 400
        assert await locale() == "de"
        assert await choose("auto") == 204
        assert await locale() == ""


async def test_a_talk_begins_in_the_chosen_language(server: RunningServer) -> None:
    headers = {"Authorization": f"Bearer {server.token('Polyglot')}"}
    async with aiohttp.ClientSession(server.url, headers=headers) as client:

        async def begun() -> str:
            async with client.ws_connect("/v1/realtime") as socket:
                created = await socket.receive_json(timeout=60)
                await socket.send_json(UPDATE)
                while (event := await socket.receive_json(timeout=60))["type"] != "error":
                    pass
            assert event["error"]["param"] == "session.tutor.language"
            return str(created["session"]["tutor"]["language"])

        assert await begun() == "en"
        async with client.put("/v1/me/language", json={"language": "uk"}) as response:
            assert response.status == 204
        assert await begun() == "uk"


async def test_nobody_chooses_without_a_token(server: RunningServer) -> None:
    async with (
        aiohttp.ClientSession(server.url) as client,
        client.put("/v1/me/language", json={"language": "de"}) as response,
    ):
        assert response.status == 401


async def test_the_server_says_which_languages_it_hears(server: RunningServer) -> None:
    headers = {"Authorization": f"Bearer {server.token('Linguist')}"}
    async with (
        aiohttp.ClientSession(server.url, headers=headers) as client,
        client.get("/v1/capabilities") as response,
    ):
        hearing = (await response.json())["hearing"]
    assert hearing["languages"] == ["en"]
