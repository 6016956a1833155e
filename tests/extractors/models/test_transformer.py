"""The layers of the sentence encoders, run as bytes."""

import numpy as np
import onnx
import pytest
from onnxruntime import InferenceSession

from extractors import ModelError
from extractors.models.encoder import MiniLM, _load_tokenizer
from extractors.models.packed_minilm import PACKAGE, PackedMiniLM
from extractors.models.weights import find_weights
from tools import encoder_graphs

TEXTS = (
    "Ferry crews vote for a strike. Crews of the Norland ferries voted on Monday to stop work from Friday.",
    "Fire in a ferry terminal. A fire damaged the roof of the terminal of the Norland ferries on Monday.",
    "Home side wins the cup",
)


@pytest.mark.parametrize("name", ["e5_layers.onnx", "minilm_layers.onnx", "minilm_tensors.tsv"])
def test_the_files_are_those_that_their_tool_writes(name: str) -> None:
    assert (encoder_graphs.FOLDER / name).read_bytes() == encoder_graphs.make_files()[name]


def test_vectors_are_those_of_the_package_s_own_graph_but_for_the_bytes() -> None:
    (path,) = find_weights(PACKAGE)
    whole, tokens, model = InferenceSession(str(path)), _load_tokenizer(), MiniLM()
    for text in TEXTS:
        ids = np.array([tokens.encode(text).ids], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (states,) = whole.run(None, inputs)
        expected = states[0].mean(axis=0) / np.linalg.norm(states[0].mean(axis=0))
        assert expected @ np.array(model.encode(text)) > 0.98


def test_tensors_are_unpacked_with_the_scale_of_each_row_or_column() -> None:
    (path,) = find_weights(PACKAGE)
    packed, known = PackedMiniLM(path), {one.name: one for one in onnx.load(path).graph.initializer}
    words = onnx.numpy_helper.to_array(known["inner.embeddings.word_embeddings.weight_q"])
    scales = onnx.numpy_helper.to_array(known["inner.embeddings.word_embeddings.weight_scale"])
    assert packed.rows("emb.word", [7, 30_521]) == pytest.approx(words[[7, 30_521]] * scales[[7, 30_521]])
    assert packed.numbers("emb.pos").shape == (512, 384)
    assert packed.matrix("l5.fi.w").shape == (1536, 384)
    assert packed.matrix("l5.fo.w").shape == (384, 1536)
    bias = onnx.numpy_helper.to_array(known["inner.encoder.layer.5.output.dense.bias"])
    assert packed.numbers("l5.fo.b").ravel() == pytest.approx(bias)
    with pytest.raises(ModelError, match=r"no tensor l6\.q\.w"):
        packed.matrix("l6.q.w")
