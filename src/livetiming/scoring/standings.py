"""The order of a session at the present journal number: who is where, with how many laps (GEN-2, GEN-3,
GEN-10).

Ordering never uses arrival times, and never a float. The end of a session is derived: a race ends
at the crossing with which the first kart still racing completes the scheduled laps, a timed session
when its time is up, either of them at an official's chequered flag if that is earlier; every kart
then ends at its first crossing at or after that instant.
"""

from bisect import bisect_left, bisect_right

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import EntryRegistered, SessionKind, ShownFlag
from livetiming.scoring.classification import best_lap_order, number, race_order
from livetiming.scoring.crossings import KartRun, LapRules
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.runs import Runs, row_of_transponder
from livetiming.scoring.standing import Standing, Status

DEFAULT_MIN_LAP_US = 10_000_000
"""Where neither session nor class says more: no kart circuit is lapped in ten seconds."""


class Standings(msgspec.Struct, frozen=True, kw_only=True):
    """A session's standings. `end_us` is ``None`` while nothing has ended it."""

    log: SessionLog
    start_us: TrackUs | None
    end_us: TrackUs | None
    rows: tuple[Standing, ...]

    @property
    def scored(self) -> tuple[Standing, ...]:
        """The rows with a position."""
        return tuple(row for row in self.rows if row.position is not None)


class Scorer:
    """Derives standings from evidence, keeping each kart's run between calls."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._runs: dict[str, tuple[SessionLog, Runs]] = {}

    def standings(self, session: str) -> Standings:
        """The standings of a session now. Raises `KeyError` for one that was never planned."""
        log = self._evidence.sessions[session]
        kept = self._runs.get(session)
        if kept is None or kept[0] is not log:
            kept = self._runs[session] = (log, Runs(self._evidence, log))
        return _standings(self._evidence, log, kept[1])


def start_of(log: SessionLog) -> TrackUs | None:
    """The instant from which laps count: the green, or without one the opening of a session that is
    no race."""
    green = log.first(ShownFlag.GREEN)
    if green is not None:
        return green.track_us
    if log.plan.kind is SessionKind.RACE or log.opened is None:
        return None
    return log.opened.track_us


def _standings(evidence: Evidence, log: SessionLog, runs: Runs) -> Standings:
    start_us = start_of(log)
    entered, visitors, unknown = _competitors(evidence, log, runs, start_us)
    end_us = _end(log, start_us, [run for _, run in entered])
    rows = [_standing(log, entry.entry, entry, run, end_us) for entry, run in entered]
    others = [_standing(log, row_of_transponder(tag), None, run, end_us, tag) for tag, run in unknown]
    if log.plan.scores_unknown:
        rows += [_standing(log, entry.entry, entry, run, end_us) for entry, run in visitors] + others
        others = []
    else:
        others += [
            msgspec.structs.replace(_standing(log, entry.entry, entry, run, end_us), status=Status.VISITOR)
            for entry, run in visitors
        ]
    ranked = race_order(log, rows) if log.plan.kind is SessionKind.RACE else best_lap_order(rows)
    others.sort(key=lambda row: (row.run.opening_us or 0, row.row))
    return Standings(log=log, start_us=start_us, end_us=end_us, rows=(*number(log, ranked), *others))


def _competitors(
    evidence: Evidence, log: SessionLog, runs: Runs, start_us: TrackUs | None
) -> tuple[
    list[tuple[EntryRegistered, KartRun]], list[tuple[EntryRegistered, KartRun]], list[tuple[int, KartRun]]
]:
    """Entered karts, heard or not; visitors; and transponders of nobody, heard in this session."""
    classes = evidence.meeting.classes
    in_session = set(log.plan.class_ids)
    carried = runs.carriage()
    entered: list[tuple[EntryRegistered, KartRun]] = []
    visitors: list[tuple[EntryRegistered, KartRun]] = []
    for entry in evidence.meeting.entries.values():
        at_home = entry.class_id in in_session
        if not at_home and not _heard_since(
            evidence, start_us, [s.transponder for s in carried.spans.get(entry.entry, ())]
        ):
            continue
        class_ = classes.get(entry.class_id)
        run = runs.of_entry(entry.entry, _rules(log, start_us, class_.min_lap_us if class_ else None))
        if at_home:
            entered.append((entry, run))
        elif run.opening_us is not None or run.crossings_us:
            visitors.append((entry, run))
    unknown: list[tuple[int, KartRun]] = []
    rules = _rules(log, start_us, None)
    for transponder in evidence.heard.keys() - carried.known.keys():
        if _heard_since(evidence, start_us, [transponder]):
            run = runs.of_transponder(transponder, rules)
            if run.opening_us is not None or run.crossings_us:
                unknown.append((transponder, run))
    return entered, visitors, unknown


def _heard_since(evidence: Evidence, start_us: TrackUs | None, transponders: list[int]) -> bool:
    for transponder in transponders:
        heard = evidence.heard.get(transponder)
        if heard and (start_us is None or heard[-1].track_us >= start_us):
            return True
    return False


def _rules(log: SessionLog, start_us: TrackUs | None, class_min_lap_us: int | None) -> LapRules:
    plan = log.plan
    min_lap_us = plan.min_lap_us if plan.min_lap_us is not None else class_min_lap_us
    return LapRules(
        kind=plan.kind,
        min_lap_us=DEFAULT_MIN_LAP_US if min_lap_us is None else min_lap_us,
        start_window_us=plan.start_window_us,
        start_us=start_us,
        close_us=log.closed.track_us if log.closed is not None else None,
    )


def _end(log: SessionLog, start_us: TrackUs | None, runs: list[KartRun]) -> TrackUs | None:
    """When the session ended for the field (GEN-2)."""
    candidates: list[int] = []
    chequered = log.first(ShownFlag.CHEQUERED)
    if chequered is not None and chequered.track_us is not None:
        candidates.append(chequered.track_us)
    plan = log.plan
    if plan.kind is SessionKind.RACE:
        if plan.laps is not None:
            candidates += [
                run.crossings_us[plan.laps - 1] for run in runs if len(run.crossings_us) >= plan.laps
            ]
    elif plan.duration_us is not None and start_us is not None:
        candidates.append(start_us + plan.duration_us)
    return TrackUs(min(candidates)) if candidates else None


def _standing(
    log: SessionLog,
    row: str,
    entry: EntryRegistered | None,
    run: KartRun,
    end_us: int | None,
    transponder: int | None = None,
) -> Standing:
    laps = len(run.crossings_us)
    finished = False
    if end_us is not None:
        if run.opening_us is not None and run.opening_us >= end_us:
            laps = 0
        else:
            first_after = bisect_left(run.crossings_us, end_us)
            finished = first_after < laps
            laps = min(laps, first_after + 1)
    if run.opening_us is None:
        status = Status.WAITING
    elif finished:
        status = Status.FINISHED
    else:
        status = Status.UNKNOWN if entry is None and not log.plan.scores_unknown else Status.RUNNING
    return Standing(
        row=row,
        entry=entry,
        transponder=transponder,
        status=status,
        laps=laps,
        last_us=run.crossings_us[laps - 1] if laps else run.opening_us,
        best_index=run.best_so_far[laps - 1] if laps else None,
        run=run,
    )


def laps_at(run: KartRun, counted: int, at_us: int) -> int:
    """How many of the first `counted` laps were complete at an instant."""
    return bisect_right(run.crossings_us, at_us, 0, counted)
