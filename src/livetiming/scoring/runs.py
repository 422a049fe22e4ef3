"""Selects each kart's passings for a session from evidence, and keeps the runs between calls.

A run is built again only when something that it was made from changed other than by one more
passing at its end: one late passing rescores one kart.
"""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from livetiming.scoring.carriage import Carriage, Span, carriage
from livetiming.scoring.crossings import KartRun, LapRules
from livetiming.scoring.evidence import Evidence, Heard
from livetiming.scoring.plans import SessionLog

_NO_BOUND = -(1 << 62)


class _Kept(msgspec.Struct):
    """A run with what it was made from."""

    key: tuple[object, ...]
    run: KartRun
    taken: list[int]
    last_us: int


class Runs:
    """The runs of one session, by row id: an entry's id, or ``t`` and the number of a transponder."""

    def __init__(self, evidence: Evidence, log: SessionLog) -> None:
        self._evidence = evidence
        self._log = log
        self._kept: dict[str, _Kept] = {}
        self._carriage: tuple[int, Carriage] | None = None

    def carriage(self) -> Carriage:
        """Who carries what in this session."""
        if self._carriage is None or self._carriage[0] != self._evidence.plan_version:
            self._carriage = (self._evidence.plan_version, carriage(self._evidence, self._log))
        return self._carriage[1]

    def of_entry(self, entry: str, rules: LapRules) -> KartRun:
        """An entry's run under these rules."""
        return self._run(entry, self.carriage().spans.get(entry, ()), rules)

    def of_transponder(self, transponder: int, rules: LapRules) -> KartRun:
        """The run of a transponder that nobody is entered with."""
        return self._run(row_of_transponder(transponder), (Span(transponder=transponder),), rules)

    def _run(self, row: str, spans: tuple[Span, ...], rules: LapRules) -> KartRun:
        evidence = self._evidence
        versions = [evidence.transponder_version.get(span.transponder, 0) for span in spans]
        key = (rules, spans, tuple(versions), self._log.inserted_version.get(row, 0))
        kept = self._kept.get(row)
        if kept is None or kept.key != key:
            kept = _Kept(key=key, run=KartRun(rules), taken=[0] * len(spans), last_us=_NO_BOUND)
            self._kept[row] = kept
            self._feed(kept, spans, rules, self._log.inserted.get(row, ()))
        elif any(
            len(evidence.heard.get(span.transponder, ())) > taken
            for span, taken in zip(spans, kept.taken, strict=True)
        ):
            if not self._feed(kept, spans, rules, ()):
                del self._kept[row]
                return self._run(row, spans, rules)
        return kept.run

    def _feed(
        self, kept: _Kept, spans: tuple[Span, ...], rules: LapRules, inserted: Sequence[tuple[int, int]]
    ) -> bool:
        """Feed what is new; false, and nothing fed, when it lies before what was fed already."""
        evidence = self._evidence
        lowest = _NO_BOUND if rules.from_us is None else rules.from_us
        news: list[tuple[int, int]] = [mark for mark in inserted if mark[0] >= lowest]
        for i, span in enumerate(spans):
            heard = evidence.heard.get(span.transponder)
            if not heard:
                continue
            first = kept.taken[i]
            if first == 0:
                first = bisect_left(heard, lowest, key=_track_us)
            for passing in heard[first:]:
                if passing.n not in evidence.ignored and span.covers(passing.track_us):
                    news.append((passing.track_us, passing.n))
            kept.taken[i] = len(heard)
        if len(spans) > 1 or inserted:
            news.sort()
        if rules.close_us is not None:
            news = [mark for mark in news if mark[0] <= rules.close_us]
        if not news:
            return True
        # An inserted crossing may lie after the passings heard so far; the next passing then may
        # belong before it.
        if news[0][0] < kept.last_us:
            return False
        feed = kept.run.feed
        for track_us, n in news:
            feed(track_us, n)
        kept.last_us = news[-1][0]
        return True


def row_of_transponder(transponder: int) -> str:
    """The row id of a transponder that nobody is entered with."""
    return f"t{transponder}"


def _track_us(passing: Heard) -> int:
    return passing.track_us
