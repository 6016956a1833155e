"""The names of a feed's elements as feedparser compares them; it goes by namespaces, but not by them alone."""

import re
from functools import lru_cache

ATOM = "http://www.w3.org/2005/atom"
FOREIGN = "*"  # the name of every element whose namespace feedparser does not know either

_DECLARATION = re.compile(r"""xmlns(?::([^\s=]{1,100}))?\s*=\s*(["'])(.*?)\2""", re.DOTALL)
_PREFIXES = {  # by their addresses, in small letters
    "": "",
    ATOM: "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "com-wordpress:feed-additions:1": "wordpress",
    # declared in the markup that feeds quote; as elements of a feed they are not plain
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/math/mathml": "math",
}
# Prefixes that name elements which feedparser knows, whatever they stand for, or that begin the name of a field.
_RESERVED = frozenset(_PREFIXES.values()) | frozenset(
    "admin cc creativecommons gml psc title summary description published updated issued modified date".split()
)
# What the addresses of the namespaces have in them that feedparser reads in ways of its own; and what no address has.
_PECULIAR = re.compile(
    r"userland|harvard|netscape|example\.com|echo|/pie/|purl\.org/(?:atom|rss/1\.0/$|rss/1\.0/modules/rss091)"
    r"|creativecommons|web\.resource\.org|opengis|podlove|webns|[\s<&]"
)


def has_plain_namespaces(text: str) -> bool:
    """Whether in this feed an element's namespace says how feedparser takes it, whatever its prefix.

    Declarations in quoted markup count too: telling them from others would mean to parse the feed.
    """
    return all(_is_plain(prefix.lower(), address.lower()) for prefix, _, address in set(_DECLARATION.findall(text)))


def _is_plain(prefix: str, address: str) -> bool:
    if address in _PREFIXES:
        return not prefix or prefix not in _RESERVED or prefix == _PREFIXES[address]
    return prefix not in _RESERVED and not _PECULIAR.search(address)


@lru_cache(maxsize=1000)
def common_name(tag: str) -> str:
    """An element's name in small letters, with the usual prefix of its namespace; `tag` is as lxml writes it.

    "" for a name that is not ASCII: which of them are names, parsers do not agree on.
    """
    address, _, local = tag.rpartition("}")
    if not local.isascii():
        return ""
    prefix = _PREFIXES.get(address[1:].lower(), FOREIGN)
    if prefix == FOREIGN:
        return FOREIGN
    return f"{prefix}:{local}".lower() if prefix else local.lower()
