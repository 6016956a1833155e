"""Which licence each package that storywake installs states: `python tools/licences.py [LOCK]`.

Reads the metadata of the installed packages that deploy/requirements.lock pins. A star marks those whose licence is not
known to be permissive: NOTICE must name them, which tests/test_licences.py holds.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "deploy" / "requirements.lock"
# As SPDX names them, and as classifiers and older metadata do.
PERMISSIVE = frozenset(
    name.casefold()
    for name in (
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
        "PSF-2.0", "Zlib", "Apache 2.0", "Apache Software License", "BSD", "BSD License", "3-Clause BSD License",
        "The BSD 2-Clause License", "ISC License", "ISCL", "MIT License", "MIT Licence", "The MIT License",
    )
)  # fmt: skip
_SAYS_NOTHING = frozenset({"OSI Approved", "Dual License", "UNKNOWN", ""})
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==[^\s;]+( ;)?", re.MULTILINE)
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$|\.cdx\.json$|/sboms/", re.IGNORECASE)
_COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License|\bMPL\b|Mozilla Public|\bEUPL\b|\bCDDL\b|\bCC-BY-(?:NC|SA)")
_PSF = re.compile(r"PYTHON SOFTWARE FOUNDATION LICENSE")  # tells which old Pythons could be used with the GPL


@dataclass(frozen=True)
class Package:
    """An installed package: what its metadata states, and which of its licence files speak of copyleft."""

    stated: tuple[str, ...]
    copyleft_files: tuple[str, ...]

    @property
    def permissive(self) -> bool:
        """Whether all licences that are stated are known to be permissive, and one is."""
        names = [name.strip() for one in self.stated for name in re.split(r" AND | OR |[()]", one)]
        return bool(self.stated) and all(name.casefold() in PERMISSIVE for name in names if name)


def read_packages(lock: Path = LOCK) -> Mapping[str, Package]:
    """The packages that a lock pins, by name. Raises PackageNotFoundError when one that must be there is not."""
    packages = {}
    for name, marker in _PIN.findall(lock.read_text("utf-8")):
        try:
            packages[name] = read_package(distribution(name))
        except PackageNotFoundError:
            if not marker:  # one with a marker may be for another system or Python
                raise
    return packages


def read_package(installed: Distribution) -> Package:
    """What an installed package says of its licence."""
    return Package(tuple(dict.fromkeys(_stated(installed))), tuple(_speaking_of_copyleft(installed)))


def _stated(installed: Distribution) -> Iterator[str]:
    metadata = installed.metadata
    expressions = metadata.get_all("License-Expression") or []
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License :: ")]
    first_lines = [text.strip().partition("\n")[0] for text in metadata.get_all("License") or []]
    for name in expressions or [*first_lines, *(one.rpartition(" :: ")[2] for one in classifiers)]:
        if name not in _SAYS_NOTHING:
            yield name


def _speaking_of_copyleft(installed: Distribution) -> Iterator[str]:
    for file in installed.files or []:
        if _LICENCE_FILE.search(str(file)) and file.suffix not in {".py", ".pyc"}:
            text = Path(str(file.locate())).read_text("utf-8", "replace")
            if _COPYLEFT.search(text) and not _PSF.search(text):
                yield str(file)


if __name__ == "__main__":
    for name, package in read_packages(Path(sys.argv[1]) if len(sys.argv) > 1 else LOCK).items():
        sys.stdout.write(f"{' ' if package.permissive else '*'} {name:28}{'; '.join(package.stated) or 'not stated'}\n")
