"""The order of a session at the present journal number: who is where, with how many laps, and why.

Assembles the parts: the flags cut the session into legs (`legs`), passings become runs
(`competitors`, `crossings`), the end is found (`ending`), rulings change rows (`scored`), and the
rows are ordered (`classification`). Ordering never uses arrival times, and never a float.
"""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import EntryRegistered, SessionKind
from livetiming.scoring.classification import classify
from livetiming.scoring.competitors import Competitors, competitors, start_of
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.ending import End, Racer, end_of
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.handscore.overlay import Overlay
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
        self._runs: dict[str, tuple[SessionLog, Runs]] = {}
        self._by_hand: dict[str, tuple[SessionLog, Runs, HandScorer]] = {}

    def over(self, overlay: Evidence) -> "Scorer":
        """A scorer for an overlay of the evidence, which rescores only what differs there."""
        scorer = Scorer(overlay)
        for session, (_, runs) in self._runs.items():
            log = overlay.sessions.get(session)
            if log is not None:
                scorer._runs[session] = (log, runs.over(overlay, log))
        return scorer

    def standings(self, session: str) -> Standings:
        """The standings of a session now. Raises `KeyError` for one that was never planned."""
        by_loop = self.standings_by_loop(session)
        if not by_loop.log.hand:
            return by_loop
        overlay = self._hand_scorer(session).in_force(by_loop)
        return self._rescored(session, overlay) if overlay else by_loop

    def standings_by_loop(self, session: str) -> Standings:
        """The standings without what scorers wrote down. Raises `KeyError`."""
        log = self._evidence.sessions[session]
        kept = self._runs.get(session)
        if kept is None or kept[0] is not log:
            kept = self._runs[session] = (log, Runs(self._evidence, log))
        return _standings(self._evidence, log, kept[1])

    def hand_score(self, session: str) -> HandScore:
        """The charts against the loop, and the result by either. Raises `KeyError`."""
        by_loop = self.standings_by_loop(session)
        return self._hand_scorer(session).score(by_loop)

    def _hand_scorer(self, session: str) -> HandScorer:
        log = self._evidence.sessions[session]
        kept = self._by_hand.get(session)
        if kept is None or kept[0] is not log:
            scorer = HandScorer(lambda overlay: self._rescored(session, overlay))
            kept = self._by_hand[session] = (log, Runs(self._evidence, log), scorer)
        return kept[2]

    def _rescored(self, session: str, overlay: Overlay) -> Standings:
        """The standings with what a hand score changes."""
        log, runs, _ = self._by_hand[session]
        runs.overlay = overlay
        return _standings(self._evidence, log, runs)


def _standings(evidence: Evidence, log: SessionLog, runs: Runs) -> Standings:
    by_class = courses(log)
    flags = by_class[None]
    start_us = start_of(evidence, log, flags, runs)
    found = competitors(evidence, log, by_class, start_us, runs)
    ends = _ends(log, flags, start_us, found)
    field_end = ends[None]

    def row(entry: EntryRegistered | None, run: KartRun, transponder: int | None = None) -> Standing:
        end = field_end if entry is None else ends.get(entry.class_id, field_end)
        name = entry.entry if entry is not None else row_of_transponder(transponder or 0)
        return scored(Case(log=log, end=end), name, entry, run, transponder)

    rows = [row(entry, run) for entry, run in found.entered]
    visitors = [row(entry, run) for entry, run in found.visitors]
    others = [row(None, run, transponder) for transponder, run in found.unknown]
    if log.plan.scores_unknown:
        rows += visitors + others
        others = []
    else:
        others += [msgspec.structs.replace(visitor, status=Status.VISITOR) for visitor in visitors]
    others.sort(key=lambda other: (other.run.opening_us or 0, other.row))
    ranked = classify(log, rows)
    return Standings(log=log, course=flags, start_us=start_us, end=field_end, rows=(*ranked, *others))


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
