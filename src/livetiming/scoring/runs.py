"""Selects each kart's passings for a session from evidence, and keeps the runs between calls.

A run is built again only when something that it was made from changed other than by one more
passing at its end: one late passing rescores one kart.
"""

from bisect import bisect_left

import msgspec

from livetiming.scoring.carriage import Carriage, Span, carriage
from livetiming.scoring.crossings import KartRun, LapRules
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.handscore.overlay import NOTHING, Overlay
from livetiming.scoring.heard import Heard
from livetiming.scoring.merged import Ties, heard_by_several, merged
from livetiming.scoring.plans import SessionLog

_NO_BOUND = -(1 << 62)
_NEVER_US = 1 << 62


class _Kept(msgspec.Struct):
    """A run with what it was made from, and what it was last looked at with: `told` is how many facts but
    passings `evidence` had then."""

    key: tuple[object, ...]
    run: KartRun
    taken: list[int]
    last_us: int
    rules: LapRules
    by_hand: "_ByHand"
    evidence: Evidence | None = None
    told: int = 0
    ties: dict[tuple[str, str], int] | None = None
    """Those between decoders, where the run rests on them."""


_ByHand = tuple[tuple[tuple[int, int], ...] | None, frozenset[int] | None]
"""The crossings of one kart that the hand score credits, and those it strikes."""


class _Joined(msgspec.Struct):
    """A run over several legs: `taken` crossings of the last `leg` follow `crossings` of those before."""

    before: KartRun
    crossings: int
    leg: KartRun
    run: KartRun
    taken: int


