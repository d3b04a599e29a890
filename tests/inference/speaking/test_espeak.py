import asyncio

import numpy as np
import pytest

from inference.contracts import OUT_RATE_HZ, VoiceOptions
from inference.errors import SpeechUnavailableError, UnknownVoiceError
from inference.speaking.espeak import EspeakTts
from inference.speaking.espeak_process import EspeakProcess

ENGLISH = VoiceOptions()


@pytest.fixture
async def tts():
    async with EspeakTts() as voice:
        yield voice


async def listen(tts, text, options=ENGLISH):
    chunks = [chunk async for chunk in tts.speak(text, options)]
    pcm = b"".join(chunk.pcm for chunk in chunks)
    return np.frombuffer(pcm, "<i2"), [mark for chunk in chunks for mark in chunk.marks], chunks


async def test_marks_name_the_captions_words_in_time(tts):
    caption = "Add 1/2 of the well-known **pizza**, then x^2."
    samples, marks, _ = await listen(tts, caption)
    words = [caption[mark.start : mark.end] for mark in marks]
    assert words == ["Add", "1/2", "of", "the", "well-known", "pizza**,", "then", "x", "^2."]
    places = [mark.sample for mark in marks]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] < len(samples)


async def test_every_mark_begins_inside_its_chunk_or_before(tts):
    heard = 0
    async for chunk in tts.speak("One half plus one quarter is three quarters.", ENGLISH):
        heard += len(chunk.pcm) // 2
        assert all(mark.sample < heard for mark in chunk.marks)


async def test_it_starts_at_once_and_ends_with_a_pause(tts):
    samples, _, _ = await listen(tts, "Well done.")
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 200)
    assert loud[0] < 0.05 * OUT_RATE_HZ
    assert 0.14 * OUT_RATE_HZ < len(samples) - loud[-1] < 0.26 * OUT_RATE_HZ
    assert 1000 < np.abs(samples.astype(int)).max() < 32767


async def test_speed_changes_the_length(tts):
    text = "Let us try another problem together."
    lengths = [len((await listen(tts, text, VoiceOptions(speed=s)))[0]) for s in (2, 1, 0.5)]
    assert lengths[0] < 0.8 * lengths[1] < 0.64 * lengths[2]


async def test_long_text_keeps_counting_from_the_start(tts):
    caption = "One two three four five, six seven eight nine ten. " * 20
    samples, marks, _ = await listen(tts, caption)
    assert [mark.start for mark in marks] == sorted({mark.start for mark in marks})
    assert [mark.sample for mark in marks] == sorted(mark.sample for mark in marks)
    assert len(marks) == 200
    assert marks[-1].sample > 0.9 * len(samples)


async def test_nothing_to_say_is_silence(tts):
    for caption in ("", "   ", "😀", "** **", "..."):
        assert (await listen(tts, caption))[1] == []


async def test_languages_and_named_voices(tts):
    for options in (
        VoiceOptions(language="es"),
        VoiceOptions(language="zh-CN"),
        VoiceOptions(language="hi"),
        VoiceOptions(voice="espeak:en-gb"),
        VoiceOptions(voice="espeak:en-us+f2", language="en"),
    ):
        samples, marks, _ = await listen(tts, "1 + 2 = 3", options)
        assert len(samples) > OUT_RATE_HZ // 4
        assert marks
    voices = await tts.voices()
    assert voices[0] == "default"
    assert "espeak:en-us" in voices


async def test_unknown_voices_are_refused(tts):
    for options in (
        VoiceOptions(voice="nobody"),
        VoiceOptions(voice="espeak:en-us+nobody"),
        VoiceOptions(voice="espeak:../../etc"),
        VoiceOptions(language="tlh"),
    ):
        with pytest.raises(UnknownVoiceError):
            await listen(tts, "hi", options)


async def test_closing_the_iterator_leaves_the_voice_to_others(tts):
    for _ in range(20):
        speech = tts.speak("one two three four five six seven " * 40, ENGLISH)
        await anext(speech)
        await speech.aclose()
    assert (await listen(tts, "ok"))[1]


async def test_many_sessions_take_turns(tts):
    order = []

    async def session(name, text):
        async for chunk in tts.speak(text, ENGLISH):
            if chunk.marks:
                order.append(name)

    long = "This sentence is one of very many, said slowly. " * 60
    async with asyncio.TaskGroup() as tg:
        tg.create_task(session("long", long))
        for name in range(8):
            tg.create_task(session(name, "Short one."))
    assert order[-1] == "long"
    assert max(order.index(name) for name in range(8)) < len(order) // 2


async def test_closing_ends_a_sentence_in_progress_with_an_error():
    tts = EspeakTts()
    async with tts:
        speech = tts.speak("one two three four five six seven " * 40, ENGLISH)
        await anext(speech)
        await tts.aclose()
        with pytest.raises(SpeechUnavailableError):
            async for _ in speech:
                pass
    await tts.aclose()
    with pytest.raises(SpeechUnavailableError):
        await listen(tts, "hi")


async def test_closing_before_the_start_is_allowed():
    tts = EspeakTts()
    await tts.aclose()
    with pytest.raises(SpeechUnavailableError):
        await listen(tts, "hi")


async def test_a_dead_process_fails_one_sentence_and_the_next_is_spoken():
    process = EspeakProcess()
    async with EspeakTts(process) as tts:
        process._child.kill()
        process._child.wait()
        assert (await listen(tts, "hello"))[1]
        speech = tts.speak("one two three four five six seven " * 600, ENGLISH)
        await anext(speech)
        process._child.kill()
        with pytest.raises(SpeechUnavailableError):
            async for _ in speech:
                pass
        assert (await listen(tts, "hello again"))[1]


async def test_a_named_voice_speaks_its_own_language(tts):
    caption = "3 + 4 = 7"
    spanish = await listen(tts, caption, VoiceOptions(voice="espeak:es"))
    same = await listen(tts, caption, VoiceOptions(language="es"))
    assert abs(len(spanish[0]) - len(same[0])) < OUT_RATE_HZ // 2


async def test_an_endless_word_is_cut(tts):
    samples, _, _ = await listen(tts, "a1" * 3000, VoiceOptions(language="fi", speed=0.5))
    assert len(samples) < 200 * OUT_RATE_HZ
