"""The order of a session at the present journal number: who is where, with how many laps, and why.

Assembles the parts: the flags cut the session into legs (`legs`), passings become runs
(`competitors`, `crossings`), the end is found (`ending`), rulings change rows (`scored`), and the
rows are ordered (`classification`). Ordering never uses arrival times, and never a float.
"""

from typing import NamedTuple

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import EntryRegistered, SessionKind
from livetiming.scoring.classification import Numbered, classify
from livetiming.scoring.competitors import Competitors, Entrants, competitors, entrants, start_of
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.ending import End, Racer, end_of
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.handscore.overlay import NOTHING, Overlay
from livetiming.scoring.handscore.score import HandScore, HandScorer
from livetiming.scoring.legs import Course, courses
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.runs import Runs, row_of_transponder
from livetiming.scoring.scored import Case, out_of_race_us, scored
from livetiming.scoring.standing import Standing, Status


class Standings(msgspec.Struct, frozen=True, kw_only=True):
    """A session's standings. `end` is that of the field, or of the class that ended first."""

    log: SessionLog
    course: Course
    start_us: TrackUs | None
    end: End
    rows: tuple[Standing, ...]

    @property
    def scored(self) -> tuple[Standing, ...]:
        """The rows with a position."""
        return tuple(row for row in self.rows if row.position is not None)

    @property
    def end_us(self) -> TrackUs | None:
        """When the session was over for its first kart; ``None`` while nothing ends it."""
        return self.end.at_us


class Scorer:
    """Derives standings from evidence, keeping each kart's run between calls."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._by_loop: dict[str, Derivation] = {}
        self._by_hand: dict[str, tuple[Derivation, HandScorer]] = {}

    def over(self, overlay: Evidence) -> "Scorer":
        """A scorer for an overlay of the evidence, which rescores only what differs there."""
        scorer = Scorer(overlay)
        for session, kept in self._by_loop.items():
            log = overlay.sessions.get(session)
            if log is not None:
                scorer._by_loop[session] = Derivation(overlay, log, kept.runs.over(overlay, log))
        return scorer

    def standings(self, session: str) -> Standings:
        """The standings of a session now. Raises `KeyError` for one that was never planned."""
        by_loop = self.standings_by_loop(session)
        overlay = self._in_force(session, by_loop)
        return self._rescored(session, overlay) if overlay else by_loop

    def hand_overlay(self, session: str) -> Overlay:
        """What scorers' charts change in the standings. Raises `KeyError`."""
        return self._in_force(session, self.standings_by_loop(session))

    def standings_by_loop(self, session: str) -> Standings:
        """The standings without what scorers wrote down. Raises `KeyError`."""
        log = self._evidence.sessions[session]
        kept = self._by_loop.get(session)
        if kept is None or kept.log is not log:
            kept = self._by_loop[session] = Derivation(self._evidence, log, Runs(self._evidence, log))
        return kept.standings()

    def hand_score(self, session: str) -> HandScore:
        """The charts against the loop, and the result by either. Raises `KeyError`."""
        by_loop = self.standings_by_loop(session)
        return self._hand_scorer(session).score(by_loop)

    def _in_force(self, session: str, by_loop: Standings) -> Overlay:
        return self._hand_scorer(session).in_force(by_loop) if by_loop.log.hand else NOTHING

    def _hand_scorer(self, session: str) -> HandScorer:
        log = self._evidence.sessions[session]
        kept = self._by_hand.get(session)
        if kept is None or kept[0].log is not log:
            derivation = Derivation(self._evidence, log, Runs(self._evidence, log))
            kept = self._by_hand[session] = (
                derivation,
                HandScorer(lambda overlay: self._rescored(session, overlay)),
            )
        return kept[1]

    def _rescored(self, session: str, overlay: Overlay) -> Standings:
        """The standings with what a hand score changes."""
        derivation, _ = self._by_hand[session]
        derivation.runs.overlay = overlay
        return derivation.standings()


