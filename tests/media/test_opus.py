import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.contracts import IN_RATE_HZ, OUT_RATE_HZ
from media.errors import BadAudioError
from media.opus import GRAIN, MAX_CONCEAL, REAL_SILENCE_FRAMES, OpusCodec, OpusDecoder, OpusEncoder

FRAME = 960


def tone(hz: float, seconds: float, level: float = 8_000) -> bytes:
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    return (level * np.sin(2 * np.pi * hz * at)).astype(np.int16).tobytes()


def frames(pcm: bytes) -> list[bytes]:
    return [pcm[at : at + FRAME] for at in range(0, len(pcm), FRAME)]


def rms(pcm: bytes) -> float:
    return float(np.sqrt(np.mean(np.frombuffer(pcm, np.int16).astype(float) ** 2)))


def test_a_tone_comes_back_at_16_khz_with_its_pitch_and_level() -> None:
    codec = OpusCodec()
    heard = b"".join(codec.decode(codec.encode(frame)) for frame in frames(tone(440, 1.0)))
    samples = np.frombuffer(heard, np.int16)[IN_RATE_HZ // 5 :]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    peak_hz = np.argmax(spectrum) * IN_RATE_HZ / len(samples)
    assert abs(peak_hz - 440) < 5
    assert 0.8 < rms(heard[6400:]) / (8_000 / np.sqrt(2)) < 1.2
    assert len(heard) // 2 == pytest.approx(IN_RATE_HZ, abs=32)


def test_every_frame_is_one_packet_of_about_24_kbit() -> None:
    encoder = OpusEncoder()
    packets = [encoder.encode(frame) for frame in frames(tone(300, 2.0))]
    assert all(packets)
    assert 30 < sum(map(len, packets)) / len(packets) < 90


def test_silence_is_encoded_a_few_times_and_then_repeated() -> None:
    encoder = OpusEncoder()
    encoder.encode(tone(440, 0.02))
    packets = [encoder.encode(None) for _ in range(50)]
    assert len(set(packets[REAL_SILENCE_FRAMES - 1 :])) == 1
    decoder = OpusDecoder()
    assert rms(b"".join(map(decoder.decode, packets))[-16_000:]) < 5


def test_speech_after_repeated_silence_is_as_loud_as_without_it() -> None:
    levels = []
    for silence in (None, bytes(FRAME)):
        encoder, decoder = OpusEncoder(), OpusDecoder()
        for frame in [*frames(tone(250, 0.4)), *[silence] * 100]:
            decoder.decode(encoder.encode(frame))
        after = [decoder.decode(encoder.encode(f)) for f in frames(tone(250, 0.4))]
        levels.append(rms(b"".join(after[:4])))
    assert levels[0] == pytest.approx(levels[1], rel=0.15)


def test_a_stereo_packet_is_heard_in_mono() -> None:
    import av

    stereo = av.CodecContext.create("libopus", "w")
    stereo.sample_rate, stereo.layout, stereo.format = 48_000, "stereo", "s16"
    frame = av.AudioFrame("s16", "stereo", 960)
    frame.sample_rate = 48_000
    samples = (8_000 * np.sin(np.arange(960) / 10)).astype(np.int16)
    frame.planes[0].update(np.repeat(samples, 2).tobytes())
    decoder = OpusDecoder()
    heard = b"".join(decoder.decode(bytes(p)) for _ in range(20) for p in stereo.encode(frame))
    assert rms(heard) > 3_000


@pytest.mark.parametrize("garbage", [b"", b"\xff\xff\xff", b"x" * 5_000])
def test_garbage_is_refused_and_the_stream_goes_on(garbage: bytes) -> None:
    codec = OpusCodec()
    packets = [codec.encode(frame) for frame in frames(tone(440, 0.4))]
    for packet in packets[:10]:
        codec.decode(packet)
    with pytest.raises(BadAudioError):
        codec.decode(garbage)
    assert rms(b"".join(map(codec.decode, packets[10:]))) > 4_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=1_600))
def test_any_bytes_are_audio_or_a_bad_audio_error(data: bytes) -> None:
    decoder = OpusDecoder()
    try:
        pcm = decoder.decode(data)
    except BadAudioError:
        return
    assert len(pcm) % 2 == 0
    assert len(pcm) <= 2 * IN_RATE_HZ * 0.12


@pytest.mark.parametrize("size", [0, 958, 962])
def test_a_frame_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(BadAudioError, match="960"):
        OpusCodec().encode(bytes(size))


@pytest.mark.parametrize("samples", [GRAIN, 320, 800, MAX_CONCEAL])
def test_a_loss_of_any_length_is_bridged(samples: int) -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    packets = [encoder.encode(frame) for frame in frames(tone(440, 0.4))]
    for packet in packets[:10]:
        decoder.decode(packet)
    assert len(decoder.conceal(samples, packets[11])) == 2 * samples


def test_more_than_libopus_makes_up_is_cut_off_to_its_grain() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    packet = encoder.encode(tone(440, 0.02))
    decoder.decode(packet)
    assert len(decoder.conceal(MAX_CONCEAL + 500, packet)) == 2 * MAX_CONCEAL
    assert len(decoder.conceal(3 * GRAIN + 1, packet)) == 2 * 3 * GRAIN
    assert decoder.conceal(GRAIN - 1, packet) == b""


def test_the_encoder_repeats_each_packet_in_the_next() -> None:
    """Its settings ask for FEC; whether libopus finds room for it is another question."""
    syllables = np.frombuffer(tone(180, 2.0), np.int16) * np.hanning(2_400).repeat(20)[:48_000]
    pcm = (syllables + 2_000 * np.sin(np.arange(48_000) / 3)).astype(np.int16).tobytes()
    encoder, with_fec, without = OpusEncoder(), OpusDecoder(), OpusDecoder()
    packets = [encoder.encode(frame) for frame in frames(pcm)]
    for packet in packets[:50]:
        with_fec.decode(packet)
        without.decode(packet)
    assert with_fec.conceal(320, packets[51]) != without.conceal(320)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_may_follow_a_loss(following: bytes) -> None:
    decoder = OpusDecoder()
    decoder.decode(OpusEncoder().encode(tone(440, 0.02)))
    assert len(decoder.conceal(320, following)) == 640
