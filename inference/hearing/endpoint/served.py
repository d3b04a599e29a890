"""A detector that is served over HTTP (contracts.EndOfTurnDetector).

    POST <url>  {"audio": base64 of int16 mono 16 kHz, "text": "it is", "expected": "number",
                 "silence_s": 0.13, "speech_s": 1.2}
    200         {"probability": 0.87}

The session gives it 0.2 s and goes by the rule on words after that.
"""

import base64
import json
import math
from types import TracebackType
from typing import Self

import aiohttp

from inference.contracts import Outlook, TurnEvidence
from inference.errors import ModelUnavailableError

_MAX_CONNECTIONS = 64
_MAX_BODY_BYTES = 4_096
_DEADLINE_S = 2.0
"""A caller who waits no longer closes the request itself; this is for those who forget to."""


class ServedDetector:
    """An async context manager that owns its connections."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool; nothing is sent yet."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_MAX_CONNECTIONS),
            timeout=aiohttp.ClientTimeout(total=_DEADLINE_S),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """One probability. Raises ModelUnavailableError: not there, too slow, nonsense."""
        if self._session is None:
            raise ModelUnavailableError("the end-of-turn client is not open")
        asked = {
            "audio": base64.b64encode(sound).decode(),
            "text": evidence.text,
            "expected": evidence.expected.kind,
            "silence_s": evidence.silence_s,
            "speech_s": evidence.speech_s,
        }
        try:
            async with self._session.post(self._url, json=asked) as response:
                response.raise_for_status()
                body = await response.content.read(_MAX_BODY_BYTES)
                return (_probability(body),)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ModelUnavailableError("the served end-of-turn model failed") from error


def _probability(body: bytes) -> float:
    """Raises ModelUnavailableError."""
    try:
        told = json.loads(body)
    except ValueError as error:
        raise ModelUnavailableError("the end-of-turn answer is no JSON") from error
    found = told.get("probability") if isinstance(told, dict) else None
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise ModelUnavailableError("the end-of-turn answer has no probability")
    if not (math.isfinite(found) and 0.0 <= found <= 1.0):
        raise ModelUnavailableError("the end-of-turn probability is not 0 to 1")
    return float(found)
