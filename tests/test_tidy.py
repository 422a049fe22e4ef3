"""Limits of style that no linter knows; each failure names every place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tidy

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 500
PURE = ("livetiming_decoders", "livetiming.scoring", "livetiming.rulebooks", "livetiming.season")
IMPURE = {"aiosqlite", "asyncio", "logging", "random", "socket", "sqlite3", "time"}
CLUBS = re.compile(r"(?<![a-z])(pkra|sok|kam|kartway|nkra)(?![a-z])", re.IGNORECASE)
HOME_PATHS = re.compile(r"(?<![\w.}/:-])/(?:home|private|root|tmp|Users|work)/\w")
DURATION_WORDS = ("age", "delay", "duration", "gap", "interval", "period", "time", "timeout", "uptime")


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{tidy.place(path, function.lineno)} {function.name} has {lines} lines"
        for path in tidy.python_files()
        for function in tidy.functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    ]
    assert not long, "\n".join(long)


def test_files_stay_small() -> None:
    long = [
        f"{tidy.place(path)} has {lines} lines"
        for path in [*tidy.python_files(), *tidy.page_files()]
        if not tidy.is_generated(path) and (lines := len(path.read_text().splitlines())) > FILE_LINES_MAX
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("package", PURE)
def test_pure_package_reaches_no_clock_no_chance_no_outside(package: str) -> None:
    modules = tidy.modules()
    starts = [name for name in modules if name == package or name.startswith(f"{package}.")]
    assert starts
    found = [" -> ".join(chain) for start in starts for chain in impure_chains(start, modules)]
    assert not found, "\n".join(found)


def impure_chains(start: str, modules: dict[str, Path]) -> Iterator[list[str]]:
    """How the module comes to import something impure, through modules of ours."""
    chains = [[start]]
    seen = {start}
    while chains:
        chain = chains.pop()
        for name in sorted(tidy.imports(modules[chain[-1]])):
            if name.split(".")[0] in IMPURE:
                yield [*chain, name]
            elif name in modules and name not in seen:
                seen.add(name)
                chains.append([*chain, name])


def test_simulators_are_independent_witnesses() -> None:
    found = [
        f"{tidy.place(path)} imports {imported}"
        for name, path in tidy.modules().items()
        if name.startswith("livetiming_simulators")
        for imported in tidy.imports(path)
        if imported.split(".")[0] == "livetiming"
    ]
    assert not found, "\n".join(found)


def test_clubs_are_known_to_rulebooks_only() -> None:
    found = [
        f"{place} names a club: {line}"
        for path in [*tidy.modules().values(), *tidy.page_files()]
        if "rulebooks" not in path.parts
        for place, line in tidy.lines(path)
        if CLUBS.search(line)
    ]
    assert not found, "\n".join(found)


def test_excepts_name_what_they_expect_or_pass_it_on() -> None:
    found = [
        f"{tidy.place(path, node.lineno)} catches everything"
        for path in tidy.python_files()
        for node in ast.walk(tidy.tree(path))
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type) and not passes_on(node)
    ]
    assert not found, "\n".join(found)


def is_broad(caught: ast.expr | None) -> bool:
    """Whether an except clause catches errors that nobody thought of."""
    if isinstance(caught, ast.Tuple):
        return any(map(is_broad, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether the clause tidies up and ends with a bare `raise`."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_durations_and_times_end_in_their_unit() -> None:
    found = [
        f"{tidy.place(path, node.lineno)} {name} has no unit"
        for path in tidy.modules().values()
        for node, name, annotation in annotated_names(path)
        if is_number(annotation) and name.split("_")[-1] in DURATION_WORDS
    ]
    assert not found, "\n".join(found)


def annotated_names(path: Path) -> Iterator[tuple[ast.AnnAssign | ast.arg, str, ast.expr]]:
    """Every variable, field and argument with a written type."""
    for node in ast.walk(tidy.tree(path)):
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield node, node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            target = node.target
            yield (
                node,
                target.attr if isinstance(target, ast.Attribute) else ast.unparse(target),
                node.annotation,
            )


def is_number(annotation: ast.expr) -> bool:
    """Whether the type is int or float, or one of them or None."""
    return {part.strip() for part in ast.unparse(annotation).split("|")} - {"None"} in ({"int"}, {"float"})


def test_nothing_is_left_to_do() -> None:
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{place}: {line}"
        for path in [*tidy.modules().values(), *tidy.page_files()]
        for place, line in tidy.lines(path)
        if word.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    texts = [
        path
        for pattern in (
            "*.css",
            "*.html",
            "*.js",
            "*.json",
            "*.md",
            "*.py",
            "*.svelte",
            "*.toml",
            "*.ts",
            "*.txt",
        )
        for folder in ("decoders", "requirements", "simulators", "src", "tests", "web")
        for path in tidy.files(tidy.ROOT / folder, pattern)
    ]
    top = [tidy.ROOT / name for name in ("README.md", "hatch_build.py", "pyproject.toml", "run", ".ci/run")]
    found = [
        f"{place}: {line}"
        for path in [*texts, *top]
        for place, line in tidy.lines(path)
        if HOME_PATHS.search(line) and path != Path(__file__)
    ]
    assert not found, "\n".join(found)