class _Frame(msgspec.Struct, frozen=True):
    """What frames a session, and driving does not change: its flags, and who may be in it."""

    told: int
    flags: dict[str | None, Course]
    start_us: TrackUs | None
    who: Entrants


class _Row(NamedTuple):
    """A row with what it was made from."""

    run: KartRun
    crossings: int
    opening_us: int | None
    heard_us: int | None
    end: End
    standing: Standing


class Derivation:
    """One session's standings, keeping what has not changed between calls: the rows of all karts but
    those that crossed the line meanwhile.
    """

    def __init__(self, evidence: Evidence, log: SessionLog, runs: Runs) -> None:
        self.log = log
        self.runs = runs
        self._evidence = evidence
        self._frame: _Frame | None = None
        self._end = End()
        self._rows: dict[str, _Row] = {}
        self._numbered: Numbered = {}

    def standings(self) -> Standings:
        """The standings now."""
        evidence, log = self._evidence, self.log
        frame = self._framed()
        course = frame.flags[None]
        found = competitors(evidence, log, course, frame.start_us, self.runs, frame.who)
        ends = _ends(log, course, frame.start_us, found)
        if ends[None] == self._end:
            ends[None] = self._end
        end = self._end = ends[None]
        rows = [self._row(ends.get(entry.class_id, end), entry, run) for entry, run in found.entered]
        visitors = [self._row(ends.get(entry.class_id, end), entry, run) for entry, run in found.visitors]
        others = [self._row(end, None, run, transponder) for transponder, run in found.unknown]
        if log.plan.scores_unknown:
            rows += visitors + others
            others = []
        else:
            others += [msgspec.structs.replace(visitor, status=Status.VISITOR) for visitor in visitors]
        others.sort(key=lambda other: (other.run.opening_us or 0, other.row))
        ranked = classify(log, rows, self._numbered)
        return Standings(log=log, course=course, start_us=frame.start_us, end=end, rows=(*ranked, *others))

    def _framed(self) -> _Frame:
        """The frame as it was, unless something but driving has happened, or the first kart has crossed."""
        evidence, log, frame = self._evidence, self.log, self._frame
        if frame is not None and frame.told != evidence.told_count:
            frame = None
        flags = courses(log) if frame is None else frame.flags
        start_us = start_of(evidence, log, flags[None], self.runs)
        if frame is None or frame.start_us != start_us:
            who = entrants(evidence, log, flags, start_us, self.runs.carriage())
            frame = self._frame = _Frame(evidence.told_count, flags, start_us, who)
            self._rows = {}
        return frame

    def _row(
        self, end: End, entry: EntryRegistered | None, run: KartRun, transponder: int | None = None
    ) -> Standing:
        name = entry.entry if entry is not None else row_of_transponder(transponder or 0)
        made = self._rows.get(name)
        if (
            made is not None
            and made.run is run
            and made.crossings == len(run.crossings_us)
            and made.end is end
            and made.opening_us == run.opening_us
            and made.heard_us == run.heard_us
        ):
            return made.standing
        standing = scored(Case(log=self.log, end=end), name, entry, run, transponder)
        self._rows[name] = _Row(run, len(run.crossings_us), run.opening_us, run.heard_us, end, standing)
        return standing


def _ends(
    log: SessionLog, flags: Course, start_us: TrackUs | None, found: Competitors
) -> dict[str | None, End]:
    """The end of the session for the field (``None``), and by class where each class has its own."""
    by_class: dict[str, list[Racer]] = {}
    field: list[Racer] = []
    for entry, run in found.entered:
        racer = Racer(run, out_of_race_us(log, entry.entry))
        field.append(racer)
        by_class.setdefault(entry.class_id, []).append(racer)
    if not (log.plan.rules.chequered_per_class and log.plan.kind is SessionKind.RACE):
        return {None: end_of(log, flags, start_us, field)}
    ends: dict[str | None, End] = {
        class_id: end_of(log, flags, start_us, racers) for class_id, racers in by_class.items()
    }
    ended = [end for end in ends.values() if end.at_us is not None]
    ends[None] = min(ended, key=lambda end: end.at_us or 0) if ended else End()
    return ends
