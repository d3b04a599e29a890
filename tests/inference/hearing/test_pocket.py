"""The fallback recogniser on real sound: what is expected is caught, the rest is rejected."""

import numpy as np
import pytest

from inference.contracts import AnswerKind, Expected, HearingOptions, Transcript
from inference.hearing.pocket import PocketSpeechToText, readable
from tests.sound import spoken_in_thread


def at_16k(text: str) -> bytes:
    """Our voice with the quiet of a room around it, int16 mono 16 kHz."""
    pcm = np.frombuffer(spoken_in_thread(text), dtype=np.int16)
    at = np.arange(0, len(pcm) - 2, 1.5)
    speech = np.interp(at, np.arange(len(pcm)), pcm)
    room = np.random.default_rng(2).normal(0, 8, len(speech) + 9_600)
    room[4_800 : 4_800 + len(speech)] += speech
    return bytes(room.astype(np.int16).tobytes())


async def hear(text: str, kind: AnswerKind = AnswerKind.ANY) -> Transcript:
    sound = at_16k(text)
    async with PocketSpeechToText() as stt:
        options = HearingOptions(expected=Expected(kind=kind))
        async with stt.open(options) as hearing:
            for start in range(0, len(sound), 6_400):
                await hearing.push(sound[start : start + 6_400])
            return await hearing.finish()


@pytest.mark.parametrize(
    "question",
    [
        "what is one half plus one quarter",
        "what is three quarters minus one half",
        "what is photosynthesis",
        "explain fractions",
        "what is twenty percent of sixty",
        "what is five squared",
        "round forty seven to the nearest ten",
    ],
)
async def test_questions(question: str) -> None:
    heard = await hear(question)
    assert heard.text == question
    assert heard.final
    assert not heard.rejected
    assert [word.text for word in heard.words] == question.split()
    assert all(
        a.end_s <= b.start_s + 0.02 for a, b in zip(heard.words, heard.words[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("yes", AnswerKind.YES_NO),
        ("no", AnswerKind.YES_NO),
        ("three quarters", AnswerKind.NUMBER),
        ("twelve", AnswerKind.NUMBER),
    ],
)
async def test_short_answers_are_never_lost(answer: str, kind: AnswerKind) -> None:
    assert (await hear(answer, kind)).text == answer


@pytest.mark.parametrize(
    "speech",
    [
        "my grandmother bought a purple bicycle yesterday afternoon",
        "the committee will publish its report about the harbour next winter",
    ],
)
async def test_other_speech_is_rejected_not_guessed(speech: str) -> None:
    heard = await hear(speech)
    assert heard.rejected
    assert heard.text == ""


async def test_silence_is_nothing_heard() -> None:
    async with PocketSpeechToText() as stt, stt.open(HearingOptions()) as hearing:
        room = np.random.default_rng(4).normal(0, 8, 32_000).astype(np.int16)
        await hearing.push(room.tobytes())
        heard = await hearing.finish()
    assert (heard.text, heard.rejected) == ("", False)


async def test_it_says_what_it_cannot_do() -> None:
    async with PocketSpeechToText() as stt:
        limits = await stt.limits()
    assert not limits.free_speech
    assert "type" in limits.advice
    assert "tutor models pull whisper" in limits.advice


@pytest.mark.parametrize(
    ("heard", "shown"),
    [("um i don't know", "I don't know"), ("oh uh seven", "seven"), ("uh huh", "uh huh"),
     ("um uh huh", "uh huh"), ("uh", ""), ("uh seven", "seven")],
)  # fmt: skip
def test_hesitations_are_left_out_and_uh_huh_is_none(heard: str, shown: str) -> None:
    assert readable(heard.split()) == shown
