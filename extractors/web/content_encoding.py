"""Decompress bodies within a size limit, as far as browsers do if their encoding is stated wrongly.

httpx2 is not used for this: it decompresses each chunk completely, and 64 KB of Brotli or nested gzip can expand to
gigabytes before the size is checked.
"""

import sys
import zlib
from collections.abc import Callable, Mapping
from typing import Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_UNSUPPORTED = frozenset({"compress", "x-compress", "dcb", "dcz", "bzip2", "x-bzip2", "xz", "lzma", "exi", "sdch"})
_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_PLAIN = frozenset({b"<", b"{", b"["})
ACCEPTED_ENCODINGS = "gzip, deflate, br, zstd"


class TooLargeError(Exception):
    """A body exceeds the size limit."""


class _Decoder(Protocol):
    """A decompressor of zlib or zstd."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: memoryview, max_length: int, /) -> bytes: ...


class DecodingError(Exception):
    """A body does not match its Content-Encoding; `is_cut`: it only ends too early."""

    def __init__(self, message: str, *, is_cut: bool = False) -> None:
        super().__init__(message)
        self.is_cut = is_cut


_MOST_ENCODINGS = 3
_MOST_PARTS = 1000  # gzip members or zstd frames; empty ones take 20 bytes and add nothing to the size that is limited
_WINDOW = 1 << 16  # bytes given to a decoder at once: what it leaves over is copied


def decode_body(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Decode the encodings of a body, last one first. Raises TooLargeError above `limit` bytes, or DecodingError.

    A name that is no encoding (a charset, "none") is ignored, as is an encoding that the body visibly does not have: a
    body that is gzip, zstd or plain is taken for that, whatever is stated. A body that is still gzip after that is
    decompressed, which is how files of a CDN are often served.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    applied = [name for name in names if name in _DECODERS or name in _UNSUPPORTED]
    if len(applied) > _MOST_ENCODINGS:
        raise DecodingError(f"encoded {len(applied)} times")
    for name in reversed(applied):
        if name in _UNSUPPORTED:
            raise DecodingError(f"an unknown encoding, {name!r}")
        if body and not _is_plain(body):
            body = _DECODERS[_visible_encoding(body) or name](body, limit)
    return _gunzip(body, limit) if body.startswith(_GZIP) else body


def _visible_encoding(body: bytes) -> str:
    """The encoding that a body has by its first bytes; "" if they do not say."""
    return "gzip" if body.startswith(_GZIP) else "zstd" if body.startswith(_ZSTD) else ""


def _is_plain(body: bytes) -> bool:
    """Whether a body is markup or JSON without any encoding."""
    return body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in _PLAIN and b"\0" not in body[:64]


def _gunzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(_GZIP) and _is_zlib(body):
        return _undeflate(body, limit)
    return _decode_parts(body, limit, "gzip", lambda: zlib.decompressobj(zlib.MAX_WBITS | 16))


def _decode_parts(body: bytes, limit: int, name: str, make_decoder: "Callable[[], _Decoder]") -> bytes:
    """Decode a body of several gzip members or zstd frames, one after the other.

    What follows the last gzip member is ignored, as by gzip itself: some sites append a comment.
    """
    decoded, rest, parts = bytearray(), memoryview(body), 0
    while rest:
        parts += 1
        if parts > _MOST_PARTS:
            raise DecodingError(f"{name} in more than {_MOST_PARTS} parts")
        decoder = make_decoder()
        while rest and not decoder.eof:
            window = rest[:_WINDOW]
            decoded += _decompress(decoder, window, limit + 1 - len(decoded), name)
            if len(decoded) > limit:
                raise TooLargeError
            rest = rest[len(window) - len(decoder.unused_data) :]
        if not decoder.eof:
            raise DecodingError(f"{name} that ends too early", is_cut=True)
        rest = _without_padding(rest)
        if name == "gzip" and bytes(rest[: len(_GZIP)]) != _GZIP:
            break
    return bytes(decoded)


def _decompress(decoder: "_Decoder", window: memoryview, most: int, name: str) -> bytes:
    try:
        return decoder.decompress(window, most)
    except (zlib.error, zstd.ZstdError) as error:
        raise DecodingError(f"no valid {name}") from error


def _without_padding(rest: memoryview) -> memoryview:
    """Zero bytes after the last member are common, and ignored."""
    start = 0
    while start < len(rest) and not rest[start]:
        start += len(rest[start : start + _WINDOW]) - len(bytes(rest[start : start + _WINDOW]).lstrip(b"\0"))
    return rest[start:]


def _undeflate(body: bytes, limit: int) -> bytes:
    # "deflate" means the zlib format, but some servers send a raw stream
    window = zlib.MAX_WBITS if _is_zlib(body) else -zlib.MAX_WBITS
    return _inflate(zlib.decompressobj(window), body, limit, "deflate")


def _is_zlib(body: bytes) -> bool:
    return body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(inflater: "zlib._Decompress", body: bytes, limit: int, name: str) -> bytes:
    try:
        decoded = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise DecodingError(f"no valid {name}") from error
    return _checked(decoded, limit, name, is_whole=inflater.eof)


def _unbrotli(body: bytes, limit: int) -> bytes:
    import brotli

    decoder = brotli.Decompressor()
    try:
        decoded: bytes = decoder.process(body, output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise DecodingError("no valid br") from error
    return _checked(decoded, limit, "br", is_whole=decoder.is_finished())


def _unzstd(body: bytes, limit: int) -> bytes:
    # a frame may request a window of gigabytes; RFC 9659 allows 8 MB on the web
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    return _decode_parts(body, limit, "zstd", lambda: zstd.ZstdDecompressor(options=options))


def _checked(decoded: bytes, limit: int, name: str, *, is_whole: bool) -> bytes:
    if len(decoded) > limit:
        raise TooLargeError
    if not is_whole:
        raise DecodingError(f"{name} that ends too early", is_cut=True)
    return decoded


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
