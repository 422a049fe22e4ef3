"""The project's own sources, as the checks of style see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "livetiming_decoders": ROOT / "decoders" / "livetiming_decoders",
    "livetiming_simulators": ROOT / "simulators" / "livetiming_simulators",
    "livetiming": ROOT / "src" / "livetiming",
}
PAGES = ROOT / "web" / "src"
MADE = {"node_modules", "static", "__pycache__", "dist", "coverage"}


def modules() -> dict[str, Path]:
    """Every module of the three packages, by its full name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in files(folder, "*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join([package, *(part for part in parts if part != "__init__")])] = path
    return found


def python_files() -> list[Path]:
    """Every Python file of the project, tests and scripts included."""
    scripts = [ROOT / "hatch_build.py", ROOT / "run"]
    return [*modules().values(), *files(ROOT / "tests", "*.py"), *scripts]


def page_files() -> list[Path]:
    """Every source file of the pages."""
    return [path for suffix in ("ts", "svelte", "css") for path in files(PAGES, f"*.{suffix}")]


def files(folder: Path, pattern: str) -> list[Path]:
    """The files below the folder, without what is made from others."""
    return sorted(path for path in folder.rglob(pattern) if not MADE & set(path.relative_to(ROOT).parts))


def is_generated(path: Path) -> bool:
    """Whether a program wrote the file, and says so in its first line."""
    with path.open() as file:
        return file.readline().startswith("// Generated from ")


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of the file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> set[str]:
    """The full names that the file imports: modules, the packages they are in, members of modules."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names | {name[:dot] for name in names for dot in range(len(name)) if name[dot] == "."}


def place(path: Path, line: int = 1) -> str:
    """Where to look, as an editor understands it."""
    return f"{path.relative_to(ROOT)}:{line}"


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line of the file behind its place."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        yield place(path, number), line.strip()
