"""The oracle: a slow, plain scorer of one session, to compare the scoring engine with.

It is written from the conventions GEN-1 to GEN-4 and GEN-10 and shares no code with what it checks; keep it
so, and change it only when a convention changes. `classify(session, facts)` gives one `Row` per entered kart
in classified order; `lapped(rows)` reads a snapshot: `classify` given only the passings <= T (GEN-4).

Where the conventions leave something open, it reads them so:
* Passings before the session begins (`Session.begins_us`), struck ones, and those of karts not entered do
  not exist: they are in no list and make nothing a duplicate. An inserted passing is one like any other: it
  may be a duplicate, or struck.
* GEN-1 runs first, over the whole session: formation-lap crossings make duplicates too, and the echo of a
  finish crossing is a duplicate, not a passing after the end. Exactly the minimum lap apart is no duplicate.
* A kart ends at its removal or the closing too; a crossing at that very instant counts (and may end a race).
  What GEN-1 accepts is in `after_end_us` after the kart's end, else (formation laps too) in `accepted_us`.
* Two ends compete, the earlier holds: the chequered flag as shown, and the scheduled laps (race only) or
  green + duration (other sessions; none without a green).
* The start crossing is the last accepted passing in [green - window, green + minimum lap). A kart without
  one has lap 1 run from the green, whether or not other karts have one. Lap 1 may be the best lap.
* A kart marked DNS has no laps and cannot end a race. One marked DQ keeps its laps and can; DQ beats DNS.
* Credits change a kart's laps in the classification (never below 0; none in a race before the green), not
  the race's end, the lap times or the last counted passing, which is the last to complete a lap. A kart
  with credited laps only, so without such a passing, stands last of those with as many laps.
* Full ties: grid order, entered karts without a grid place after it. DQ karts among themselves: as if
  classified. DNS, then DQ karts stand last in every kind of session.
* Practice, qualifying: heard = has a crossing in `accepted_us`, even before the green. The best lap was set
  at the crossing that first completed a lap of that time.
* 'finished': crossed at or after the end, before any removal; in practice and qualifying, once closed, also
  every other kart heard and not removed. 'dnf': removed; in a closed race also all who did not finish.
  'waiting': a race without a green; in other sessions not heard, even once closed.
"""

from collections.abc import Sequence
from itertools import pairwise

from oracle.facts import Entry, Facts, Row, Session, Status


def split_duplicates(session: Session, facts: Facts, entry: Entry) -> tuple[list[int], list[int]]:
    """GEN-1: the kart's (accepted, duplicates); a duplicate is too close to the previous accepted passing."""
    passings = {p for p in [*facts.passings, *facts.inserted] if p not in facts.ignored}
    times = sorted(time_us for kart, time_us in passings if kart == entry and time_us >= session.begins_us)
    accepted: list[int] = []
    for time_us in times:
        if not accepted or time_us - accepted[-1] >= session.min_lap_us:
            accepted.append(time_us)
    return accepted, [t for t in times if t not in accepted]


def racing_crossings(session: Session, facts: Facts, entry: Entry) -> list[int]:
    """GEN-2: the accepted passings of the kart until its removal or the session's closing."""
    limits = [t for t in (facts.removed.get(entry), session.closed_us) if t is not None]
    return [t for t in split_duplicates(session, facts, entry)[0] if all(t <= limit for limit in limits)]


def lap_marks(session: Session, crossings_us: Sequence[int]) -> list[int]:
    """GEN-1, GEN-2: the instant that opens lap 1, then the crossing that completes each lap; may be empty."""
    green_us = session.green_us
    if session.kind != "race":
        return [t for t in crossings_us if t >= (session.opened_us if green_us is None else green_us)]
    if green_us is None:
        return []
    first_us, limit_us = green_us - session.start_window_us, green_us + session.min_lap_us
    start_us = max((t for t in crossings_us if first_us <= t < limit_us), default=green_us)
    return [start_us] + [t for t in crossings_us if t >= limit_us]


