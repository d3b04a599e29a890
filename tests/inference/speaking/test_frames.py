import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.speaking.frames import MAX_BYTES, BadFrameError, Decoder, encode

FRAMES = [{"id": 1, "pcm": b"\x00\x01" * 50}, {"ready": True, "speakers": ["a"]}, {}]


@given(st.integers(1, 40))
def test_messages_survive_any_cutting(size):
    data, decoder, got = b"".join(map(encode, FRAMES)), Decoder(), []
    for at in range(0, len(data), size):
        decoder.feed(data[at : at + size])
        while (frame := decoder.next()) is not None:
            got.append(frame)
    assert got == FRAMES


@pytest.mark.parametrize(
    "data",
    [
        (MAX_BYTES + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x01\xc1",
        b"\x00\x00\x00\x01\x05",
        b"\x00\x00\x00\x03\x81\x01\x02",
        b"\x00\x00\x00\x01\x81",
    ],
)
def test_other_protocols_are_refused(data):
    decoder = Decoder()
    decoder.feed(data)
    with pytest.raises(BadFrameError):
        decoder.next()


@given(st.binary(max_size=200))
def test_noise_is_refused_or_waits(data):
    decoder = Decoder()
    decoder.feed(data)
    try:
        while decoder.next() is not None:
            pass
    except BadFrameError:
        pass
