"""Passings as the tower sees them: whose, and what the session made of each."""

from bisect import bisect_left
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from livetiming.facts import LoopRole
from livetiming.publish.tower.messages import PassingInfo, PassingUse
from livetiming.scoring.carriage import Carriage
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard
from livetiming.scoring.runs import row_of_transponder
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Standings

_Stands = tuple[int, int, Heard | str]
"""When, by which fact, and what: a passing, or a crossing credited to an entry. No two have one fact."""

_AT_THE_LINE = {LoopRole.START_FINISH, LoopRole.BACKUP}


class Passings:
    """Tells passings by what `standings` made of them; without a session all are outside."""

    def __init__(self, evidence: Evidence, carried: Carriage, standings: Standings | None) -> None:
        self._evidence = evidence
        self._carried = carried
        self._standings = standings
        self._rows = {} if standings is None else {row.row: row for row in standings.rows}

    def last(self, count: int) -> tuple[PassingInfo, ...]:
        """The last passings to arrive, the newest last."""
        newest = list(islice(reversed(self._evidence.passings.values()), count))
        return tuple(self.info(heard) for heard in reversed(newest))

    def of_session(self, entry: str | None, from_track_us: int) -> Iterator[PassingInfo]:
        """What was heard at the line while the session was on track, and what officials credited, in the
        order of time; of one entry (or row), or of all. Passings that an official moved stand where they
        were heard."""
        standings = self._standings
        if standings is None or standings.log.opened is None or standings.log.opened.track_us is None:
            return
        closed = standings.log.closed
        until_us = None if closed is None else closed.track_us
        from_us = max(from_track_us, standings.log.opened.track_us)
        for _, n, what in merge(self._heard(from_us, until_us), self._credited(from_us)):
            info = self.info(what) if isinstance(what, Heard) else self._credit(n, what)
            if entry is None or entry in (info.entry, row_of_transponder(info.transponder or 0)):
                yield info

    def info(self, heard: Heard) -> PassingInfo:
        """One passing."""
        evidence = self._evidence
        entry = self.carrier(heard)
        row = self._rows.get(entry if entry is not None else row_of_transponder(heard.transponder))
        track_us = evidence.moved.get(heard.n, heard.track_us)
        source = evidence.segments[heard.segment].source
        use, lap, lap_us = self._use(heard, track_us, source, row)
        return PassingInfo(
            n=heard.n,
            track_us=track_us,
            heard_track_us=None if track_us == heard.track_us else heard.track_us,
            transponder=heard.transponder,
            entry=entry,
            use=use,
            lap=lap,
            lap_us=lap_us,
            source=source,
            number=heard.number,
            strength=heard.strength,
            hits=heard.hits,
            ignored=evidence.ignored.get(heard.n),
        )

    def carrier(self, heard: Heard) -> str | None:
        """The entry that carried the transponder then."""
        for entry in self._carried.known.get(heard.transponder, ()):
            for span in self._carried.spans[entry]:
                if span.transponder == heard.transponder and span.covers(heard.track_us):
                    return entry
        return None

    def _heard(self, from_us: int, until_us: int | None) -> Iterator[_Stands]:
        lists = [_between(heard, from_us, until_us) for heard in self._evidence.heard.values()]
        return ((heard.track_us, heard.n, heard) for heard in merge(*lists))

    def _credited(self, from_us: int) -> Iterator[_Stands]:
        inserted = {} if self._standings is None else self._standings.log.inserted
        credited = [
            (track_us, n, entry)
            for entry, crossings in inserted.items()
            for track_us, n in crossings
            if track_us >= from_us
        ]
        return iter(sorted(credited))

    def _credit(self, n: int, entry: str) -> PassingInfo:
        standings = self._standings
        assert standings is not None
        track_us = next(us for us, by in standings.log.inserted[entry] if by == n)
        use, lap, lap_us = _use_in(self._rows.get(entry), n, track_us)
        return PassingInfo(
            n=n, track_us=track_us, entry=entry, use=use, lap=lap, lap_us=lap_us, credited=True
        )

    def _use(
        self, heard: Heard, track_us: int, source: str, row: Standing | None
    ) -> tuple[PassingUse, int | None, int | None]:
        if heard.n in self._evidence.ignored:
            return PassingUse.IGNORED, None, None
        decoder = self._evidence.decoders[source]
        if decoder.role not in _AT_THE_LINE or heard.transponder in decoder.photocells:
            return PassingUse.ELSEWHERE, None, None
        return _use_in(row, heard.n, track_us)


def _use_in(row: Standing | None, n: int, track_us: int) -> tuple[PassingUse, int | None, int | None]:
    """What a row's run made of a passing; the lap that it completed, and its time."""
    opening_us = None if row is None else row.run.opening_us
    if row is None or opening_us is None:
        return PassingUse.OUTSIDE, None, None
    run = row.run
    if n == run.opening_source:
        return PassingUse.START, None, None
    at = bisect_left(run.crossings_us, track_us)
    while at < len(run.crossings_us) and run.crossings_us[at] == track_us:
        if run.sources[at] == n:
            before = run.lap_numbers[at - 1] if at else run.rules.base_laps
            counts = at < row.counted and run.lap_numbers[at] > before
            use = PassingUse.LAP if counts else PassingUse.UNCOUNTED
            return use, run.lap_numbers[at] if counts else None, run.laps_us[at]
        at += 1
    close_us = run.rules.close_us
    if track_us < opening_us or (close_us is not None and track_us > close_us):
        return PassingUse.OUTSIDE, None, None
    return PassingUse.DUPLICATE, None, None


def _between(heard: list[Heard], from_us: int, until_us: int | None) -> list[Heard]:
    first = bisect_left(heard, from_us, key=_track_us)
    last = len(heard) if until_us is None else bisect_left(heard, until_us + 1, key=_track_us)
    return heard[first:last]


def _track_us(heard: Heard) -> int:
    return heard.track_us
