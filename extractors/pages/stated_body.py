"""The text of an article in the JSON-LD of its page."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractors.pages.data_nodes import CarriedText, choose_text, headline_in, walk_nodes
from extractors.pages.metadata import Head, linked_data
from extractors.pages.script_literals import parse_json
from extractors.plain_text import strip_markup
from news import canonical_url, share_number

_ADDRESS_KEYS = ("url", "mainEntityOfPage", "@id")
_STATED_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]++|\\.)*+")', re.DOTALL)
_ENDING = re.compile(r"(?:/index)?\.(?:html?|php|aspx?|jsp)$|/$")


def find_stated_body(tree: Any, headlines: set[str], url: str) -> tuple[str, bool]:
    """The articleBody of the page's JSON-LD and whether it is surely the page's; "" if there is none.

    `headlines` are the page's, `url` is its address. JSON-LD that is invalid is searched by pattern.
    """
    return choose_text(_find(tree, url, "articleBody", _body_of), headlines)


def find_stated_posts(tree: Any, headlines: set[str], url: str) -> str:
    """The posts of the page's live blog in its JSON-LD, with their headlines; "" if there are none."""
    return choose_text(_find(tree, url, "liveBlogUpdate", _posts_of), headlines)[0]


def remove_stated_bodies(tree: Any) -> None:
    """Empty every articleBody in the page's JSON-LD: trafilatura takes all of them if the page shows little."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        script.text = _STATED_BODY.sub('"articleBody": ""', script.text or "")


def _find(tree: Any, url: str, key: str, read: Callable[[Mapping[str, Any]], str]) -> list[CarriedText]:
    found: list[CarriedText] = []
    scripts = [script for script in linked_data(tree) if key in script]
    addresses = {url, Head(tree).address(url)} if scripts else ()
    for script in scripts:
        data = parse_json(script)
        if data is None and key == "articleBody":
            found += [CarriedText(body, "", is_related=False) for body in _search(script)]
        for node, is_related, _ in walk_nodes(data):
            if text := read(node):
                found.append(CarriedText(text, headline_in(node), is_related, _is_own(node, addresses)))
    return found


def _body_of(node: Mapping[str, Any]) -> str:
    return _joined(node.get("articleBody"))


def _posts_of(node: Mapping[str, Any]) -> str:
    posts = node.get("liveBlogUpdate")
    posts = [post for post in posts if isinstance(post, dict)] if isinstance(posts, list) else []
    return "\n".join(f"{headline_in(post)}\n{_joined(post.get('articleBody') or post.get('text'))}" for post in posts)


def _joined(value: Any) -> str:
    """A text, which some state as a list of paragraphs."""
    lines = value if isinstance(value, list) else [value]
    return "\n".join(strip_markup(line) for line in lines if isinstance(line, str)).strip()


def _is_own(node: Mapping[str, Any], addresses: Collection[str]) -> bool | None:
    """Whether an object's address is the page's; None if it has none, or one that does not tell."""
    verdicts = {_is_same(stated, address) for stated in _addresses_in(node) for address in addresses} - {None}
    return any(verdicts) if verdicts else None


def _addresses_in(node: Mapping[str, Any]) -> Iterator[str]:
    for key in _ADDRESS_KEYS:
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip().startswith(("http:", "https:", "/")):
            yield value.strip()


def _is_same(stated: str, address: str) -> bool | None:
    """Whether an address is that of a page; None if it is of its site, of a part of it, or shares its number."""
    try:
        address = canonical_url(address)
        stated, fragment = canonical_url(urljoin(address, stated)), urlsplit(stated).fragment
        theirs, own = urlsplit(stated), urlsplit(address)
    except ValueError:
        return None
    if not theirs.path.strip("/") and not theirs.query:
        return None
    if _ENDING.sub("", theirs.path.lower()) == _ENDING.sub("", own.path.lower()):
        if theirs.query and own.query and theirs.query != own.query:
            return False
        return None if fragment or theirs.query != own.query else True
    return None if share_number(stated, address) else False


def _search(script: str) -> Iterator[str]:
    for body in _STATED_BODY.findall(script):
        try:
            yield strip_markup(json.loads(body, strict=False))
        except ValueError:
            continue
