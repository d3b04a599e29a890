"""A detector from somebody else's ONNX file."""

from pathlib import Path

import numpy as np
import pytest

from inference.contracts import Expected, TurnEvidence
from inference.embedding.onnx_graph import Graph, Port
from inference.errors import BadAudioError, ModelLoadError
from inference.hearing.endpoint.onnx_file import OnnxJudge

EVIDENCE = TurnEvidence(silence_s=0.1, speech_s=1.0, text="", expected=Expected(), patience=1.0)


def written(path: Path, *, samples: int | str = "samples", floats: bool = True) -> Path:
    """A model that says how loud the sound is: the mean of its squares, at most 1."""
    graph = Graph()
    if floats:
        squares = graph.node("Mul", "sound", "sound")
        output = graph.node("ReduceMean", squares, keepdims=0)
    else:
        output = graph.node("Cast", graph.node("ReduceSum", "sound", keepdims=0), to=1)
    inputs = [Port(name="sound", floats=floats, shape=(1, samples))]
    path.write_bytes(graph.model(inputs, Port(name=output, floats=True, shape=())))
    return path


def sound(level: float, samples: int) -> bytes:
    return (np.full(samples, level) * 32768).astype("<i2").tobytes()


def test_it_hears_the_newest_of_the_turn(tmp_path: Path) -> None:
    judge = OnnxJudge(written(tmp_path / "free.onnx"))
    assert judge.outlook(sound(0.5, 16_000), EVIDENCE) == pytest.approx((0.25,), abs=1e-4)
    longer = sound(0.9, 16_000) + sound(0.5, 8 * 16_000)
    assert judge.outlook(longer, EVIDENCE) == pytest.approx((0.25,), abs=1e-4)


def test_silence_stands_in_front_of_what_is_short(tmp_path: Path) -> None:
    judge = OnnxJudge(written(tmp_path / "fixed.onnx", samples=32_000))
    assert judge.outlook(sound(0.5, 16_000), EVIDENCE) == pytest.approx((0.125,), abs=1e-4)
    assert judge.outlook(sound(0.5, 64_000), EVIDENCE) == pytest.approx((0.25,), abs=1e-4)


def test_what_is_no_such_model_is_refused_at_once(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.onnx"
    garbage.write_bytes(b"no model")
    for path in (garbage, tmp_path / "missing.onnx", written(tmp_path / "i.onnx", floats=False)):
        with pytest.raises(ModelLoadError):
            OnnxJudge(path)


def test_half_a_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAudioError):
        OnnxJudge(written(tmp_path / "a.onnx")).outlook(b"\x00", EVIDENCE)
