"""The journal for people: facts with who, why and the time of day."""

import asyncio

import msgspec

from livetiming.facts import Authority, EpochStarted, Instant
from livetiming.http.tower.core import Core
from livetiming.http.tower.documents import JournalDocument, JournalEntry
from livetiming.journal import Stored
from livetiming.journal.reading import epochs, facts_after
from livetiming.publish.tower.fact_words import fact_words
from livetiming.scoring.plans import MeetingPlan


async def journal_document(core: Core, after_n: int, limit: int, *, passings: bool) -> JournalDocument:
    """At most `limit` facts after a number. Raises `StoreCorrupt`."""
    store, starts = await asyncio.to_thread(_read, core, after_n, limit, passings)
    meeting = core.engine.evidence.meeting
    entries = tuple(_entry(stored, meeting, starts) for stored in store)
    return JournalDocument(
        n=core.engine.evidence.n,
        facts=entries,
        next_after=entries[-1].n if len(entries) == limit else None,
    )


def _read(
    core: Core, after_n: int, limit: int, passings: bool
) -> tuple[list[Stored], dict[int, EpochStarted]]:
    return facts_after(core.store, after_n, limit, passings=passings), epochs(core.store)


def _entry(stored: Stored, meeting: MeetingPlan, starts: dict[int, EpochStarted]) -> JournalEntry:
    fact = stored.fact
    by = getattr(fact, "by", None)
    return JournalEntry(
        n=stored.n,
        kind=str(fact.__struct_config__.tag),
        at_wall_us=_wall_us(stored, starts),
        by=by if isinstance(by, Authority) else None,
        words=fact_words(meeting, fact),
        fact=msgspec.Raw(msgspec.json.encode(fact)),
    )


def _wall_us(stored: Stored, starts: dict[int, EpochStarted]) -> int | None:
    """The time of day: as it was recorded, or by the clock of the server's start that it names."""
    fact = stored.fact
    by, at = getattr(fact, "by", None), getattr(fact, "at", None)
    if isinstance(fact, EpochStarted):
        return fact.wall_us
    if isinstance(by, Authority) and by.at_wall_us is not None:
        return by.at_wall_us
    if isinstance(at, Instant):
        return _by_start(starts.get(at.epoch), at.server_us)
    arrived_us = getattr(fact, "arrived_us", None)
    epoch = getattr(fact, "epoch", None)
    if isinstance(arrived_us, int) and isinstance(epoch, int):
        return _by_start(starts.get(epoch), arrived_us)
    return None


def _by_start(start: EpochStarted | None, server_us: int) -> int | None:
    return None if start is None else start.wall_us + server_us - start.server_us
