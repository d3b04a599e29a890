"""The thin thread: a typed turn, a spoken turn, a barge-in."""

import asyncio

from sessions.outputs import (
    AudioCommitted,
    Caption,
    ItemDone,
    ItemTruncated,
    Phase,
    ReplyCreated,
    ReplyDone,
    ReplyStatus,
    SpeechStarted,
    SpeechStopped,
    TranscriptCompleted,
    TurnTimings,
    VoiceCleared,
    VoiceStarted,
    VoiceStopped,
)
from tests.fakes.classroom import Classroom, virtual, words


@virtual
async def test_a_typed_turn_is_answered_in_text() -> None:
    async with Classroom(voice=False).open() as room:
        room.write("what is one half")
        done = await room.until(ReplyDone)
        assert done.status is ReplyStatus.COMPLETED
        assert room.student == ["what is one half"]
        assert room.tutor == ["You said what is one half here. Now try the next one."]
        assert room.shown(done) == room.tutor[0]
        assert room.played == ""


@virtual
async def test_a_spoken_turn_is_answered_by_voice() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        await room.until_phase(Phase.LISTENING)
        assert done.status is ReplyStatus.COMPLETED
        assert room.student == ["what is one half"]
        assert room.played == words(room.tutor)
        order = room.kinds(
            SpeechStarted,
            SpeechStopped,
            AudioCommitted,
            ItemDone,
            TranscriptCompleted,
            ReplyCreated,
            VoiceStarted,
            VoiceStopped,
            ReplyDone,
        )
        assert order == [
            "SpeechStarted",
            "SpeechStopped",
            "AudioCommitted",
            "ItemDone",
            "TranscriptCompleted",
            "ReplyCreated",
            "VoiceStarted",
            "VoiceStopped",
            "ReplyDone",
        ]
        timings = room.all(TurnTimings)
        assert len(timings) == 1
        assert timings[0].end_of_turn_ms == 600
        assert timings[0].first_audio_ms is not None
        assert timings[0].first_audio_ms < 700
        text = room.tutor[0]
        captioned = [word for caption in room.all(Caption) for word in caption.words]
        assert [text[w.start : w.end] for w in captioned] == text.split()
        assert [w.at_ms for w in captioned] == [200 * n for n in range(len(captioned))]


@virtual
async def test_a_barge_in_leaves_only_what_was_heard() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(1.0)
        await room.say("no stop that please")
        await room.until(ReplyDone, 2)
        await room.until_phase(Phase.LISTENING)
        cut, second = room.all(ReplyDone)
        assert (cut.status, cut.reason) == (ReplyStatus.CANCELLED, "turn_detected")
        assert second.status is ReplyStatus.COMPLETED
        assert room.student == ["what is one half", "no stop that please"]
        assert len(room.all(ItemTruncated)) == len(room.all(VoiceCleared)) == 1
        truncated = room.all(ItemTruncated)[0]
        assert truncated.text == room.tutor[0]
        assert room.tutor[0] + truncated.unheard == room.shown(cut)
        assert 4 <= len(room.tutor[0].split()) <= 8
        assert room.llm.requests[-1].messages[-2].content == f"{room.tutor[0]} [interrupted]"
        assert room.played == words(room.tutor)
