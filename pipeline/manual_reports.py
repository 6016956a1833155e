"""Reports that the user adds by hand, because no feed had them or the comparison missed them."""

from datetime import datetime

from news import Article, Seed
from pipeline.match_answers import GivenAnswer, accept_report
from pipeline.page_reader import read_named_page
from pipeline.runtime import Runtime


def add_by_hand(runtime: Runtime, seed: Seed, url: str, now: datetime) -> tuple[Article, GivenAnswer]:
    """Fetch a page, and store it as a follow-up of a stored seed with the answer "yes".

    The page is fetched as those of the feeds are, within the same limits. Adding it again changes nothing. Raises
    PageError, extractors.FetchError, extractors.ReadingError, StoreError, ModelError.
    """
    article = read_named_page(runtime, url, now)
    return article, accept_report(runtime, seed, article, now)
