"""Vectors of texts are kept by their keys; only the newest stay."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from news import Cutoffs
from storage import Store, gists

LONG_AGO = Cutoffs(*[datetime(2000, 1, 1, tzinfo=UTC)] * 5)


def test_vectors_are_found_by_their_keys_in_single_precision(store: Store) -> None:
    store.save_gists({"one": (0.1, 0.2), "two": (0.6, 0.8)})
    found = store.gists({"one", "unknown"})
    assert found == {"one": pytest.approx((0.1, 0.2), abs=1e-7)}
    store.save_gists(found)
    assert store.gists({"one"}) == found, "a vector that was read is the one that is stored"
    store.save_gists({"one": (1.0, 0.0)})
    assert store.gists({"one", "two"}) == {"one": (1.0, 0.0), "two": pytest.approx((0.6, 0.8), abs=1e-7)}


def test_a_damaged_vector_is_not_found(store: Store) -> None:
    store.save_gists({"one": (1.0, 0.0)})
    store._database.write(
        lambda connection: connection.execute(text("UPDATE gists SET vector = :cut"), {"cut": b"xyz"})
    )
    assert store.gists({"one"}) == {}


def test_only_the_newest_vectors_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gists, "KEPT", 2)
    for key in ("one", "two", "three"):
        store.save_gists({key: (1.0, 0.0)})
    assert {kind: number for kind, number in store.prune(LONG_AGO).items() if number} == {"vectors": 1}
    assert store.gists({"one", "two", "three"}).keys() == {"two", "three"}
