"""Who is in a session: the karts entered for it, visitors, and transponders that nobody carries."""

from bisect import bisect_left

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import EntryRegistered, SessionKind
from livetiming.rulings import Start
from livetiming.scoring.carriage import Carriage
from livetiming.scoring.crossings import KartRun, LapRules
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard
from livetiming.scoring.legs import Course
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.runs import Runs
from livetiming.scoring.snapshot import laps_at_restart

DEFAULT_MIN_LAP_US = 10_000_000
"""Where neither session nor class says more: no kart circuit is lapped in ten seconds."""


class Competitors(msgspec.Struct, frozen=True, kw_only=True):
    """The runs of a session: entered karts heard or not, visitors and unknown transponders if heard."""

    entered: list[tuple[EntryRegistered, KartRun]]
    visitors: list[tuple[EntryRegistered, KartRun]]
    unknown: list[tuple[int, KartRun]]


def start_of(evidence: Evidence, log: SessionLog, course: Course, runs: Runs) -> TrackUs | None:
    """The instant from which laps count: the green; without one the first crossing where the session
    starts by it, or the opening of a session that is no race."""
    if course.start_us is not None:
        return course.start_us
    if log.opened is None:
        return None
    if log.plan.rules.start is Start.FIRST_CROSSING:
        return _first_crossing_us(evidence, log, runs.carriage())
    return None if log.plan.kind is SessionKind.RACE else log.opened.track_us


def competitors(
    evidence: Evidence,
    log: SessionLog,
    flags: dict[str | None, Course],
    start_us: TrackUs | None,
    runs: Runs,
) -> Competitors:
    """Everybody in the session, each with a run under the rules of its class, from its class's start."""
    course = flags[None]
    carried = runs.carriage()
    in_session = set(log.plan.class_ids)
    found = Competitors(entered=[], visitors=[], unknown=[])
    for entry in evidence.meeting.entries.values():
        class_ = evidence.meeting.classes.get(entry.class_id)
        split = flags.get(entry.class_id)
        rules = lap_rules(
            log,
            course if split is None else split,
            start_us if split is None else split.start_us,
            class_.min_lap_us if class_ else None,
        )
        if entry.class_id in in_session:
            found.entered.append((entry, runs.of_entry(entry.entry, rules)))
        elif _heard_since(evidence, start_us, [s.transponder for s in carried.spans.get(entry.entry, ())]):
            run = runs.of_entry(entry.entry, rules)
            if _seen(run):
                found.visitors.append((entry, run))
    rules = lap_rules(log, course, start_us, None)
    for transponder in sorted(evidence.heard.keys() - carried.known.keys()):
        if _heard_since(evidence, start_us, [transponder]):
            run = runs.of_transponder(transponder, rules)
            if _seen(run):
                found.unknown.append((transponder, run))
    return found if len(course.legs) < 2 else _restarted(log, course, runs, found)


def _restarted(log: SessionLog, course: Course, runs: Runs, found: Competitors) -> Competitors:
    """The same, with the legs after each restart joined on."""
    entered = found.entered
    for before, leg in zip(course.legs, course.legs[1:], strict=False):
        assert before.stop_us is not None
        bases = laps_at_restart([run for _, run in entered], before.stop_us)
        joined = []
        for (entry, run), (crossings, base) in zip(entered, bases, strict=True):
            rules = msgspec.structs.replace(
                run.rules,
                opened_us=before.stop_us + 1,
                start_us=leg.green_us,
                close_us=leg.stop_us if leg.stop_us is not None else _close_us(log),
                base_laps=base,
            )
            joined.append(
                (entry, run.with_next_leg(crossings, runs.of_entry(entry.entry, rules, leg.green_us)))
            )
        entered = joined
    return msgspec.structs.replace(found, entered=entered)


def lap_rules(
    log: SessionLog, course: Course, start_us: TrackUs | None, class_min_lap_us: int | None
) -> LapRules:
    """How a kart's passings become laps in the session's first leg."""
    plan = log.plan
    min_lap_us = plan.min_lap_us if plan.min_lap_us is not None else class_min_lap_us
    stop_us = course.legs[0].stop_us if course.legs and plan.kind is SessionKind.RACE else None
    return LapRules(
        kind=plan.kind,
        min_lap_us=DEFAULT_MIN_LAP_US if min_lap_us is None else min_lap_us,
        start_window_us=plan.start_window_us,
        opened_us=log.opened.track_us if log.opened is not None else None,
        start_us=start_us,
        close_us=stop_us if stop_us is not None else _close_us(log),
        first_crossing=plan.rules.first_crossing,
        uncounted=() if plan.rules.caution_laps_count else course.cautions,
    )


def _close_us(log: SessionLog) -> TrackUs | None:
    return log.closed.track_us if log.closed is not None else None


def _seen(run: KartRun) -> bool:
    return run.opening_us is not None


def _heard_since(evidence: Evidence, start_us: TrackUs | None, transponders: list[int]) -> bool:
    for transponder in transponders:
        heard = evidence.heard.get(transponder)
        if heard and (start_us is None or heard[-1].track_us >= start_us):
            return True
    return False


def _first_crossing_us(evidence: Evidence, log: SessionLog, carried: Carriage) -> TrackUs | None:
    """The first crossing since the opening of any kart that is entered in the session."""
    if log.opened is None or log.opened.track_us is None:
        return None
    opened_us: int = log.opened.track_us
    in_session = set(log.plan.class_ids)
    entries = [entry.entry for entry in evidence.meeting.entries.values() if entry.class_id in in_session]
    found = [us for entry in entries for us, _ in log.inserted.get(entry, ()) if us >= opened_us]
    for span in (span for entry in entries for span in carried.spans.get(entry, ())):
        heard = evidence.heard.get(span.transponder, [])
        for passing in heard[bisect_left(heard, opened_us, key=_track_us) :]:
            if passing.n not in evidence.ignored and span.covers(passing.track_us):
                found.append(TrackUs(passing.track_us))
                break
    return min(found, default=None)


def _track_us(passing: Heard) -> int:
    return passing.track_us
