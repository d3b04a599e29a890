import os

import pytest

from inference.errors import SpeechUnavailableError, UnknownVoiceError
from inference.speaking.espeak_library import Manner
from inference.speaking.espeak_process import EspeakProcess

US = Manner(identifier="gmw/en-US")


@pytest.fixture
def process():
    running = EspeakProcess()
    running.start()
    yield running
    running.close()


def say(process, text, manner=US, limit=10**9):
    heard, words = [0], []

    def sink(samples, events):
        heard[0] += len(samples)
        words.extend(events)
        return heard[0] < limit

    process.synthesise(text, manner, sink)
    return heard[0], words


def test_it_speaks_as_the_library_does(process):
    samples, words = say(process, "Café, three quarters")
    assert samples > 11_025
    assert [at for at, _ in words] == [0, 6, 12]
    assert "en-us" in process.voices
    assert "f5" in process.variants


def test_a_sink_that_had_enough_is_not_asked_again(process):
    heard, _ = say(process, "one two three four five six " * 10, limit=1)
    assert heard < 10_000
    assert say(process, "ok")[0] > 0


def test_an_unknown_voice_is_refused_and_the_process_lives(process):
    child = process._child
    with pytest.raises(UnknownVoiceError):
        say(process, "hi", Manner(identifier="gmw/nobody"))
    assert say(process, "hi")[0]
    assert process._child is child


def test_a_crash_is_one_sentences_error(process):
    """A request that is none ends the child as a crash would: mid-sentence."""
    with pytest.raises(SpeechUnavailableError):
        process.synthesise("hi", Manner(identifier="x", rate_wpm="fast"), lambda *_: True)
    assert say(process, "hi")[0]


def test_noise_on_the_pipe_replaces_the_process(process):
    first = process._child.pid
    process._decoder.feed(b"\xff" * 8)
    with pytest.raises(SpeechUnavailableError):
        say(process, "hi")
    assert say(process, "hi")[0]
    assert process._child.pid != first


def test_closed_is_closed(process):
    pid = process._child.pid
    process.close()
    process.close()
    with pytest.raises(SpeechUnavailableError):
        say(process, "hi")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
