import numpy as np

from inference.contracts import OUT_RATE_HZ
from inference.speaking.clause_voice import ClauseVoice
from inference.speaking.espeak_library import RATE_HZ
from inference.speaking.verbalise import utterance, verbalise

PIECES = verbalise("one two three")
STARTS = utterance(PIECES)[1]
TONE = np.full(RATE_HZ // 10, 1000, np.int16)
QUIET = np.zeros(RATE_HZ // 10, np.int16)


def test_a_chunk_comes_with_the_next_word_and_the_rest_at_the_end():
    voice = ClauseVoice(PIECES, STARTS)
    assert voice.push(QUIET, [(STARTS[0], 0)]) is None
    assert voice.push(TONE, []) is None
    first = voice.push(TONE, [(STARTS[1], 2 * len(TONE))])
    assert [mark.start for mark in first.marks] == [0]
    last = voice.finish()
    assert [mark.start for mark in last.marks] == [4, 8]
    samples = (len(first.pcm) + len(last.pcm)) // 2
    # 0.1 s of silence became 0.03 s, and a pause of 0.2 s was added.
    assert abs(samples - int(0.43 * OUT_RATE_HZ)) <= 2
    assert abs(last.marks[0].sample - int(0.13 * OUT_RATE_HZ)) <= 2


def test_silence_is_no_sound_at_all():
    voice = ClauseVoice(PIECES, STARTS)
    voice.push(QUIET, [])
    assert len(voice.finish().pcm) == 0


def test_runaway_speech_is_noticed():
    voice = ClauseVoice(PIECES, STARTS)
    assert not voice.too_long()
    voice.push(np.zeros(130 * RATE_HZ, np.int16), [])
    assert voice.too_long()
