"""The official OpenAI client, unmodified, against a whole server."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator

import openai
import pytest
from openai import AsyncOpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection
from openai.types.realtime import RealtimeServerEvent

from media.files import decode_file
from tests.running_server import RunningServer
from tests.sound import energy_s, pcm24, spoken_question

pytestmark = pytest.mark.slow

QUESTION = "What is 1/2 + 1/4?"
QUICK = "What is 2 + 3?"
"""Its reply is read aloud within a few seconds."""
GRADE_TOOL = {
    "type": "function",
    "name": "grade_answer",
    "description": "Grade the student's answer.",
    "parameters": {
        "type": "object",
        "properties": {
            "correct": {"type": "boolean"},
            "score": {"type": "integer", "minimum": 0, "maximum": 10},
        },
        "required": ["correct", "score"],
        "additionalProperties": False,
    },
}


@pytest.fixture(scope="module")
def token(server: RunningServer) -> str:
    return server.token("Openai Tester")


@pytest.fixture
async def client(server: RunningServer, token: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(
        base_url=f"{server.url}/v1",
        websocket_base_url=f"ws://127.0.0.1:{server.port}/v1",
        api_key=token,
        max_retries=0,
    ) as made:
        yield made


async def until(connection: AsyncRealtimeConnection, kind: str) -> list[RealtimeServerEvent]:
    """Events up to and with the first of `kind`."""
    events: list[RealtimeServerEvent] = []
    async with asyncio.timeout(60):
        while not events or events[-1].type != kind:
            events.append(await connection.recv())
    return events


def only(events: list[RealtimeServerEvent], kind: str) -> list[RealtimeServerEvent]:
    return [event for event in events if event.type == kind]


async def as_text(connection: AsyncRealtimeConnection) -> None:
    await connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
    await until(connection, "session.updated")


async def ask(connection: AsyncRealtimeConnection, text: str) -> None:
    await connection.conversation.item.create(
        item={
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": text}],
        }
    )


# --- HTTP ---


async def test_models_list_the_tutor_first(client: AsyncOpenAI) -> None:
    names = [model.id async for model in client.models.list()]
    assert names[0] == "tutor"
    assert {"nano", "stt", "tts"} <= set(names)


async def test_chat_whole_and_streamed_say_the_same(client: AsyncOpenAI) -> None:
    messages = [{"role": "user", "content": QUESTION}]
    whole = await client.chat.completions.create(model="tutor", messages=messages)
    text = whole.choices[0].message.content
    assert text is not None
    assert "3/4" in text
    assert whole.usage is not None
    assert whole.usage.completion_tokens > 3
    stream = await client.chat.completions.create(
        model="tutor",
        messages=messages,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    pieces = [c.choices[0].delta.content for c in chunks if c.choices]
    assert "".join(piece or "" for piece in pieces) == text
    assert len([piece for piece in pieces if piece]) > 1
    assert chunks[-1].usage is not None


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Explain fractions to a 3rd grader", ("part", "whole")),
        ("What is photosynthesis?", ("plant", "light")),
    ],
)
async def test_the_readme_questions(
    client: AsyncOpenAI, question: str, facts: tuple[str, ...]
) -> None:
    reply = await client.chat.completions.create(
        model="tutor", messages=[{"role": "user", "content": question}]
    )
    text = (reply.choices[0].message.content or "").lower()
    assert all(fact in text for fact in facts), text


async def test_a_forced_tool_gets_arguments_of_its_schema(client: AsyncOpenAI) -> None:
    function = {key: value for key, value in GRADE_TOOL.items() if key != "type"}
    reply = await client.chat.completions.create(
        model="tutor",
        messages=[{"role": "user", "content": "I say 1/2 + 1/4 is 3/4."}],
        tools=[{"type": "function", "function": function}],
        tool_choice={"type": "function", "function": {"name": "grade_answer"}},
    )
    calls = reply.choices[0].message.tool_calls
    assert calls is not None
    arguments = json.loads(calls[0].function.arguments)
    assert set(arguments) == {"correct", "score"}
    assert isinstance(arguments["correct"], bool)
    assert 0 <= arguments["score"] <= 10


async def test_speech_streams_sound_and_transcription_understands_it(
    client: AsyncOpenAI,
) -> None:
    async with client.audio.speech.with_streaming_response.create(
        model="tts", voice="default", input="three quarters", response_format="wav"
    ) as response:
        sound = b"".join([chunk async for chunk in response.iter_bytes()])
    assert energy_s(decode_file(sound), 16_000) > 0.4
    heard = await client.audio.transcriptions.create(model="stt", file=("answer.wav", sound))
    assert heard.text.lower().strip(" .") == "three quarters"


async def test_errors_have_openais_shape(client: AsyncOpenAI, server: RunningServer) -> None:
    with pytest.raises(openai.BadRequestError) as bad:
        await client.chat.completions.create(model="tutor", messages=[])
    assert bad.value.code == "invalid_request"
    with pytest.raises(openai.NotFoundError) as unknown:
        await client.chat.completions.create(
            model="gpt-none", messages=[{"role": "user", "content": "hi"}]
        )
    assert unknown.value.code == "unknown_model"
    stranger = client.with_options(api_key="nonsense")
    with pytest.raises(openai.AuthenticationError):
        await stranger.models.list()


# --- realtime ---


async def test_a_text_turn(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="tutor") as connection:
        first = await connection.recv()
        assert first.type == "session.created"
        await as_text(connection)
        await ask(connection, QUESTION)
        await connection.response.create()
        events = await until(connection, "response.done")
    deltas = only(events, "response.output_text.delta")
    text = "".join(delta.delta for delta in deltas)
    assert "3/4" in text
    done = events[-1].response
    assert done.status == "completed"
    assert done.output[0].content[0].text == text
    kinds = [event.type for event in events]
    for before, after in (
        ("conversation.item.done", "response.created"),
        ("response.output_item.added", "response.output_text.delta"),
        ("response.output_text.done", "response.output_item.done"),
    ):
        assert kinds.index(before) < kinds.index(after)


async def test_an_audio_turn(client: AsyncOpenAI) -> None:
    question = spoken_question("what is two plus three")
    async with client.realtime.connect(model="tutor") as connection:
        await connection.recv()
        for start in range(0, len(question), 4_800):
            piece = base64.b64encode(question[start : start + 4_800]).decode()
            await connection.input_audio_buffer.append(audio=piece)
            await asyncio.sleep(0.1)  # as a microphone does
        events = await until(connection, "response.done")
    heard = only(events, "conversation.item.input_audio_transcription.completed")
    assert heard[0].transcript.lower().strip(" ?.") == "what is two plus three"
    said = "".join(e.delta for e in only(events, "response.output_audio_transcript.delta"))
    assert "5" in said
    voice = b"".join(
        base64.b64decode(e.delta) for e in only(events, "response.output_audio.delta")
    )
    assert energy_s(voice, 24_000) > 1.0
    assert events[-1].response.status == "completed"


async def test_cancel(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="tutor") as connection:
        await connection.recv()
        await ask(connection, "Explain fractions to a 3rd grader")
        await connection.response.create()
        await until(connection, "response.output_audio.delta")
        await connection.response.cancel()
        events = await until(connection, "response.done")
        assert events[-1].response.status == "cancelled"
        assert events[-1].response.status_details.reason == "client_cancelled"
        await ask(connection, QUICK)
        await connection.response.create()
        again = await until(connection, "response.done")
    assert again[-1].response.status == "completed"


async def test_truncate_shortens_the_record(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="tutor") as connection:
        await connection.recv()
        await ask(connection, QUICK)
        await connection.response.create()
        events = await until(connection, "response.done")
        item = events[-1].response.output[0]
        whole = item.content[0].transcript
        await connection.conversation.item.truncate(
            item_id=item.id, content_index=0, audio_end_ms=700
        )
        truncated = (await until(connection, "conversation.item.truncated"))[-1]
        assert truncated.audio_end_ms <= 700
        await connection.conversation.item.retrieve(item_id=item.id)
        kept = (await until(connection, "conversation.item.retrieved"))[-1].item
    text = kept.content[0].transcript
    assert 0 < len(text) < len(whole)
    assert whole.startswith(text)


async def test_a_tool_call_goes_round(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="tutor") as connection:
        await connection.recv()
        await connection.session.update(
            session={
                "type": "realtime",
                "output_modalities": ["text"],
                "tools": [GRADE_TOOL],
                "tool_choice": {"type": "function", "name": "grade_answer"},
            }
        )
        await until(connection, "session.updated")
        await ask(connection, "I say 1/2 + 1/4 is 3/4.")
        await connection.response.create()
        events = await until(connection, "response.done")
        called = only(events, "response.function_call_arguments.done")[0]
        assert set(json.loads(called.arguments)) == {"correct", "score"}
        await connection.conversation.item.create(
            item={
                "type": "function_call_output",
                "call_id": called.call_id,
                "output": '{"saved": true}',
            }
        )
        await connection.response.create(response={"tool_choice": "none"})
        after = await until(connection, "response.done")
    assert after[-1].response.status == "completed"
    assert after[-1].response.output[0].type == "message"


async def test_bad_events_are_answered_and_the_session_lives(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="tutor") as connection:
        await connection.recv()
        await connection.response.cancel()
        refused = (await until(connection, "error"))[-1]
        assert refused.error.code == "response_cancel_not_active"
        await connection.conversation.item.delete(item_id="nothing")
        assert (await until(connection, "error"))[-1].error.code == "item_not_found"
        await as_text(connection)


async def test_client_secrets_open_sessions_and_nothing_else(
    client: AsyncOpenAI, server: RunningServer
) -> None:
    secret = await client.realtime.client_secrets.create(
        session={"type": "realtime", "output_modalities": ["text"], "instructions": "Be kind."}
    )
    assert secret.value.startswith("ek_")
    short = client.with_options(
        api_key=secret.value, websocket_base_url=f"ws://127.0.0.1:{server.port}/v1"
    )
    async with short.realtime.connect(model="tutor") as connection:
        created = await connection.recv()
        assert created.session.output_modalities == ["text"]
        assert created.session.instructions == "Be kind."
    with pytest.raises(openai.PermissionDeniedError):
        await short.models.list()


def test_sound_helpers_measure(tmp_path: object) -> None:
    assert energy_s(bytes(48_000), 24_000) == 0
    assert len(pcm24(b"\x00\x01" * 160)) == 480