def end_us(session: Session, racing: Sequence[Sequence[int]]) -> int | None:
    """GEN-2: the instant from which every kart ends at its next crossing; None while the session goes on."""
    if session.kind == "race" and session.green_us is None:
        return None
    ends = [] if session.chequered_us is None else [session.chequered_us]
    if session.kind == "race" and session.laps is not None:
        marks = [lap_marks(session, crossings_us) for crossings_us in racing]
        ends += [m[session.laps] for m in marks if len(m) > session.laps]
    elif session.green_us is not None and session.duration_us is not None:
        ends.append(session.green_us + session.duration_us)
    return min(ends, default=None)


def status_of(session: Session, facts: Facts, entry: Entry, heard: bool, flagged: bool) -> Status:
    """GEN-2, GEN-3: the kart's state; `flagged`: it crossed at or after the end of the session."""
    if entry in facts.dq or entry in facts.dns:
        return "dq" if entry in facts.dq else "dns"
    if flagged or entry in facts.removed:
        return "finished" if flagged else "dnf"
    if session.kind == "race":
        return "waiting" if session.green_us is None else "running" if session.closed_us is None else "dnf"
    return "waiting" if not heard else "running" if session.closed_us is None else "finished"


def classify(session: Session, facts: Facts) -> list[Row]:
    """GEN-1 to GEN-3, GEN-10: every entered kart once, in classified order."""
    if session.kind == "race" and session.duration_us is not None:
        raise NotImplementedError("races by time")
    grid = list(dict.fromkeys([*facts.grid, *facts.entered]))
    ending_us = end_us(session, [racing_crossings(session, facts, e) for e in grid if e not in facts.dns])
    rows = [row_of(session, facts, e, ending_us) for e in grid]
    key = race_key if session.kind == "race" else best_lap_key
    return sorted(rows, key=lambda row: (row.status == "dq", row.status == "dns", *key(row)))  # stable: grid


def row_of(session: Session, facts: Facts, entry: Entry, ending_us: int | None) -> Row:
    """GEN-2: the kart's laps up to its first crossing at or after the end."""
    accepted, duplicates = split_duplicates(session, facts, entry)
    racing = racing_crossings(session, facts, entry)
    flag_us = min((t for t in racing if ending_us is not None and t >= ending_us), default=None)
    counted = [t for t in racing if flag_us is None or t <= flag_us]
    marks = [] if entry in facts.dns else lap_marks(session, counted)
    lap_times = [end - start for start, end in pairwise(marks)]
    fastest = [*sorted(lap_times)[:2], None, None]
    no_credit = entry in facts.dns or (session.kind == "race" and session.green_us is None)
    return Row(
        entry=entry,
        laps=max(0, len(lap_times) + (0 if no_credit else facts.credited.get(entry, 0))),
        last_us=marks[-1] if lap_times else None,
        best_us=fastest[0],
        second_us=fastest[1],
        status=status_of(session, facts, entry, bool(counted), flag_us is not None),
        accepted_us=tuple(counted),
        duplicates_us=tuple(duplicates),
        after_end_us=tuple(t for t in accepted if t not in counted),
        lap_ends_us=tuple(marks[1:]),
        lap_times_us=tuple(lap_times),
    )


def race_key(row: Row) -> tuple[int, ...]:
    """GEN-3: laps, most first; then the last counted passing; karts with 0 laps stay in grid order."""
    if row.laps == 0:
        return (0,)
    return (-row.laps, 1) if row.last_us is None else (-row.laps, 0, row.last_us)


def best_lap_key(row: Row) -> tuple[int, ...]:
    """GEN-10: best lap, then second best (none loses to one), then set earlier; without a lap: as heard."""
    if row.best_us is None:
        return (1, 0, row.accepted_us[0]) if row.accepted_us else (1, 1)
    second = (1, 0) if row.second_us is None else (0, row.second_us)
    return (0, row.best_us, *second, row.lap_ends_us[row.lap_times_us.index(row.best_us)])


def lapped(rows: Sequence[Row]) -> dict[Entry, int]:
    """GEN-4: the lapped karts of a race's snapshot, and by how many laps; `rows` are those of its instant."""
    found: dict[Entry, int] = {}
    for row in [row for row in rows if row.status not in ("dns", "dq")]:
        behind = rows[0].laps - row.laps
        if row.last_us is not None and behind > (later := sum(t > row.last_us for t in rows[0].lap_ends_us)):
            found[row.entry] = behind - later  # the leader already had more laps at the kart's own passing
        elif behind >= 2:
            found[row.entry] = behind
    return found
