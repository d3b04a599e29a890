"""`POST /v1/audio/transcriptions` and `/v1/audio/speech` (OpenAI API reference, audio)."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from aiohttp import BodyPartReader, web
from msgspec import Struct

from inference.contracts import HearingOptions, SpeechChunk, Transcript, VoiceOptions
from tutor_server.errors import InvalidRequestError, PayloadTooLargeError
from tutor_server.web.auth import caller
from tutor_server.web.contracts import PORTS
from tutor_server.web.requests import read_json

MAX_FILE_BYTES = 25 << 20
MAX_INPUT_CHARS = 4_096
_STEP_BYTES = 32_000
"""One second at a time, so that a partial recogniser works while it reads."""
_FORMATS = ("json", "text", "verbose_json")


async def _read_upload(request: web.Request) -> tuple[bytes, dict[str, str]]:
    if request.content_type != "multipart/form-data":
        raise InvalidRequestError("Send the audio as multipart/form-data.")
    audio = b""
    fields: dict[str, str] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise InvalidRequestError("The form holds another form.")
        if part.name == "file":
            while chunk := await part.read_chunk(1 << 16):
                audio += part.decode(chunk)
                if len(audio) > MAX_FILE_BYTES:
                    raise PayloadTooLargeError("The audio may have 25 MB at most.")
        else:
            fields[part.name or ""] = (await part.text())[:1000]
    if not audio:
        raise InvalidRequestError("There is no audio in `file`.", param="file")
    return audio, fields


async def transcriptions(request: web.Request) -> web.Response:
    """A recorded question in any common format to text."""
    ports = request.app[PORTS]
    await caller(request)
    audio, fields = await _read_upload(request)
    wanted = fields.get("response_format", "json")
    if wanted not in _FORMATS:
        raise InvalidRequestError(
            f"response_format must be one of {', '.join(_FORMATS)}.", param="response_format"
        )
    pcm = ports.decode_file(audio)
    options = HearingOptions(language=fields.get("language"))
    async with ports.stt.open(options) as hearing:
        for start in range(0, len(pcm), _STEP_BYTES):
            await hearing.push(pcm[start : start + _STEP_BYTES])
        heard = await hearing.finish()
    text = ports.masker.mask(heard.text)
    return _transcription(heard, text, wanted, len(pcm) / 32_000)


def _transcription(heard: Transcript, text: str, wanted: str, length_s: float) -> web.Response:
    if wanted == "text":
        return web.Response(text=text + "\n")
    if wanted == "json":
        return web.json_response({"text": text, "rejected": heard.rejected})
    words = [{"word": word.text, "start": word.start_s, "end": word.end_s} for word in heard.words]
    return web.json_response(
        {
            "task": "transcribe",
            "language": heard.language,
            "duration": length_s,
            "text": text,
            "words": words,
            "rejected": heard.rejected,
        }
    )


class SpeechBody(Struct):
    input: str
    model: str = "tts"
    voice: str = "default"
    response_format: str = "wav"
    speed: float = 1.0
    language: str = "en"


async def speech(request: web.Request) -> web.StreamResponse:
    """Text to a sound file, streamed while it is spoken."""
    ports = request.app[PORTS]
    await caller(request)
    body = await read_json(request, SpeechBody)
    if not body.input.strip() or len(body.input) > MAX_INPUT_CHARS:
        raise InvalidRequestError(f"input has 1 to {MAX_INPUT_CHARS} characters.", param="input")
    if not 0.5 <= body.speed <= 2.0:
        raise InvalidRequestError("speed must be 0.5 to 2.", param="speed")
    file = ports.encode_file(body.response_format)
    options = VoiceOptions(voice=body.voice, language=body.language, speed=body.speed)
    async with aclosing(_chunks(ports.tts.speak(body.input, options))) as chunks:
        # The first chunk comes before the headers, so that a failure is still a problem.
        first = await anext(chunks, None)
        response = web.StreamResponse(headers={"Content-Type": file.content_type})
        await response.prepare(request)
        if first is not None:
            await response.write(file.add(first.pcm))
        async for chunk in chunks:
            await response.write(file.add(chunk.pcm))
    await response.write(file.end())
    return response


async def _chunks(chunks: AsyncIterator[SpeechChunk]) -> AsyncGenerator[SpeechChunk, None]:
    async for chunk in chunks:
        yield chunk
