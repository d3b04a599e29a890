import ctypes.util
import gc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from media import libopus
from media.errors import MediaError
from media.libopus import Decoder, Encoder, packet_samples


def gliding(seconds: float = 2.0) -> np.ndarray:
    """A voice-like sound that changes all the time, int16 at 24 kHz."""
    at = np.arange(int(seconds * 24_000)) / 24_000
    phase = 2 * np.pi * np.cumsum(140 + 60 * np.sin(2 * np.pi * 3 * at)) / 24_000
    voice = sum(np.sin(k * phase) / k for k in range(1, 25))
    voice = voice * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    return (voice / np.abs(voice).max() * 12_000).astype(np.int16)


def encoder(loss_percent: int = 10) -> Encoder:
    return Encoder(24_000, bit_rate=24_000, complexity=5, loss_percent=loss_percent)


def packets(loss_percent: int = 10) -> list[bytes]:
    pcm, coder = gliding(), encoder(loss_percent)
    return [coder.encode(pcm[at : at + 480].tobytes()) for at in range(0, len(pcm), 480)]


def lost_frames(sent: list[bytes], *, fec: bool) -> tuple[np.ndarray, np.ndarray]:
    """Every seventh packet, as it should sound and as it sounds lost."""
    whole, broken = Decoder(16_000), Decoder(16_000)
    right = [np.frombuffer(whole.decode(packet), np.int16) for packet in sent]
    wanted, got = [], []
    for at, packet in enumerate(sent):
        if at % 7 == 3:
            continue
        if at % 7 == 4:
            made = broken.recover(packet, 320) if fec else broken.conceal(320)
            wanted.append(right[at - 1])
            got.append(np.frombuffer(made, np.int16))
        broken.decode(packet)
    return np.concatenate(wanted).astype(float), np.concatenate(got).astype(float)


def snr_db(wanted: np.ndarray, got: np.ndarray) -> float:
    return float(10 * np.log10(np.sum(wanted**2) / np.sum((wanted - got) ** 2)))


def test_a_lost_packet_is_better_recovered_than_made_up() -> None:
    sent = packets()
    recovered = snr_db(*lost_frames(sent, fec=True))
    assert recovered > snr_db(*lost_frames(sent, fec=False)) + 3


def test_without_fec_in_the_packet_it_is_made_up() -> None:
    sent = packets(loss_percent=0)
    recovered, made_up = lost_frames(sent, fec=True)[1], lost_frames(sent, fec=False)[1]
    assert np.array_equal(recovered, made_up)


@pytest.mark.parametrize("samples", [40, 320, 1_920])
def test_as_much_is_made_up_as_is_asked_for(samples: int) -> None:
    decoder = Decoder(16_000)
    decoder.decode(packets()[0])
    assert len(decoder.conceal(samples)) == 2 * samples


def test_a_length_libopus_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="decode"):
        Decoder(16_000).conceal(41)
    with pytest.raises(ValueError, match="encode"):
        encoder().encode(bytes(2 * 481))


def test_the_length_of_a_packet_is_known_before_it_is_decoded() -> None:
    assert packet_samples(packets()[0], 48_000) == 960
    assert packet_samples(packets()[0], 16_000) == 320
    assert packet_samples(b"", 48_000) == 0


def test_what_libopus_refuses_is_an_error() -> None:
    with pytest.raises(MediaError):
        Decoder(44_100)
    with pytest.raises(MediaError):
        Encoder(44_100, bit_rate=24_000, complexity=5, loss_percent=0)
    with pytest.raises(MediaError):
        Encoder(24_000, bit_rate=24_000, complexity=11, loss_percent=0)
    gc.collect()  # what never came into being is not destroyed either


@pytest.fixture
def forgotten() -> Iterator[None]:
    """The library is looked for anew."""
    libopus.library.cache_clear()
    yield
    libopus.library.cache_clear()


def test_without_a_library_the_reason_is_told(
    forgotten: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "libopus.so"
    broken.write_bytes(b"not a library")
    monkeypatch.setattr(libopus, "_names", lambda: [str(broken), str(tmp_path / "missing.so")])
    with pytest.raises(MediaError, match="libopus"):
        libopus.library()


def test_the_copy_of_av_comes_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: "libopus.so.0")
    *ours, system = libopus._names()
    assert ours
    assert system == "libopus.so.0"
