"""The guide to cases: what it shows comes out as it says, and it knows every key."""

import re
from pathlib import Path

import msgspec
import pytest

from livetiming.cases.format import (
    Case,
    Crossing,
    Entry,
    Every,
    Expect,
    LapTimes,
    Part,
    Restart,
    Rule,
    Session,
    Step,
)
from livetiming.cases.reading import parse
from livetiming.cases.report import report
from livetiming.cases.runner import run

_CASE = re.compile(r"^```toml\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
GUIDE = Path(__file__).resolve().parents[2] / "src" / "livetiming" / "cases" / "GUIDE.md"


@pytest.mark.parametrize("text", _CASE.findall(GUIDE.read_text()), ids=lambda text: text.splitlines()[0])
def test_case_of_the_guide_comes_out_as_it_says(text: str) -> None:
    case = parse(text)
    assert not (differences := run(case, GUIDE.parent)), "\n".join(report(case.title, differences))


@pytest.mark.parametrize(
    "part", [Case, Crossing, Entry, Every, Expect, LapTimes, Restart, Rule, Session, Step]
)
def test_guide_knows_every_key(part: type[Part]) -> None:
    text = GUIDE.read_text()
    names = [field.encode_name for field in msgspec.structs.fields(part)]
    missing = [name for name in names if not re.search(rf"[`\[.{{ ]{name}\b", text)]
    assert not missing
