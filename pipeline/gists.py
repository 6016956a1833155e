"""The vectors of articles by the model of many languages, each encoded once for all runs."""

import hashlib
import logging
from array import array
from collections.abc import Mapping, Sequence

from extractors import ModelError, encode_gists, gist_kind
from news import language_of_article
from pipeline.runtime import Runtime
from storage import StoreError
from trails import counted

logger = logging.getLogger(__name__)


def gists_of(runtime: Runtime, texts: Sequence[tuple[str, str]], *, whole: bool) -> list[tuple[float, ...]]:
    """The vectors by which (title, text) pairs are compared across languages, in order.

    Empty for English ones, unless `whole`, and for all if there is no model. Those that the database has are not made
    again. Raises extractors.ModelError, StoreError.
    """
    keys = [_key(*text) if _needs_one(text, whole=whole) else "" for text in texts]
    known = _look_up(runtime, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key and key not in known}
    vectors = (tuple(array("f", vector)) for vector in encode_gists(list(missing.values())))  # as they are stored
    made = {key: vector for key, vector in zip(missing, vectors, strict=True) if vector}
    _keep(runtime, made)
    return [known.get(key) or made.get(key, ()) for key in keys]


def gists_of_each(runtime: Runtime, texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
    """As `gists_of` of whatever language, and empty for those that cannot be encoded. Raises as it does."""
    try:
        return gists_of(runtime, texts, whole=True)
    except (ModelError, StoreError):
        raise
    except Exception:
        logger.exception("Encoding the reports of a story failed; they are encoded one by one")
    return [_gist_of_one(runtime, text) for text in texts]


def _gist_of_one(runtime: Runtime, text: tuple[str, str]) -> tuple[float, ...]:
    try:
        return gists_of(runtime, [text], whole=True)[0]
    except (ModelError, StoreError):
        raise
    except Exception:
        logger.exception("Encoding %r failed; it is compared by its words alone", text[0])
        return ()


def known_gists_of(runtime: Runtime, texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
    """The vectors that the database has of (title, text) pairs, in order; empty for the others. Raises StoreError."""
    keys = [_key(*text) for text in texts]
    known = _look_up(runtime, keys)
    return [known.get(key, ()) for key in keys]


def _look_up(runtime: Runtime, keys: Sequence[str]) -> dict[str, tuple[float, ...]]:
    wanted = {key for key in keys if key}
    return runtime.store.gists(wanted) if wanted and runtime.has_store else {}


def _keep(runtime: Runtime, made: Mapping[str, Sequence[float]]) -> None:
    if not (made and runtime.has_store):
        return
    try:
        runtime.store.save_gists(made)
    except StoreError as error:  # a database that can only be read, for example: the next run makes them again
        logger.warning("The vectors of %s could not be kept: %s", counted(len(made), "text"), error)


def lead_gists_of(texts: Sequence[tuple[str, str]], characters: int, *, whole: bool) -> list[tuple[float, ...]]:
    """As `gists_of`, of headlines and the first `characters` of texts, and not kept. Raises extractors.ModelError."""
    chosen = [_needs_one(text, whole=whole) for text in texts]
    wanted = [(title, text[:characters]) for (title, text), is_chosen in zip(texts, chosen, strict=True) if is_chosen]
    made = iter(encode_gists(wanted))
    return [next(made) if is_chosen else () for is_chosen in chosen]


def _needs_one(text: tuple[str, str], *, whole: bool) -> bool:
    return whole or language_of_article(*text) != "en"


def _key(title: str, text: str) -> str:
    return hashlib.sha256(f"{gist_kind()}\0{title}\0{text}".encode("utf-8", "replace")).hexdigest()
