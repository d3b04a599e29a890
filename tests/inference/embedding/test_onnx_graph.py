"""Models written byte by byte, run by onnxruntime and compared with numpy."""

import numpy as np
import onnxruntime
import pytest

from inference.embedding.onnx_graph import Graph, Port


def run(graph: Graph, output: str, feed: dict[str, np.ndarray], ports: list[Port]) -> np.ndarray:
    model = graph.model(ports, Port(name=output, floats=True, shape=("n", "m")))
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run(None, feed)[0]


def port(name: str, *shape: int | str, floats: bool = True) -> Port:
    return Port(name=name, floats=floats, shape=shape)


def test_constants_and_inputs_of_any_length() -> None:
    rng = np.random.default_rng(1)
    weight = rng.standard_normal((3, 300)).astype(np.float32)
    graph = Graph()
    out = graph.node("Add", graph.node("MatMul", "x", graph.constant(weight)), "bias")
    ports = [port("x", "n", 3), port("bias", 300)]
    for rows in (1, 7):
        x = rng.standard_normal((rows, 3)).astype(np.float32)
        bias = rng.standard_normal(300).astype(np.float32)
        got = run(graph, out, {"x": x, "bias": bias}, ports)
        assert np.allclose(got, x @ weight + bias, atol=1e-5)


def test_whole_numbers_lists_and_negative_attributes() -> None:
    table = np.arange(12, dtype=np.float32).reshape(4, 3)
    graph = Graph()
    picked = graph.node("Gather", graph.constant(table), "which")
    turned = graph.node("Transpose", picked, perm=(1, 0))
    out = graph.node("Softmax", turned, axis=-1)
    which = np.array([3, 0, 3])
    got = run(graph, out, {"which": which}, [port("which", "n", floats=False)])
    e = np.exp(table[which].T - table[which].T.max(-1, keepdims=True))
    assert np.allclose(got, e / e.sum(-1, keepdims=True), atol=1e-6)


def test_several_outputs_and_float_attributes() -> None:
    graph = Graph()
    sizes = graph.constant(np.array([1, 2]))
    left, right = graph.split("Split", "x", sizes, parts=2, axis=-1)
    out = graph.node("LeakyRelu", graph.node("Add", left, right), alpha=0.25)
    x = np.array([[1, -2, 3], [4, -50, 6]], np.float32)
    got = run(graph, out, {"x": x}, [port("x", "n", 3)])
    summed = x[:, :1] + x[:, 1:]
    assert np.allclose(got, np.where(summed < 0, summed * 0.25, summed))


def test_only_two_kinds_of_numbers() -> None:
    with pytest.raises(KeyError):
        Graph().constant(np.zeros(2))
