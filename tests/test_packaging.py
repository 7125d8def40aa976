"""What wheel and sdist carry; built in a copy, so that the checkout stays clean."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from conftest import CHECKOUT

BUILD = """
import sys
from setuptools import build_meta
build_meta.build_{kind}(sys.argv[1])
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wheel and sdist."""
    copy, folder = tmp_path_factory.mktemp("copy") / "checkout", tmp_path_factory.mktemp("dist")
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")
    shutil.copytree(CHECKOUT, copy, ignore=ignored)
    for kind in ("wheel", "sdist"):
        command = [
            sys.executable,
            "-W",
            "error::DeprecationWarning:setuptools",
            "-c",
            BUILD.format(kind=kind),
        ]
        done = subprocess.run([*command, str(folder)], cwd=copy, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "Deprecat" not in done.stderr + done.stdout
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    """Names of the files in the wheel."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist(built: Path) -> set[str]:
    """Names of the files in the sdist."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def metadata(built: Path) -> Message:
    """What the wheel says about itself."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def sources(folder: str, *patterns: str) -> set[str]:
    """The files of a folder of the checkout, relative to the checkout."""
    found = (path for pattern in patterns for path in (CHECKOUT / folder).glob(pattern))
    return {path.relative_to(CHECKOUT).as_posix() for path in found if path.is_file()}


def test_site_packages_gets_only_the_advisor(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == {"advisor"}


def test_the_wheel_carries_program_rules_templates_and_catalogues(wheel: set[str]) -> None:
    program = sources("advisor", "**/*.py", "locale/*.po", "locale/*/LC_MESSAGES/*.mo")
    beside = sources("rules", "*.py", "*.md", "*.toml", "*.yaml") | sources("templates", "*")
    expected = program | {f"advisor/{name}" for name in beside}
    assert {name for name in wheel if ".dist-info/" not in name} == expected


def test_the_sdist_carries_the_sources_the_tests_and_the_cases(sdist: set[str]) -> None:
    folders = ("advisor", "rules", "templates", "tests", "cases")
    files = set().union(*(sources(folder, "**/*") for folder in folders))
    expected = {name for name in files if "__pycache__" not in name}
    expected |= {"CHANGELOG.md", "LICENSE", "pyproject.toml", "setup.cfg"}
    assert expected - sdist == set()


def test_the_licence_is_stated_and_enclosed(metadata: Message, wheel: set[str]) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert any(name.endswith("/licenses/LICENSE") for name in wheel)


def test_the_version_is_in_the_changelog(metadata: Message) -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert metadata["Version"] in changelog
