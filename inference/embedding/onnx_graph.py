"""Writes a computation as the bytes of an ONNX model, so that no converter is needed.

Knows the wire form of protobuf and the few messages of onnx.proto3 that a plain feed-forward
graph needs; knows no model. Field numbers are those of onnx.proto3 (ONNX IR version 9).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

IR_VERSION: Final = 9
OPSET: Final = 20
"""The first operator set with Gelu."""

Attribute: TypeAlias = int | float | Sequence[int]
Array: TypeAlias = NDArray[np.float32] | NDArray[np.int64]

_FLOAT, _INT64 = 1, 7
"""TensorProto.DataType."""
_TYPES: Final = {np.dtype(np.float32): _FLOAT, np.dtype(np.int64): _INT64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """An input or output of the whole graph."""

    name: str
    floats: bool
    """float32, else int64."""
    shape: Sequence[int | str]
    """A name stands for a size that may differ from run to run."""


class Graph:
    """Nodes and constants in the order in which they were added."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, values: Array) -> str:
        """Add a constant (float32 or int64 of any shape); returns its name."""
        name = f"c{len(self._constants)}"
        data = np.ascontiguousarray(values)
        tensor = b"".join(_number(1, size) for size in values.shape)
        tensor += _number(2, _TYPES[data.dtype]) + _text(8, name) + _block(9, data.tobytes())
        self._constants.append(_block(5, tensor))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Attribute) -> str:
        """Add an operator with one output; returns the output's name."""
        return self.split(kind, *inputs, parts=1, **attributes)[0]

    def split(self, kind: str, *inputs: str, parts: int, **attributes: Attribute) -> Sequence[str]:
        """Add an operator with several outputs; returns their names."""
        outputs = [f"n{len(self._nodes)}_{part}" for part in range(parts)]
        body = b"".join(_text(1, name) for name in inputs)
        body += b"".join(_text(2, name) for name in outputs) + _text(4, kind)
        body += b"".join(_block(5, _attribute(name, value)) for name, value in attributes.items())
        self._nodes.append(_block(1, body))
        return outputs

    def model(self, inputs: Sequence[Port], output: Port) -> bytes:
        """The whole as a ModelProto; `output` is the name of a node's output."""
        graph = [*self._nodes, _text(2, "graph"), *self._constants]
        graph += [_block(11, _port(port)) for port in inputs]
        graph.append(_block(12, _port(output)))
        opset = _text(1, "") + _number(2, OPSET)
        return _number(1, IR_VERSION) + _block(7, b"".join(graph)) + _block(8, opset)


def _port(port: Port) -> bytes:
    shape = b"".join(
        _block(1, _text(2, size) if isinstance(size, str) else _number(1, size))
        for size in port.shape
    )
    tensor = _number(1, _FLOAT if port.floats else _INT64) + _block(2, shape)
    return _text(1, port.name) + _block(2, _block(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _tag(2, 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, part) for part in value) + _number(20, 7)


def _tag(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _tag(field, 0) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _block(field, value.encode())


def _block(field: int, value: bytes) -> bytes:
    return _tag(field, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    rest = value & (1 << 64) - 1  # negative numbers are two's complement of 64 bits
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)
