"""The store of a race of 60 karts, as many passings long as asked for."""

import asyncio
import random
from pathlib import Path

from livetiming import facts
from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.facts import AnyFact, Authority, Instant
from livetiming.journal import Record
from livetiming.journal.sqlite import open_store

KARTS = 60
LAP_US = 17_280_000
"""300,000 passings of 60 karts in 24 hours."""
SOURCE = "tcp://decoder"
SESSION = "race"
OFFSET_US = 3_000_000
"""The server's clock before the decoder's."""

BY = Authority(who="Tess Tower", role="tower")


def at(track_us: int) -> Instant:
    return Instant(epoch=1, server_us=ServerUs(track_us + OFFSET_US), track_us=TrackUs(track_us))


def opening() -> list[AnyFact]:
    """Everything up to the green flag."""
    return [
        facts.EpochStarted(
            epoch=1, server_us=ServerUs(0), wall_us=WallUs(1_779_000_000_000_000), boot_id="1", software="0"
        ),
        facts.MeetingOpened(meeting="m", name="24 hours", date="2026-05-16", by=BY),
        facts.ClassDefined(class_id="k", name="Karts", min_lap_us=10_000_000, by=BY),
        *(
            facts.EntryRegistered(
                entry=f"e{kart}",
                class_id="k",
                number=f"{kart}",
                name=f"Team {kart}",
                public_name=f"Team {kart}",
                transponders=(1000 + kart,),
                by=BY,
            )
            for kart in range(KARTS)
        ),
        facts.SessionPlanned(
            session=SESSION,
            name="24 hours",
            kind=facts.SessionKind.RACE,
            class_ids=("k",),
            laps=1_000_000,
            by=BY,
        ),
        facts.SegmentOpened(
            segment=0, source=SOURCE, decoder=0x20F93, counter=0, shift_us=0, reason="first heard"
        ),
        facts.SessionOpened(session=SESSION, at=at(1_000_000), by=BY),
        facts.FlagShown(session=SESSION, flag=facts.ShownFlag.GREEN, at=at(5_000_000), by=BY),
    ]


def passings(count: int) -> list[facts.PassingHeard]:
    """Laps of every kart in the order of time; no kart is quicker than another for long."""
    chance = random.Random(1)
    crossings = []
    for kart in range(KARTS):
        at_us = 6_000_000 + kart * 200_000
        for _ in range(-(-count // KARTS)):
            crossings.append((at_us, kart))
            at_us += LAP_US + chance.randrange(-1_500_000, 1_500_000)
    return [
        facts.PassingHeard(
            segment=0,
            number=number,
            transponder=1000 + kart,
            decoder_time_us=DecoderUs(at_us),
            strength=chance.randrange(80, 160),
            hits=chance.randrange(10, 60),
            epoch=1,
            arrived_us=ServerUs(at_us + OFFSET_US + chance.randrange(5_000)),
        )
        for number, (at_us, kart) in enumerate(sorted(crossings)[:count], 1)
    ]


def write(path: Path, count: int) -> None:
    """A store with so many passings."""

    async def fill() -> None:
        journal = await open_store(path)
        try:
            records = [Record(fact) for fact in (*opening(), *passings(count))]
            for begin in range(0, len(records), 10_000):
                await journal.append(records[begin : begin + 10_000])
        finally:
            await journal.close()

    asyncio.run(fill())
