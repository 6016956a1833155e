"""Clean outside text for display: one line of limited length, without control or invisible characters."""

import re
from urllib.parse import urlsplit

# Characters that reorder text or are invisible: with them, a text does not look like what it says.
_DECEIVING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners are part of the spelling in Persian, Indic scripts and emoji; next to ASCII they are only invisible.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")

LINK_LIMIT = 2000


def clean_line(text: str, limit: int) -> str:
    """The text as one line of at most `limit` characters, with an ellipsis if it was cut."""
    # Limits the work on a long text; eight times `limit`, because many of its characters may be removed below.
    visible = _DECEIVING.sub("", _CONTROL.sub(" ", text[: limit * 8]))
    spelled = _STRAY_JOINER.sub("", _STRAY_JOINER.sub("", _LONE_SURROGATE.sub("\ufffd", visible)))
    return shorten(_SPACES.sub(" ", spelled).strip(), limit)


def shorten(line: str, limit: int) -> str:
    """The line, cut to `limit` characters with an ellipsis, between words if one ends in its last third."""
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) >= len(cut) * 2 // 3 else cut).rstrip(" ,;:–—-") + "…"


def clean_header(text: str, limit: int) -> str:
    """As `clean_line`, for a header: also breaks up what a mail program would decode as an encoded word (RFC 2047)."""
    return clean_line(text.replace("=?", "= ?"), limit)


def safe_link(url: str) -> str:
    """The URL if it is safe to link, else "": http or https, with a host, no user name and no hidden characters."""
    if len(url) > LINK_LIMIT or clean_line(url, LINK_LIMIT) != url or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    return url if is_web and "\\" not in parts.netloc else ""


def clean_language(code: str) -> str:
    """The language code if it is well-formed, else ""."""
    return code if re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", code) and len(code) < 36 else ""
