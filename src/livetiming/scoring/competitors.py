"""Who is in a session: the karts entered for it, visitors, and transponders that nobody carries."""

from bisect import bisect_left
from collections.abc import Mapping

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


class Entrants(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be in a session, and by which rules their passings become laps. Driving changes nothing of it.

    `guests` are entries of classes that are not in the session, with their transponders; `known` are all
    transponders that somebody carries, and `unknown_rules` those for the others.
    """

    entered: list[tuple[EntryRegistered, LapRules]]
    guests: list[tuple[EntryRegistered, LapRules, list[int]]]
    known: Mapping[int, object]
    unknown_rules: LapRules


def entrants(
    evidence: Evidence,
    log: SessionLog,
    flags: dict[str | None, Course],
    start_us: TrackUs | None,
    carried: Carriage,
) -> Entrants:
    """Everybody who may be in the session, under the rules of its class and from its class's start."""
    course = flags[None]
    rules: dict[str, LapRules] = {}
    for class_id in {entry.class_id for entry in evidence.meeting.entries.values()}:
        class_ = evidence.meeting.classes.get(class_id)
        split = flags.get(class_id)
        rules[class_id] = lap_rules(
            log,
            course if split is None else split,
            start_us if split is None else split.start_us,
            class_.min_lap_us if class_ else None,
        )
    entered = []
    guests = []
    for entry in evidence.meeting.entries.values():
        if entry.class_id in log.plan.class_ids:
            entered.append((entry, rules[entry.class_id]))
        else:
            transponders = [span.transponder for span in carried.spans.get(entry.entry, ())]
            guests.append((entry, rules[entry.class_id], transponders))
    return Entrants(
        entered=entered,
        guests=guests,
        known=carried.known,
        unknown_rules=lap_rules(log, course, start_us, None),
    )


def competitors(
    evidence: Evidence,
    log: SessionLog,
    course: Course,
    start_us: TrackUs | None,
    runs: Runs,
    who: Entrants,
) -> Competitors:
    """Everybody in the session, with the run of each."""
    found = Competitors(
        entered=[(entry, runs.of_entry(entry.entry, rules)) for entry, rules in who.entered],
        visitors=[],
        unknown=[],
    )
    for entry, rules, transponders in who.guests:
        if _heard_since(evidence, start_us, transponders):
            run = runs.of_entry(entry.entry, rules)
            if _seen(run):
                found.visitors.append((entry, run))
    for transponder in sorted(evidence.heard.keys() - who.known.keys()):
        if _heard_since(evidence, start_us, [transponder]):
            run = runs.of_transponder(transponder, who.unknown_rules)
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
            following = runs.of_entry(entry.entry, rules, leg.green_us)
            joined.append((entry, runs.of_legs(entry.entry, run, crossings, following, leg.green_us)))
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
