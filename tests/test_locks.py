"""What the project declares, pins and imports agree, and no lock names where it was made."""

import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tidy

DISTRIBUTION_OF = {
    "argon2": "argon2-cffi",
    "serial": "pyserial",
    "serial_asyncio_fast": "pyserial-asyncio-fast",
}
"""Libraries whose import name is not their distribution's."""


@pytest.mark.parametrize("name", ["runtime", "build", "test"])
def test_lock_pins_with_hashes_and_names_no_index(name: str) -> None:
    text = (tidy.ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    pins = re.split(r"\n(?=\w)", text.partition("\n#\n")[2].partition("\n#\n")[2])
    assert pins
    assert all(re.match(r"[\w.-]+==[^ ]+ .*--hash=sha256:", pin, re.DOTALL) for pin in pins)
    options = re.findall(r"^--?\w.*", text, re.MULTILINE)
    assert not options


def test_page_lock_names_no_registry() -> None:
    lock = (tidy.ROOT / "web" / "package-lock.json").read_text()
    settings = (tidy.ROOT / "web" / ".npmrc").read_text().splitlines()
    assert '"resolved"' not in lock
    assert "omit-lockfile-registry-resolved=true" in settings
    assert not [line for line in settings if "registry=" in line or "://" in line]


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((tidy.ROOT / "pyproject.toml").read_text())
    wanted = {
        "runtime": project["project"]["dependencies"],
        "build": project["build-system"]["requires"],
        "test": project["dependency-groups"]["test"],
    }
    for name, requirements in wanted.items():
        pinned = pins(name)
        for requirement in map(Requirement, requirements):
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement} is not locked; ./run lock"
            assert requirement.specifier.contains(version), (
                f"{requirement} is locked at {version}; ./run lock"
            )


def test_locks_agree_with_one_another() -> None:
    together: dict[str, str] = {}
    for name in ("runtime", "build", "test"):
        for library, version in pins(name).items():
            assert together.setdefault(library, version) == version, f"{library} in {name}; ./run lock"


def pins(name: str) -> dict[str, str]:
    """The versions by library that a lock pins."""
    text = (tidy.ROOT / "requirements" / f"{name}.txt").read_text()
    return {
        canonicalize_name(library): version
        for library, version in re.findall(r"^([\w.-]+)==([^ ;]+)", text, re.MULTILINE)
    }


def test_every_library_of_the_project_is_used_and_declared() -> None:
    project = tomllib.loads((tidy.ROOT / "pyproject.toml").read_text())["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    imported = {name.split(".")[0] for path in tidy.modules().values() for name in tidy.imports(path)}
    foreign = imported - set(tidy.PACKAGES) - sys.stdlib_module_names
    used = {canonicalize_name(DISTRIBUTION_OF.get(name, name)) for name in foreign}
    assert used <= declared, f"imported, not declared: {used - declared}"
    assert declared <= used, f"declared, not imported: {declared - used}"
