"""The promise of `livetiming.journal`, held against every journal."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.conftest import Again
from livetiming.facts import AnyFact
from livetiming.journal import Journal, Record
from support.journals import facts_of
from support.samples import FACTS


async def test_empty_journal_has_no_facts_and_number_zero(journal: Journal) -> None:
    assert journal.last_n == 0
    assert await facts_of(journal) == []


async def test_facts_are_numbered_from_one_without_a_gap_over_batches(journal: Journal) -> None:
    assert await journal.append([Record(fact) for fact in FACTS[:3]]) == 3
    assert await journal.append([Record(FACTS[3])]) == 4
    assert journal.last_n == 4
    assert [n for n, _, _ in await facts_of(journal)] == [1, 2, 3, 4]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
async def test_fact_is_read_back_the_same(journal: Journal, fact: AnyFact) -> None:
    await journal.append([Record(fact)])
    assert [(n, read) for n, read, _ in await facts_of(journal)] == [(1, fact)]


async def test_key_of_a_command_is_read_back_with_its_fact(journal: Journal) -> None:
    await journal.append([Record(FACTS[0]), Record(FACTS[5], "key-1")])
    assert [key for _, _, key in await facts_of(journal)] == [None, "key-1"]


async def test_reading_begins_after_any_number(journal: Journal) -> None:
    await journal.append([Record(fact) for fact in FACTS])
    everything = await facts_of(journal)
    for after_n in range(len(FACTS) + 1):
        assert await facts_of(journal, after_n) == everything[after_n:]


async def test_an_empty_batch_changes_nothing(journal: Journal) -> None:
    await journal.append([Record(FACTS[0])])
    assert await journal.append([]) == 1
    assert len(await facts_of(journal)) == 1


async def test_reading_while_more_is_appended_leaves_the_numbering_alone(journal: Journal) -> None:
    await journal.append([Record(FACTS[0])])
    async for piece in journal.read():
        await journal.append([Record(FACTS[1])])
        assert [stored.n for stored in piece] == [1]
        break
    assert await journal.append([Record(FACTS[2])]) == 3


async def test_probe_leaves_no_trace(journal: Journal) -> None:
    await journal.append([Record(FACTS[0])])
    await journal.probe()
    assert journal.last_n == 1
    assert len(await facts_of(journal)) == 1


async def test_everything_is_there_after_opening_again(again: Again) -> None:
    journal = await again()
    stream = journal.stream
    await journal.append([Record(fact, f"key-{i}") for i, fact in enumerate(FACTS)])
    before = await facts_of(journal)
    journal = await again()
    assert journal.stream == stream
    assert journal.last_n == len(FACTS)
    assert await facts_of(journal) == before
    assert await journal.append([Record(FACTS[0])]) == len(FACTS) + 1


@given(batches=st.lists(st.lists(st.sampled_from(FACTS), max_size=20), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
async def test_any_batches_are_read_back_in_order(again: Again, batches: list[list[AnyFact]]) -> None:
    journal = await again()
    begun_n = journal.last_n
    for batch in batches:
        await journal.append([Record(fact) for fact in batch])
    journal = await again()
    expected = [fact for batch in batches for fact in batch]
    assert [fact for _, fact, _ in await facts_of(journal, begun_n)] == expected
