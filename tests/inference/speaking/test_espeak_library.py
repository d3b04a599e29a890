import threading

import pytest

from inference.errors import UnknownVoiceError
from inference.speaking.espeak_library import RATE_HZ, EspeakLibrary, Manner

US = Manner(identifier="gmw/en-US")


@pytest.fixture(scope="module")
def library():
    return EspeakLibrary()


def say(library, text, manner=US):
    heard, words = [0], []

    def sink(samples, events):
        heard[0] += len(samples)
        words.extend(events)
        return True

    library.synthesise(text, manner, sink)
    return heard[0], words


def test_word_events_count_characters_not_bytes(library):
    text = "Café, three quarters"
    samples, words = say(library, text)
    assert RATE_HZ // 2 < samples < RATE_HZ * 4
    assert [text[at:].split()[0] for at, _ in words] == ["Café,", "three", "quarters"]
    assert [sample for _, sample in words] == sorted(sample for _, sample in words)


def test_a_false_from_the_sink_aborts(library):
    calls = []
    library.synthesise("one two three four five six seven " * 20, US, lambda *a: calls.append(a))
    assert len(calls) == 1


def test_an_unknown_voice_is_refused_and_the_next_one_speaks(library):
    with pytest.raises(UnknownVoiceError):
        say(library, "hi", Manner(identifier="gmw/nobody"))
    assert say(library, "hi")[0] > 0


def test_it_knows_more_than_a_hundred_languages(library):
    assert len(library.voices) > 100
    assert {"en-us", "es", "fr-fr", "de", "cmn", "hi", "ar", "sw"} <= set(library.voices)
    assert "f2" in library.variants


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "[[h@l'oU]]", "<speak>x", "😀" * 50, "%s%n"]
)
def test_any_text_is_taken(library, text):
    assert say(library, text)[0] >= 0


def test_every_listed_voice_can_be_set(library):
    for identifier in library.voices.values():
        library.synthesise("1", Manner(identifier=identifier), lambda *_: False)


def test_two_libraries_on_two_threads_do_not_mix(library):
    other = EspeakLibrary()
    expected = say(library, "one two three")[0], say(library, "a longer sentence than that")[0]
    got = {}

    def work(name, instance, text):
        got[name] = {say(instance, text)[0] for _ in range(20)}

    threads = [
        threading.Thread(target=work, args=(0, library, "one two three")),
        threading.Thread(target=work, args=(1, other, "a longer sentence than that")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # espeak-ng varies a sentence by up to 250 samples; mixed voices would differ by 16,000.
    for name, lengths in got.items():
        assert all(abs(length - expected[name]) < 1000 for length in lengths)
