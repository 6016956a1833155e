"""Bytes to values: all HTTP, the parsers of feeds, pages, seeds and feed lists, and the language models."""

from extractors.charsets import decode_text
from extractors.discovery import FoundFeed, find_feed
from extractors.feed_documents import FeedAnswer, ask_feed, read_feed
from extractors.feeds.body_digest import digest_body
from extractors.feeds.entries import FeedError, ParsedFeed, plain_address
from extractors.feeds.parser import parse_feed
from extractors.files.feed_list import Merged, add_feeds, remove_feed, write_opml
from extractors.files.front_matter import read_setting
from extractors.files.known_feeds import read_known_feeds
from extractors.files.opml import OpmlError, read_opml
from extractors.files.regular_file import read_regular
from extractors.files.seed_draft import add_settings, compose_seed, drop_setting, propose_name, save_new
from extractors.files.seed_file import (
    SeedFileError,
    find_address,
    find_contradiction,
    find_ignored,
    name_seed,
    read_seed,
    read_seed_bytes,
    read_seed_content,
    read_seeds,
)
from extractors.models.annotator import Annotator
from extractors.models.background import load_background
from extractors.models.buffers import give_back_freed_memory, give_back_large_buffers
from extractors.models.encoder import Encoder
from extractors.models.gist_encoder import can_encode_gists, encode_gists, gist_kind
from extractors.models.language_detection import detect_language
from extractors.models.weights import ModelError
from extractors.pages.article import Page, make_article, own_address, read_page
from extractors.pages.page_numbers import MOST_PAGES
from extractors.refreshes import fetch_through
from extractors.sandbox import (
    ReadingError,
    parse_feed_apart,
    read_page_apart,
    run_apart,
    skim_pages_apart,
)
from extractors.web.addresses import has_valid_host
from extractors.web.api_client import ApiAnswer, ApiError, call_api
from extractors.web.fetch_errors import FetchError
from extractors.web.fetcher import Fetcher
from extractors.web.responses import Fetched, NotModified
from extractors.web.robots import Robots
from extractors.web.ssrf_guard import Network

__all__ = [
    "Annotator",
    "ApiAnswer",
    "ApiError",
    "Encoder",
    "FeedAnswer",
    "FeedError",
    "FetchError",
    "Fetched",
    "Fetcher",
    "FoundFeed",
    "MOST_PAGES",
    "Merged",
    "ModelError",
    "Network",
    "NotModified",
    "OpmlError",
    "Page",
    "ParsedFeed",
    "ReadingError",
    "Robots",
    "SeedFileError",
    "add_feeds",
    "add_settings",
    "ask_feed",
    "call_api",
    "can_encode_gists",
    "compose_seed",
    "decode_text",
    "detect_language",
    "digest_body",
    "drop_setting",
    "encode_gists",
    "fetch_through",
    "find_address",
    "find_contradiction",
    "find_feed",
    "find_ignored",
    "gist_kind",
    "give_back_freed_memory",
    "give_back_large_buffers",
    "has_valid_host",
    "load_background",
    "make_article",
    "name_seed",
    "own_address",
    "parse_feed",
    "parse_feed_apart",
    "plain_address",
    "propose_name",
    "read_feed",
    "read_known_feeds",
    "read_opml",
    "read_page",
    "read_page_apart",
    "read_regular",
    "read_seed",
    "read_seed_bytes",
    "read_seed_content",
    "read_seeds",
    "read_setting",
    "remove_feed",
    "run_apart",
    "save_new",
    "skim_pages_apart",
    "write_opml",
]
