import contextlib
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.picture import BadPictureError, fit, keyframe_size, to_jpeg


def vp8(width: int, height: int, pictures: int = 1) -> list[bytes]:
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.time_base, codec.bit_rate = Fraction(1, 30), 500_000
    codec.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    out: list[bytes] = []
    for at in range(pictures):
        pixels = np.full((height, width, 3), 40, np.uint8)
        pixels[:, width // 2 :] = (200, 30, 30)
        pixels[at % height] = 255
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = at, Fraction(1, 30)
        out += [bytes(packet) for packet in codec.encode(frame)]
    return out


def test_a_keyframe_tells_its_size() -> None:
    key, delta = vp8(320, 200, 2)
    assert keyframe_size(key) == (320, 200)
    assert keyframe_size(delta) is None
    assert keyframe_size(b"") is None
    assert keyframe_size(bytes(20)) is None


def test_a_keyframe_becomes_a_jpeg_of_the_same_picture() -> None:
    jpeg = to_jpeg(vp8(320, 200)[0], 320 * 200)
    assert (jpeg.width, jpeg.height) == (320, 200)
    codec = av.CodecContext.create("mjpeg", "r")
    pixels = codec.decode(av.Packet(jpeg.data))[0].to_ndarray(format="rgb24").astype(int)
    assert pixels.shape == (200, 320, 3)
    assert np.abs(pixels[100, 40] - 40).max() < 20
    assert np.abs(pixels[100, 300] - [200, 30, 30]).max() < 30


def test_a_large_picture_is_shrunk() -> None:
    jpeg = to_jpeg(vp8(640, 480)[0], 160 * 120)
    assert (jpeg.width, jpeg.height) == (160, 120)


@given(st.integers(1, 16_383), st.integers(1, 16_383), st.integers(64, 10_000_000))
def test_the_shape_is_kept_and_the_limit_too(width: int, height: int, limit: int) -> None:
    fitted_width, fitted_height = fit(width, height, limit)
    assert fitted_width % 2 == fitted_height % 2 == 0
    assert fitted_width <= max(2, width)
    assert fitted_height <= max(2, height)
    if min(fitted_width, fitted_height) > 2:
        assert fitted_width * fitted_height <= limit


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_keyframe_is_a_picture_or_a_bad_picture(data: st.DataObject) -> None:
    frame = bytearray(vp8(64, 48)[0])
    for _ in range(data.draw(st.integers(1, 20))):
        frame[data.draw(st.integers(10, len(frame) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(frame[: data.draw(st.integers(0, len(frame)))])
    with contextlib.suppress(BadPictureError):
        assert to_jpeg(cut, 64 * 48).data


def test_garbage_is_a_bad_picture() -> None:
    with pytest.raises(BadPictureError):
        to_jpeg(b"garbage", 100)
