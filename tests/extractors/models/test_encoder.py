"""Sentence vectors of the real model."""

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
    # int8 arithmetic differs a little with the padding of the batch
    assert np.dot(vectors[1], encoder.encode([CUP])[0]) > 0.98
    assert encoder.encode([]) == []


def test_only_the_opening_is_read(encoder: Encoder) -> None:
    title, text = DEAL
    (long,) = encoder.encode([(title, text * 60)])
    (longer,) = encoder.encode([(title, text * 600)])
    assert long == longer
