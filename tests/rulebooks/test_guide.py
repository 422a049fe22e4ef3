"""The rulebook author's guide: every setting is in it, and its fifth club runs a day as it says."""

import re
from pathlib import Path

from click.testing import CliRunner

from livetiming.cli.main import main
from livetiming.rulebooks.describing import SETTINGS

_FILE = re.compile(r"^```toml\n# (?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def guide(root: Path) -> str:
    return (root / "src" / "livetiming" / "rulebooks" / "GUIDE.md").read_text()


def test_guide_explains_every_setting(root: Path) -> None:
    rows = [f"| `{each.name}` | {each.words} | {each.values} |" for each in SETTINGS.values()]
    missing = [row for row in rows if row not in guide(root)]
    assert not missing, "\n".join(missing)


def test_fifth_club_of_the_guide_is_sound_and_its_day_comes_out(root: Path, tmp_path: Path) -> None:
    files = {found["name"]: found["text"] for found in _FILE.finditer(guide(root))}
    assert sorted(files) == ["lakeside-day.toml", "lakeside.toml"]
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    linted = CliRunner().invoke(main, ["rulebook", "lint", str(tmp_path / "lakeside.toml")])
    assert linted.exit_code == 0, linted.output
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "lakeside-day.toml")])
    assert checked.exit_code == 0, checked.output
