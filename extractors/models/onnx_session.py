"""Open models with onnxruntime: on one core, without telemetry, without keeping memory that it does not use."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from extractors.models.buffers import give_back_large_buffers

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(model: Path, weights: Mapping[str, NDArray[Any]] | None = None) -> "InferenceSession":
    """A model with the weights that its file has, or names and leaves to the caller."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # or it tells its maker, from its import on, which machine uses it
    from onnxruntime import InferenceSession, OrtValue, SessionOptions  # takes half a second

    give_back_large_buffers()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep 180 MB to save a tenth of the time
    if weights:
        values = [OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), values)
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
