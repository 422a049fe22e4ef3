"""One kart's row before it has a place: what of its run counts, and what was ruled about it."""

from bisect import bisect_left, bisect_right

import msgspec

from livetiming.facts import EntryRegistered, SessionKind
from livetiming.rulings import (
    DidNotStart,
    Disqualified,
    DockedLaps,
    LapsVoided,
    Removal,
    Removed,
    ReRun,
    TimePenalty,
)
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.ending import End
from livetiming.scoring.plans import RulingMark, SessionLog
from livetiming.scoring.standing import Standing, Status

_NEVER_IN = -(1 << 62)
"""From when a kart is out that never was in."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The session a row is scored in, and how it ended for this kart."""

    log: SessionLog
    end: End


def out_of_race_us(log: SessionLog, entry: str) -> int | None:
    """The instant from which a kart is out and cannot end the race (GEN-2): removed, or disqualified."""
    own = [mark for mark in log.rulings if mark.entry == entry]
    if any(isinstance(mark.ruling, DidNotStart) for mark in own):
        return _NEVER_IN
    instants = [
        mark.track_us
        for mark in own
        if mark.track_us is not None and isinstance(mark.ruling, Removed | Disqualified)
    ]
    return min(instants, default=None)


def scored(
    case: Case, row: str, entry: EntryRegistered | None, run: KartRun, transponder: int | None
) -> Standing:
    """The row with its laps, its status and the rulings that touch it; no position yet."""
    rulings = [mark for mark in case.log.rulings if mark.entry == row]
    counted, finished = _counted(case, run)
    removed = _first(rulings, Removed)
    if removed is not None and finished and _ended_by(run, counted, removed.track_us):
        removed = None
    if removed is not None:
        finished = False
        if removed.track_us is not None:
            counted = min(counted, bisect_right(run.crossings_us, removed.track_us))
    absent = _first(rulings, DidNotStart) is not None
    if absent:
        counted = 0
    laps = run.lap_numbers[counted - 1] if counted else run.rules.base_laps
    if run.rules.start_us is not None and not absent:
        laps += case.log.field_credit
        laps -= sum(mark.ruling.laps for mark in rulings if isinstance(mark.ruling, DockedLaps))
    last_us = run.crossings_us[counted - 1] if counted else run.opening_us
    penalty_us = sum(mark.ruling.penalty_us for mark in rulings if isinstance(mark.ruling, TimePenalty))
    return Standing(
        row=row,
        entry=entry,
        transponder=transponder,
        status=_status(case, entry, run, rulings, finished=finished, removed=removed is not None, laps=laps),
        laps=max(0, laps),
        counted=counted,
        last_us=last_us,
        scored_us=None if last_us is None else last_us + penalty_us,
        best_index=_best_index(case.log, run, counted, rulings),
        last_place=isinstance(removed.ruling, Removed) and removed.ruling.reason is Removal.SLOW
        if removed is not None
        else False,
        run=run,
    )


def _counted(case: Case, run: KartRun) -> tuple[int, bool]:
    """How many crossings count, and whether the last of them was at the chequered flag."""
    end = case.end
    crossings = len(run.crossings_us)
    finished = False
    if end.flag_us is not None:
        if run.opening_source is not None and (run.opening_us or 0) >= end.flag_us:
            return 0, True
        at_flag = bisect_left(run.crossings_us, end.flag_us)
        finished = at_flag < crossings
        crossings = min(crossings, at_flag + 1)
    if end.laps is not None:
        own = run.crossing_of_lap(end.laps)
        if own is not None and own < crossings:
            return own + 1, True
    if end.cut_us is not None:
        before_cut = bisect_right(run.crossings_us, end.cut_us)
        finished = finished or (before_cut > 0 and (end.called or before_cut < crossings))
        crossings = min(crossings, before_cut)
    return crossings, finished


