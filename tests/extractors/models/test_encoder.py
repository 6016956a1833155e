"""Sentence vectors of the real model."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from extractors import Encoder
from extractors.models.encoder import DIMENSIONS

DEAL = ("Zelensky ready to sign minerals deal", "He said so a day after the row in the Oval Office.")
SAME = ("", "Ukraine's president is willing to agree on minerals with the United States after quarrel with Trump.")
CUP = ("Home side wins the cup", "The goalkeeper saved two penalties.")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_texts_with_the_same_meaning_are_more_similar(encoder: Encoder) -> None:
    deal, same, cup = (np.array(vector) for vector in encoder.encode([DEAL, SAME, CUP]))
    assert deal @ same > deal @ cup + 0.3


def test_vectors_have_unit_length_and_are_in_order(encoder: Encoder) -> None:
    many = [DEAL, CUP, ("", ""), SAME] * 10
    vectors = encoder.encode(many)
    assert {len(vector) for vector in vectors} == {DIMENSIONS}
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert encoder.encode([]) == []


def test_a_vector_does_not_depend_on_the_texts_that_are_encoded_with_it(encoder: Encoder) -> None:
    together = encoder.encode([DEAL, CUP, (SAME[0], SAME[1] * 20)])
    assert encoder.encode([CUP]) == [together[1]]


def test_only_the_opening_is_read(encoder: Encoder) -> None:
    title, text = DEAL
    (long,) = encoder.encode([(title, text * 60)])
    (longer,) = encoder.encode([(title, text * 600)])
    assert long == longer


LOADING = """
import os, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print(os.environ.get("ORT_DISABLE_TELEMETRY"))
sys.meta_path.insert(0, Watch())
from extractors import Encoder
Encoder().load()
"""


def test_the_telemetry_of_the_library_is_off_before_it_is_imported() -> None:
    command = [sys.executable, "-c", LOADING]
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    loaded = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["1"]
