"""A served detector: asked over HTTP, and every way in which it can fail is one error."""

import base64
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from inference.contracts import AnswerKind, Expected, TurnEvidence
from inference.errors import ModelUnavailableError
from inference.hearing.endpoint.served import ServedDetector

EVIDENCE = TurnEvidence(
    silence_s=0.1,
    speech_s=1.5,
    text="it is",
    expected=Expected(kind=AnswerKind.NUMBER),
    patience=1.0,
)
ASKED = web.AppKey("asked", list[dict[str, object]])


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    """Answers with what the path says."""

    async def answer(request: web.Request) -> web.Response:
        request.app[ASKED].append(await request.json())
        return web.Response(
            status=int(request.query.get("status", "200")), text=request.query["body"]
        )

    app = web.Application(client_max_size=1 << 20)
    app[ASKED] = []
    app.router.add_post("/judge", answer)
    async with TestServer(app) as running:
        yield running


async def asked(server: TestServer, body: str, status: int = 200) -> tuple[float, ...]:
    url = server.make_url("/judge").with_query(body=body, status=status)
    async with ServedDetector(str(url)) as detector:
        return await detector.outlook(bytes(8 * 32_000), EVIDENCE)


async def test_it_is_told_all_that_is_known(server: TestServer) -> None:
    assert await asked(server, '{"probability": 0.87}') == (0.87,)
    (told,) = server.app[ASKED]
    assert base64.b64decode(str(told.pop("audio"))) == bytes(8 * 32_000)
    assert told == {"text": "it is", "expected": "number", "silence_s": 0.1, "speech_s": 1.5}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[0.5]",
        "{}",
        '{"probability": "0.5"}',
        '{"probability": true}',
        '{"probability": 1.01}',
        '{"probability": -0.01}',
        '{"probability": NaN}',
        '{"probability": 0.5, "rest": "' + "x" * 5_000 + '"}',
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
async def test_what_is_no_probability_is_an_error(server: TestServer, body: str) -> None:
    with pytest.raises(ModelUnavailableError):
        await asked(server, body)


@pytest.mark.parametrize("status", [404, 500, 503])
async def test_a_refusal_is_an_error(server: TestServer, status: int) -> None:
    with pytest.raises(ModelUnavailableError):
        await asked(server, '{"probability": 0.5}', status)


async def test_nobody_there_and_not_opened_are_errors() -> None:
    async with ServedDetector("http://127.0.0.1:9/judge") as detector:
        with pytest.raises(ModelUnavailableError):
            await detector.outlook(b"", EVIDENCE)
    with pytest.raises(ModelUnavailableError):
        await detector.outlook(b"", EVIDENCE)
