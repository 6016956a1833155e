"""NOTICE names what is installed under other than a permissive licence, and nothing that is no longer so."""

import re
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import pytest

from tools.licences import Package, read_package, read_packages

NOTICE = (Path(__file__).resolve().parent.parent / "NOTICE").read_text("utf-8")
SECTION = NOTICE.split("PACKAGES UNDER OTHER THAN PERMISSIVE LICENCES")[1].split("WHAT FOLLOWS")[0]
NAMED = dict(re.findall(r"^([a-z0-9-]+) {2,}(.+)$", SECTION.split("Inside packages")[0], re.MULTILINE))
FAMILY = re.compile(r"[AL]?GPL|EUPL|MPL|CDDL|Artistic")


@pytest.fixture(scope="module")
def packages() -> Mapping[str, Package]:
    return read_packages()


def test_notice_lists_just_the_packages_that_are_not_permissive(packages: Mapping[str, Package]) -> None:
    assert len(packages) > 100
    assert set(NAMED) == {name for name, package in packages.items() if not package.permissive}


def test_notice_names_the_licences_that_the_metadata_states(packages: Mapping[str, Package]) -> None:
    for name, line in NAMED.items():
        assert set(FAMILY.findall(" ".join(packages[name].stated))) <= set(FAMILY.findall(line)), name


def test_notice_names_what_has_copyleft_inside(packages: Mapping[str, Package]) -> None:
    unnamed = {
        name: package.copyleft_files
        for name, package in packages.items()
        if package.copyleft_files and not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", SECTION)
    }
    assert unnamed == {}


def make_package(folder: Path, metadata: str, licence: str = "") -> Package:
    (folder / "LICENSE").write_text(licence, "utf-8")
    (folder / "METADATA").write_text(metadata, "utf-8")
    (folder / "RECORD").write_text(f"{folder.name}/LICENSE,,", "utf-8")
    return read_package(Distribution.at(folder))


@pytest.mark.parametrize(
    ("metadata", "permissive"),
    [
        ("License-Expression: MIT AND (Apache-2.0 OR BSD-3-Clause)", True),
        ("License: The MIT License (MIT)\n        Copyright and so on", True),
        ("License: Dual License\nClassifier: License :: OSI Approved :: BSD License", True),
        ("License-Expression: MIT OR LGPL-2.1-or-later", False),  # which of them is taken, NOTICE says
        ("License: MIT\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("License: SSPL", False),
        ("License: UNKNOWN", False),
    ],
)
def test_a_licence_is_permissive_when_all_that_is_stated_is(tmp_path: Path, metadata: str, permissive: bool) -> None:
    assert make_package(tmp_path, metadata).permissive is permissive


def test_a_library_under_the_lgpl_inside_a_permissive_package_is_found(tmp_path: Path) -> None:
    package = make_package(tmp_path, "License: MIT", "libiconv: GNU Lesser General Public License")
    assert (package.permissive, package.copyleft_files) == (True, (f"{tmp_path.name}/LICENSE",))


def test_a_pin_for_this_system_that_is_not_installed_is_an_error(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("storywake-for-windows==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n", "utf-8")
    assert read_packages(lock) == {}
    lock.write_text("storywake-for-everybody==1.0 \\\n    --hash=sha256:00\n", "utf-8")
    with pytest.raises(PackageNotFoundError):
        read_packages(lock)
