"""Journals of every released version are read by this one, and give the results that they gave then.

`support.golden_day` wrote them. The journal of a version that has been published is never written again.
"""

from pathlib import Path

import msgspec
import pytest

from livetiming import facts
from livetiming.journal import codec
from livetiming.scoring.evidence import fold
from support.day import Day
from support.golden_day import GOLDEN, KARTS, read, results, tell

JOURNALS = sorted(GOLDEN.glob("*.jsonl"))
NEWEST = JOURNALS[-1]


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda path: path.stem)
def test_journal_of_a_release_gives_the_results_that_it_gave(journal: Path) -> None:
    given = msgspec.json.decode(journal.with_suffix(".results.json").read_bytes())
    now = msgspec.json.decode(msgspec.json.encode(results(fold(read(journal)))))
    assert now == given


def test_every_fact_occurs_in_a_golden_journal() -> None:
    found = {type(fact) for journal in JOURNALS for _, fact in read(journal)}
    missing = {fact.__name__ for fact in facts.AnyFact.__args__} - {fact.__name__ for fact in found}
    assert not missing, "let support.golden_day bring it about, and write the journal of this version"


def test_newest_journal_is_written_as_this_version_would() -> None:
    for (_, fact), line in zip(read(NEWEST), NEWEST.read_text().splitlines(), strict=True):
        assert codec.encode(fact) == line


def test_newest_journal_is_that_of_the_golden_day() -> None:
    """Else run ``python -m support.golden_day`` in ``tests``, or keep it under the name of its release."""
    with Day(KARTS) as day:
        tell(day)
        told = [codec.encode(fact) for _, fact in day.journal_facts()]
    assert told == NEWEST.read_text().splitlines()
