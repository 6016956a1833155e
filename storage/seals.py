"""The seal at the end of a backup: a checksum of every byte before it.

It is a gzip member of its own, one line of JSON in a stored block, so that the file is still read by any gunzip. It is
made without a compressor and is therefore compared byte for byte: no bit of the file can change unnoticed.
"""

import hashlib
import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_CHUNK = 1 << 20


def make_seal(digest: bytes) -> bytes:
    """The seal for the SHA-256 digest of what stands before it."""
    line = b'{"sha256":"' + digest.hex().encode() + b'"}\n'
    length = struct.pack("<HH", len(line), len(line) ^ 0xFFFF)
    return _HEADER + b"\x01" + length + line + struct.pack("<II", zlib.crc32(line), len(line))


SEAL_BYTES = len(make_seal(bytes(32)))


class Sealed:
    """A file to write to, which adds its seal at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write bytes."""
        self._digest.update(data)
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Write what is buffered."""
        self._file.flush()

    def seal(self) -> None:
        """Write the seal; nothing may be written after it."""
        self._file.write(make_seal(self._digest.digest()))
        self._file.flush()


def is_sealed(path: Path) -> bool:
    """Whether a file ends with the seal of what stands before it. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size - SEAL_BYTES
        while left > 0 and (chunk := file.read(min(left, _CHUNK))):
            digest.update(chunk)
            left -= len(chunk)
        return left == 0 and file.read() == make_seal(digest.digest())
