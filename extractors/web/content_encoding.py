"""Decompress bodies within a size limit.

httpx2 is not used for this: it decompresses each chunk completely, and 64 KB of Brotli or nested gzip can expand to
gigabytes before the size is checked.
"""

import sys
import zlib
from collections.abc import Callable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED_ENCODINGS = "gzip, deflate, br, zstd"


class TooLargeError(Exception):
    """A body exceeds the size limit."""


class DecodingError(Exception):
    """A body does not match its Content-Encoding; `is_cut`: it only ends too early."""

    def __init__(self, message: str, *, is_cut: bool = False) -> None:
        super().__init__(message)
        self.is_cut = is_cut


def decode_body(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Decode the encodings of a body, last one first. Raises TooLargeError above `limit` bytes, or DecodingError."""
    encodings = [name.strip().lower() for name in content_encoding.split(",")]
    for name in reversed([name for name in encodings if name not in {"", "identity"}]):
        if name not in _DECODERS:
            raise DecodingError(f"an unknown encoding, {name[:40]!r}")
        body = _DECODERS[name](body, limit) if body else body
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    decoded = b""
    while body:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        decoded += _inflate(member, body, limit - len(decoded), "gzip")
        # padding after the last member is common; ignore it
        body = member.unused_data.lstrip(b"\0")
    return decoded


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
    decoded = b""
    while body:
        # a frame may request a window of gigabytes; RFC 9659 allows 8 MB on the web
        frame = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
        try:
            decoded += frame.decompress(body, limit + 1 - len(decoded))
        except zstd.ZstdError as error:
            raise DecodingError("no valid zstd") from error
        decoded = _checked(decoded, limit, "zstd", is_whole=frame.eof)
        body = frame.unused_data
    return decoded


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
