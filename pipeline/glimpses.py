"""Skim the pages of entries and encode the leads of what is found, many at once, which costs half as much."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import Fetched, Page, skim_pages_apart
from news import Article, QueuedEntry, SeedIndex, fragment_of
from pipeline.watchlist import leads_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with its page; or, if there is none, with a general reason (for counting) and the error in full."""

    queued: QueuedEntry
    page: Fetched | None
    reason: str = ""
    why: str = ""


def skim_opened(index: SeedIndex | None, opened: Sequence[Opened]) -> list[Page | None]:
    """The articles as skimmed, in order; None for one that is to be read in full, as are all without an index."""
    skimmed = [(one, one.page) for one in opened if one.page and not _is_part(one)]
    if index is None or not skimmed:
        return [None] * len(opened)
    glimpses = skim_pages_apart([(page.body, page.url, page.content_type) for _, page in skimmed])
    found = {one.queued.id: glimpse for (one, _), glimpse in zip(skimmed, glimpses, strict=True)}
    return [found.get(one.queued.id) for one in opened]


def encode_leads(index: SeedIndex | None, articles: Sequence[Article | None]) -> list[tuple[float, ...] | None]:
    """The vectors of the leads of skimmed articles, in order.

    None where there is no article, and for all if one of them cannot be encoded: then each is encoded by itself.
    """
    found = [one for one in articles if one]
    if index is None or not found:
        return [None] * len(articles)
    try:
        made = iter(leads_of(index, found))
    except Exception:
        logger.exception("Encoding the leads of a batch failed; they are encoded one by one")
        return [None] * len(articles)
    return [next(made) if one else None for one in articles]


def _is_part(one: Opened) -> bool:
    """Whether an entry is a part of its page, which skimming cannot find."""
    fragment = fragment_of(one.queued.entry.url)[1:].encode()
    return bool(one.queued.entry.part_url) or bool(fragment and one.page and fragment in one.page.body)