class Runs:
    """The runs of one session, by row id: an entry's id, or ``t`` and the number of a transponder.

    `overlay` is what a hand score changes in what the loop heard.
    """

    def __init__(self, evidence: Evidence, log: SessionLog, overlay: Overlay = NOTHING) -> None:
        self._evidence = evidence
        self._log = log
        self.overlay = overlay
        self._kept: dict[tuple[str, int], _Kept] = {}
        self._joined: dict[tuple[str, int], _Joined] = {}
        self._carriage: tuple[int, Carriage] | None = None
        self._ties = Ties(evidence)

    def over(self, evidence: Evidence, log: SessionLog) -> "Runs":
        """Runs for an overlay of the evidence, which begin with what is kept here."""
        runs = Runs(evidence, log, self.overlay)
        runs._kept = dict(self._kept)
        return runs

    def carriage(self) -> Carriage:
        """Who carries what in this session."""
        if self._carriage is None or self._carriage[0] != self._evidence.plan_version:
            self._carriage = (self._evidence.plan_version, carriage(self._evidence, self._log.plan.class_ids))
        return self._carriage[1]

    def of_entry(self, entry: str, rules: LapRules, leg_us: int = 0) -> KartRun:
        """An entry's run under these rules; `leg_us` tells the legs of a restarted race apart."""
        return self._run(entry, self.carriage().spans.get(entry, ()), rules, leg_us)

    def of_transponder(self, transponder: int, rules: LapRules) -> KartRun:
        """The run of a transponder that nobody is entered with."""
        return self._run(row_of_transponder(transponder), (Span(transponder=transponder),), rules, 0)

    def of_legs(self, entry: str, before: KartRun, crossings: int, leg: KartRun, leg_us: int) -> KartRun:
        """An entry's first crossings of the legs before, followed by those of the leg from `leg_us` on."""
        joined = self._joined.get((entry, leg_us))
        if (
            joined is None
            or joined.before is not before
            or joined.crossings != crossings
            or joined.leg is not leg
        ):
            run = before.with_next_leg(crossings, leg)
            joined = self._joined[entry, leg_us] = _Joined(before, crossings, leg, run, 0)
        else:
            joined.run.follow(before, leg, joined.taken)
        joined.taken = len(leg.crossings_us)
        return joined.run

    def _run(self, row: str, spans: tuple[Span, ...], rules: LapRules, leg_us: int) -> KartRun:
        kept = self._kept.get((row, leg_us))
        by_hand = (self.overlay.credited.get(row), self.overlay.struck_by.get(row))
        if kept is None or kept.by_hand != by_hand or not self._still(kept, spans, rules):
            kept = self._fed(row, spans, rules, leg_us, by_hand)
            kept.rules = rules
            kept.evidence = self._evidence
            kept.told = self._evidence.told_count
        return kept.run

    def _still(self, kept: _Kept, spans: tuple[Span, ...], rules: LapRules) -> bool:
        """Whether a run is as it was: nothing has happened but driving, and this kart was not heard."""
        evidence = self._evidence
        if kept.evidence is not evidence or kept.told != evidence.told_count:
            return False
        if kept.rules is not rules or len(kept.taken) != len(spans):
            return False
        for taken, span in zip(kept.taken, spans, strict=True):
            if taken != len(evidence.heard.get(span.transponder, ())):
                return False
        return True

    def _fed(
        self, row: str, spans: tuple[Span, ...], rules: LapRules, leg_us: int, by_hand: _ByHand
    ) -> _Kept:
        """The run with what has been heard since it was last looked at, or made anew."""
        evidence = self._evidence
        entry = evidence.meeting.entries.get(row)
        order = entry.transponders if entry is not None else ()
        if heard_by_several(evidence, spans, order):
            return self._run_merged(row, spans, order, rules, leg_us, by_hand)
        versions = tuple([evidence.transponder_version.get(span.transponder, 0) for span in spans])
        key = (rules, spans, versions, self._log.inserted_version.get(row, 0), by_hand)
        kept = self._kept.get((row, leg_us))
        if kept is not None and kept.key == key:
            news = self._news(kept, spans)
            # A credited crossing may lie after the passing that comes now; then the run begins anew.
            if not news or (news[0][0] >= kept.last_us and not self._has_moved(spans)):
                return self._feed(kept, news)
        kept = self._kept[row, leg_us] = _Kept(
            key=key,
            run=KartRun(rules),
            taken=[0] * len(spans),
            last_us=_NO_BOUND,
            rules=rules,
            by_hand=by_hand,
        )
        return self._feed(kept, sorted(self._news(kept, spans) + self._credited(row, rules)))

    def _credited(self, row: str, rules: LapRules) -> list[tuple[int, int]]:
        """The crossings that officials credit."""
        lowest_us = _lowest(rules)
        inserted = [mark for mark in self._log.inserted.get(row, ()) if mark[1] not in self.overlay.struck]
        return [mark for mark in (*inserted, *self.overlay.credited.get(row, ())) if mark[0] >= lowest_us]

    def _run_merged(
        self,
        row: str,
        spans: tuple[Span, ...],
        order: tuple[int, ...],
        rules: LapRules,
        leg_us: int,
        by_hand: _ByHand,
    ) -> _Kept:
        """The run of a kart that is heard in more than one way; made anew whenever more is heard."""
        evidence = self._evidence
        state = tuple(
            (evidence.transponder_version.get(carrier, 0), len(evidence.heard.get(carrier, ())))
            for carrier in sorted({span.transponder for span in spans})
        )
        credited = tuple(self._credited(row, rules))
        key = (rules, spans, order, state, credited, by_hand[1])
        kept = self._kept.get((row, leg_us))
        if kept is not None and kept.key == key and (kept.ties is None or kept.ties == self._ties.now()):
            return kept
        crossings = merged(
            evidence, self._ties, spans, order, min_lap_us=rules.min_lap_us, stands=self._stands
        )
        run = KartRun(rules)
        run.second_transponder = crossings.moved
        kept = self._kept[row, leg_us] = _Kept(
            key=key,
            run=run,
            taken=[],
            last_us=_NO_BOUND,
            rules=rules,
            by_hand=by_hand,
            ties=self._ties.now() if crossings.tied else None,
        )
        lowest_us = _lowest(rules)
        marks = [mark for mark in crossings.marks if mark[0] >= lowest_us]
        self._feed(kept, sorted([*marks, *credited]))
        run.duplicates += crossings.duplicates
        return kept

    def _news(self, kept: _Kept, spans: tuple[Span, ...]) -> list[tuple[int, int]]:
        """What was heard since the run was last fed, in time order; all of it, where an official has moved
        some of it."""
        evidence = self._evidence
        if self._has_moved(spans):
            return self._all_moved(kept, spans)
        lowest_us = _lowest(kept.run.rules)
        news: list[tuple[int, int]] = []
        for i, span in enumerate(spans):
            heard = evidence.heard.get(span.transponder, ())
            first = kept.taken[i]
            if first == len(heard):
                continue
            if heard[first].track_us < lowest_us:
                first = bisect_left(heard, lowest_us, first, key=_track_us)
            if evidence.ignored or self.overlay.struck or span.bounded:
                news += [
                    (passing.track_us, passing.n)
                    for passing in heard[first:]
                    if self._stands(passing.n) and span.covers(passing.track_us)
                ]
            else:
                news += [(passing.track_us, passing.n) for passing in heard[first:]]
            kept.taken[i] = len(heard)
        if len(spans) > 1:
            news.sort()
        return news

    def _stands(self, passing: int) -> bool:
        """Whether nobody has struck the passing."""
        return passing not in self._evidence.ignored and passing not in self.overlay.struck

    def _has_moved(self, spans: tuple[Span, ...]) -> bool:
        evidence = self._evidence
        carried = [span.transponder for span in spans]
        return any(evidence.passings[n].transponder in carried for n in evidence.moved)

    def _all_moved(self, kept: _Kept, spans: tuple[Span, ...]) -> list[tuple[int, int]]:
        evidence = self._evidence
        if kept.taken == [len(evidence.heard.get(span.transponder, ())) for span in spans]:
            return []
        lowest_us = _lowest(kept.run.rules)
        marks = [
            (evidence.moved.get(passing.n, passing.track_us), passing.n)
            for span in spans
            for passing in evidence.heard.get(span.transponder, ())
            if self._stands(passing.n) and span.covers(passing.track_us)
        ]
        kept.taken = [len(evidence.heard.get(span.transponder, ())) for span in spans]
        return sorted(mark for mark in marks if mark[0] >= lowest_us)

    def _feed(self, kept: _Kept, news: list[tuple[int, int]]) -> _Kept:
        close_us = kept.run.rules.close_us
        feed = kept.run.feed
        for track_us, n in news:
            if close_us is not None and track_us > close_us:
                break
            feed(track_us, n)
            kept.last_us = track_us
        return kept


def _lowest(rules: LapRules) -> int:
    return _NEVER_US if rules.from_us is None else rules.from_us


def row_of_transponder(transponder: int) -> str:
    """The row id of a transponder that nobody is entered with."""
    return f"t{transponder}"


def _track_us(passing: Heard) -> int:
    return passing.track_us
