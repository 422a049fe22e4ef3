"""The command line as its users meet it: help, unknown commands, and errors in one line."""

import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result

from livetiming import __version__
from livetiming.cli.main import SUBCOMMANDS, Subcommand, main
from livetiming.errors import LivetimingError
from livetiming_decoders.errors import CannotWrite

RunRaising = Callable[[BaseException], Result]


@pytest.fixture
def run_raising(monkeypatch: pytest.MonkeyPatch) -> RunRaising:
    """Run a subcommand that ends with the given error."""

    def run(error: BaseException) -> Result:
        @click.command
        def falls() -> None:
            raise error

        module = ModuleType("falling")
        monkeypatch.setattr(module, "falls", falls, raising=False)
        monkeypatch.setitem(sys.modules, "falling", module)
        monkeypatch.setitem(SUBCOMMANDS, "falls", Subcommand("falling", "falls", "Falls."))
        return CliRunner().invoke(main, ["falls"])

    return run


def test_version_is_the_package_s() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.output == f"livetiming, version {__version__}\n"


def test_help_names_every_subcommand_without_importing_any() -> None:
    code = (
        "import sys\n"
        "from livetiming.cli.main import SUBCOMMANDS, main\n"
        "main(['--help'], standalone_mode=False)\n"
        "assert not {command.module for command in SUBCOMMANDS.values()} & set(sys.modules)\n"
        "assert 'asyncio' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, command in SUBCOMMANDS.items():
        assert f"{name} " in done.stdout
        assert command.short_help.split()[0] in done.stdout


def test_each_subcommand_of_the_table_can_be_imported() -> None:
    for name, command in SUBCOMMANDS.items():
        loaded = getattr(import_module(command.module), command.attribute)
        assert isinstance(loaded, click.Command), name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0, name


def test_unknown_subcommand_is_a_usage_error() -> None:
    result = CliRunner().invoke(main, ["sreve"])
    assert result.exit_code == 2
    assert "No such command 'sreve'" in result.stderr


@pytest.mark.parametrize("error", [LivetimingError("the store is newer"), CannotWrite("the store is newer")])
def test_known_error_is_one_line_and_exit_code_2(run_raising: RunRaising, error: Exception) -> None:
    result = run_raising(error)
    assert result.exit_code == 2
    assert result.stderr == "Error: the store is newer\n"


def test_error_of_the_machine_names_the_file(run_raising: RunRaising) -> None:
    result = run_raising(FileNotFoundError(2, "No such file or directory", "race.bin"))
    assert result.exit_code == 1
    assert result.stderr == "Error: race.bin: No such file or directory\n"


def test_errors_of_a_task_group_are_told_together_and_once(run_raising: RunRaising) -> None:
    same = [LivetimingError("no rulebook"), LivetimingError("no rulebook"), OSError(28, "No space left")]
    result = run_raising(ExceptionGroup("tasks", [same[0], ExceptionGroup("tasks", same[1:])]))
    assert result.exit_code == 2
    assert result.stderr == "Error: no rulebook; No space left\n"


@pytest.mark.parametrize(
    "bug",
    [ZeroDivisionError("bug"), ExceptionGroup("tasks", [LivetimingError("known"), ZeroDivisionError("bug")])],
)
def test_bug_keeps_its_traceback(run_raising: RunRaising, bug: Exception) -> None:
    result = run_raising(bug)
    assert result.exit_code == 1
    assert result.exception is bug


def test_gone_reader_of_a_pipe_is_no_error(run_raising: RunRaising) -> None:
    result = run_raising(BrokenPipeError(32, "Broken pipe"))
    assert result.stderr == ""