def _status(
    case: Case,
    entry: EntryRegistered | None,
    run: KartRun,
    rulings: list[RulingMark],
    *,
    finished: bool,
    removed: bool,
    laps: int,
) -> Status:
    if any(isinstance(mark.ruling, Disqualified) for mark in rulings):
        return Status.DQ
    if any(isinstance(mark.ruling, DidNotStart) for mark in rulings):
        return Status.DNS
    if removed:
        return Status.DNF
    if entry is None and not case.log.plan.scores_unknown:
        return Status.UNKNOWN
    if finished:
        return Status.FINISHED
    race = case.log.plan.kind is SessionKind.RACE
    if race and run.rules.start_us is None:
        return Status.WAITING
    over = case.log.closed is not None
    if run.heard_us is None and run.opening_us is None and laps <= 0:
        return Status.DNS if race and over else Status.WAITING
    if not over:
        return Status.WAITING if race and run.opening_us is None else Status.RUNNING
    return Status.DNF if race else Status.FINISHED


def _ended_by(run: KartRun, counted: int, at_us: int | None) -> bool:
    """Whether the kart had taken the chequered flag by then."""
    ended_us = run.crossings_us[counted - 1] if counted else run.opening_us
    return at_us is not None and ended_us is not None and ended_us <= at_us


def second_best_us(log: SessionLog, row: Standing) -> int | None:
    """The second best of the laps that count for a row's best (GEN-10)."""
    rulings = [mark for mark in log.rulings if mark.entry == row.row]
    allowed = _laps_for_best(log, row.run, row.counted, rulings)
    laps_us = row.run.laps_us[: row.counted] if allowed is None else [row.run.laps_us[i] for i in allowed]
    return sorted(laps_us)[1] if len(laps_us) > 1 else None


def _best_index(log: SessionLog, run: KartRun, counted: int, rulings: list[RulingMark]) -> int | None:
    allowed = _laps_for_best(log, run, counted, rulings)
    if allowed is None:
        return run.best_so_far[counted - 1] if counted else None
    return min(allowed, key=lambda index: run.laps_us[index], default=None)


def _laps_for_best(
    log: SessionLog, run: KartRun, counted: int, rulings: list[RulingMark]
) -> list[int] | None:
    """The laps that count for the best, by index: all counted ones (``None``), but for voided laps, laps
    beyond `best_of`, and an attempt that a re-run replaced."""
    best_of = log.plan.rules.best_of
    voided = [mark.ruling for mark in rulings if isinstance(mark.ruling, LapsVoided)]
    rerun = _last_rerun(rulings)
    if not voided and best_of is None and rerun is None:
        return None
    first_attempt = range(counted if best_of is None else min(counted, best_of))
    attempt = list(first_attempt) if rerun is None else _with_rerun(run, first_attempt, *rerun)
    return [index for index in attempt if not any(_voids(ruling, index + 1) for ruling in voided)]


def _last_rerun(rulings: list[RulingMark]) -> tuple[ReRun, int] | None:
    for mark in reversed(rulings):
        if isinstance(mark.ruling, ReRun) and mark.track_us is not None:
            return mark.ruling, mark.track_us
    return None


def _with_rerun(run: KartRun, first_attempt: range, rerun: ReRun, from_us: int) -> list[int]:
    """The laps of the re-run, after those of the first attempt where it does not replace it. The way
    back to the line is no lap: one counts when it was opened after the re-run began."""
    opened_us = [run.opening_us or 0, *run.crossings_us]
    again = [index for index in range(len(run.laps_us)) if opened_us[index] >= from_us][: rerun.laps]
    if rerun.replaces:
        return again
    return [index for index in first_attempt if run.crossings_us[index] < from_us] + again


def _voids(ruling: LapsVoided, lap: int) -> bool:
    return lap >= ruling.from_lap and (ruling.until_lap is None or lap <= ruling.until_lap)


def _first(rulings: list[RulingMark], kind: type) -> RulingMark | None:
    """The earliest ruling of a kind."""
    marks = [mark for mark in rulings if isinstance(mark.ruling, kind)]
    return min(marks, key=lambda mark: (mark.track_us or 0, mark.n), default=None)
