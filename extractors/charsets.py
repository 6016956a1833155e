"""Decode bytes to text without trusting the declared charset."""

import codecs
import re

_BYTE_ORDER_MARKS = (
    # longest first: UTF-32's byte order mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# On the web, the label on the left means the superset on the right.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_SEVEN_BIT = ("iso2022", "hz", "utf-7")
# notations of text in ASCII, which no document is written in; the first two take minutes for a large one
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape"})
_SAMPLE = 40_000
_HEAD = 4096


def decode_text(body: bytes, content_type: str = "") -> str:
    """Decode a body by its byte order mark, its own declaration or the HTTP charset, each used only if it decodes.

    A body that is valid UTF-8 is decoded as UTF-8, whatever its label. Never raises.
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    for start, charset in _WIDE_STARTS:
        if body.startswith(start):
            return body.decode(charset, "replace")
    candidates = _named_charsets(body, content_type)
    escaped = [charset for charset in candidates if charset.startswith(_SEVEN_BIT)]
    for charset in [*escaped, "utf-8", *candidates]:
        try:
            return body.decode(charset)
        except ValueError:
            continue
    return _decode_undeclared(body)


def _named_charsets(body: bytes, content_type: str) -> list[str]:
    # the document's own declaration first: many servers send one charset for everything
    declared = _DECLARED.match(body) or _META.search(body, 0, _HEAD)
    names = [declared.group(1).decode("ascii")] if declared else []
    names += _HTTP_CHARSET.findall(content_type)[:1]
    known = [_known_charset(name) for name in names]
    return [_SUPERSETS.get(charset, charset) for charset in known if charset]


def _known_charset(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if codec.name in _NO_CHARSETS:
        return ""
    # "rot13" and "hex" are codecs but not charsets
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""


def _decode_undeclared(body: bytes) -> str:
    lenient = body.decode("utf-8", "replace")
    faults = lenient.count("\ufffd")
    # mostly UTF-8 with a few broken bytes: any other charset would garble all the rest
    if faults * 10 < sum(character > "\x7f" for character in lenient):
        return lenient
    from chardet import EncodingEra, detect

    # what the web was written in; among the charsets of DOS and of Macintosh a few quotation marks find others
    found = detect(body[:_SAMPLE], encoding_era=EncodingEra.MODERN_WEB | EncodingEra.LEGACY_ISO)["encoding"]
    charset = _known_charset(found or "") or "cp1252"
    return body.decode(_SUPERSETS.get(charset, charset), "replace")
