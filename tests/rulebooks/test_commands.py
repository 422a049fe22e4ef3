"""`livetiming rulebook`: what its users see."""

from pathlib import Path

from click.testing import CliRunner, Result

from livetiming.cli.main import main


def rulebook(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["rulebook", *map(str, arguments)])


def test_show_names_the_rulebooks_and_one_of_them_with_its_clauses() -> None:
    assert "KAM Kartway competition rules" in rulebook("show").output
    shown = rulebook("show", "kam").output
    assert "  time_limit_minutes = 20  [5.1]" in shown
    assert "#2 sent to the pits  [4.6.3]" in shown
    assert "from time 3 on 15-16, #15 where none is named" in rulebook("show", "pkra").output


def test_show_of_what_is_not_there_says_what_is() -> None:
    done = rulebook("show", "nobody")
    assert done.exit_code == 2
    assert "neither a file nor one of kam, nkra, pkra, sok" in done.output


def test_new_rulebook_can_be_linted_and_is_not_written_twice(tmp_path: Path) -> None:
    file = tmp_path / "riverside.toml"
    assert rulebook("new", file, "--name", "Riverside Karters").exit_code == 0
    assert 'name = "Riverside Karters"' in file.read_text()
    assert rulebook("lint", file).output == f"{file}: nothing is wrong.\n"
    assert rulebook("new", file).exit_code == 2


def test_new_rulebook_needs_a_name_that_can_be_its_id(tmp_path: Path) -> None:
    done = rulebook("new", tmp_path / "2026 rules.toml")
    assert done.exit_code == 2
    assert "one short word in small letters" in done.output


def test_lint_ends_with_1_and_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "riverside.toml"
    rulebook("new", file)
    file.write_text(file.read_text() + "[heat]\nlaps = 3\n")
    done = rulebook("lint", file)
    assert done.exit_code == 1
    assert f"{file}:" in done.output


def test_diff_shows_what_was_changed_added_and_taken_out(tmp_path: Path) -> None:
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    top = 'id = "a"\nname = "A"\nversion = "1"\n[heat]\n'
    old.write_text(top + 'laps = {value = 8, clause = "1"}\nprotest_minutes = {value = 15, clause = "2"}\n')
    new.write_text(top + 'laps = {value = 9, clause = "1"}\ncomplete_percent = {value = 60, clause = "3"}\n')
    assert rulebook("diff", old, new).output.splitlines() == [
        "- [heat] laps = 8",
        "+ [heat] laps = 9",
        "- [heat] protest_minutes = 15",
        "+ [heat] complete_percent = 60",
    ]
    assert rulebook("diff", old, old).output == "They say the same.\n"
