"""Open the links of search engines, networks, alert services and mail filters that carry the address they lead to."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, unquote

from news.identity import split_web

_MOST_WRAPPERS = 3  # one around another
_ANY = "*"  # path
_GOOGLE = r"google\.[a-z]{2,3}(?:\.[a-z]{2})?"

# Host (also below it), path, and the parameters that may have the address.
_WRAPPERS = tuple(
    (re.compile(rf"(?:[\w-]+\.)*(?:{host})"), path, frozenset(names.split()))
    for host, path, names in (
        (_GOOGLE, "/url", "url q"),
        (_GOOGLE, "/news/url", "url"),
        (rf"translate\.{_GOOGLE}", "/translate", "u"),
        (r"bing\.com|msn\.com", "/news/apiclick.aspx", "url"),
        (r"duckduckgo\.com", "/l", "uddg"),
        (r"yandex\.[a-z]{2,3}", "/clck/jsredir", "url"),
        (r"facebook\.com|messenger\.com", "/l.php", "u"),
        (r"l\.instagram\.com|l\.threads\.(?:net|com)", "", "u"),
        (r"youtube\.com", "/redirect", "q"),
        (r"twitter\.com|x\.com", "/i/redirect", "url"),
        (r"go\.bsky\.app", "/redirect", "u"),
        (r"linkedin\.com", "/redir/redirect", "url"),
        (r"linkedin\.com", "/safety/go", "url"),
        (r"out\.reddit\.com", _ANY, "url"),
        (r"medium\.com", "/r", "url"),
        (r"t\.umblr\.com", "/redirect", "z"),
        (r"vk\.com", "/away.php", "to"),
        (r"t\.me", "/iv", "url"),
        (r"weibo\.cn", "/sinaurl", "u"),
        (r"link\.zhihu\.com", "", "target"),
        (r"slack-redir\.net", "/link", "url"),
        (r"disq\.us", "/url", "url"),
        (r"steamcommunity\.com", "/linkfilter", "url u"),
        (r"getpocket\.com|flipboard\.com", "/redirect", "url"),
        (r"pinterest\.com", "/offsite", "url"),
        (r"go\.redirectingat\.com|go\.skimresources\.com", _ANY, "url"),
        (r"redirect\.viglink\.com", _ANY, "u"),
        (r"exit\.sc", "", "url"),
        (r"safelinks\.protection\.outlook\.com", _ANY, "url"),
        (r"linkprotect\.cudasvc\.com", "/url", "a"),
    )
)
# Host, and the address within what follows the host.
_CARRIERS = tuple(
    (re.compile(rf"(?:[\w-]+\.)*(?:{host})"), re.compile(address, re.IGNORECASE))
    for host, address in (
        (r"search\.yahoo\.com", r"/RU=([^/]+)"),
        (r"rd\.yahoo\.com", r"\*(https?(?::|%3a).+)"),
        # a star stands for a character that follows the address in another form
        (r"urldefense(?:\.proofpoint)?\.(?:com|us)", r"^/v3/__([^*]+?)__;"),
        (r"href\.li|anonym\.to", r"^/?\?(https?(?::|%3a).+)"),
    )
)
_DEFENSE = re.compile(r"urldefense(?:\.proofpoint)?\.(?:com|us)")
_DEFENSE_ESCAPE = re.compile(r"-(?=[0-9A-F]{2})")
_MARK_OF_DISQUS = re.compile(r":[\w-]+$")


def unwrap_url(url: str) -> str:
    """The address that a link of an alert service, a search or a network leads to, if it carries it; else the link."""
    for _ in range(_MOST_WRAPPERS):
        inner = _inner_of(url)
        if not inner:
            break
        url = inner
    return url


def _inner_of(url: str) -> str:
    """The first http(s) address that a wrapper carries; "" if the link is none."""
    parts = split_web(_with_scheme(url))
    for carried in _carried_by(parts) if parts and parts.hostname else ():
        address = _with_scheme(carried.strip())
        target = split_web(address)
        if target and target.hostname:
            return address
    return ""


def _with_scheme(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _carried_by(parts: SplitResult) -> Iterator[str]:
    host, path = parts.hostname or "", parts.path.lower().rstrip("/")
    for hosts, wanted, names in _WRAPPERS:
        if wanted in {_ANY, path} and hosts.fullmatch(host):
            values = [value for name, value in parse_qsl(parts.query) if name.lower() in names]
            yield from (_MARK_OF_DISQUS.sub("", value) if host == "disq.us" else value for value in values)
    if path == "/v2/url" and _DEFENSE.fullmatch(host):
        stated = dict(parse_qsl(parts.query)).get("u", "")
        yield unquote(_DEFENSE_ESCAPE.sub("%", stated).replace("_", "/"))
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for hosts, address in _CARRIERS:
        if hosts.fullmatch(host) and (match := address.search(rest)):
            yield unquote(match[1]) if "://" not in match[1] else match[1]
