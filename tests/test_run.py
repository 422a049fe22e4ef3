"""The script `run`: does what is not done yet, and says in one line what it cannot do."""

import os
import shutil
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

import tidy


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, in a checkout of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_loader("run", SourceFileLoader("run", str(tidy.ROOT / "run")))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    return module


def test_work_is_repeated_only_when_its_inputs_change(run: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    done: list[str] = []
    for content in ("click==8", "click==8", "click==9", "click==8"):
        lock.write_text(content)
        run.once("libraries", [lock, "3.11"], tmp_path, lambda: done.append(lock.read_text()))
    assert done == ["click==8", "click==9", "click==8"]


def test_work_is_repeated_where_its_result_is_gone(run: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    run.once("pages", ["sources"], page, page.touch)
    page.unlink()
    run.once("pages", ["sources"], page, page.touch)
    assert page.exists()


def test_work_that_failed_is_tried_again(run: ModuleType, tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("no network")

    for _ in range(2):
        with pytest.raises(OSError, match="no network"):
            run.once("libraries", ["3.11"], tmp_path, fail)


def test_contents_moving_between_inputs_are_a_change(run: ModuleType, tmp_path: Path) -> None:
    done: list[int] = []
    run.once("libraries", ["ab", "c"], tmp_path, lambda: done.append(1))
    run.once("libraries", ["a", "bc"], tmp_path, lambda: done.append(2))
    assert done == [1, 2]


def test_pages_are_built_from_what_people_wrote(run: ModuleType, tmp_path: Path) -> None:
    written = ["index.html", "src/main.ts"]
    for name in [*written, "node_modules/svelte/index.js", "dist/old.js"]:
        path = tmp_path / "web" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [str(path.relative_to(tmp_path / "web")) for path in run.page_sources()] == written


def test_user_without_rights_is_told_what_to_type(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match="please type, as root:  apt-get install chromium mosquitto"):
        run.apt_install(["chromium", "mosquitto"])


def test_system_without_apt_is_told_what_to_install(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match=r"please install.*: chromium mosquitto$"):
        run.apt_install(["chromium", "mosquitto"])


def test_old_python_is_named(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        run.main(["demo"])


def test_one_failed_check_fails_all_and_is_named(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [run.Outcome("python style", True, 0.1), run.Outcome("python tests", False, 2.0)]
    assert run.summarise(outcomes) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "failed: python tests"
    assert run.summarise(outcomes[:1]) == 0


def test_check_that_was_killed_says_by_what(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    killing = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert not run.run_check(run.Check("tests", [sys.executable, "-c", killing], tidy.ROOT)).passed
    assert "tests was ended by SIGKILL" in capsys.readouterr().out


def test_check_fails_by_its_exit_code(run: ModuleType) -> None:
    assert run.run_check(run.Check("good", [sys.executable, "-c", ""], tidy.ROOT)).passed
    assert not run.run_check(run.Check("bad", [sys.executable, "-c", "exit(3)"], tidy.ROOT)).passed
