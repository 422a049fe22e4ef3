"""Why a row stands where it does: typed reasons that name the rule and the facts behind it.

`explain` is asked for one row at a time, when somebody wants to know. Every reason cites facts by
their journal numbers; `words` reads them out.
"""

import msgspec

from livetiming.facts import Authority, Ruled, SessionKind
from livetiming.rulings import AnyRuling
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.plans import RulingMark, SessionLog
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Scorer, Standings


class Reason(msgspec.Struct, frozen=True, kw_only=True, tag_field="reason", omit_defaults=True):
    """Base of all reasons. `facts` are journal numbers; `clause` is the rule's name."""

    facts: tuple[int, ...] = ()
    clause: str | None = None


class Opened(Reason, frozen=True, kw_only=True, tag="opened"):
    """The start crossing, or the green, that opened lap 1 (GEN-2)."""

    by_flag: bool


class LapsScored(Reason, frozen=True, kw_only=True, tag="laps_scored"):
    """The laps scored and the crossing that completed the last (GEN-3)."""

    laps: int
    at_us: int | None


class BestLapSet(Reason, frozen=True, kw_only=True, tag="best_lap_set"):
    """The lap by which practice and qualifying are ordered (GEN-10)."""

    lap: int
    lap_us: int


class DuplicatesLeftOut(Reason, frozen=True, kw_only=True, tag="duplicates_left_out"):
    """Passings too close to the crossing before (GEN-1)."""

    min_lap_us: int


class LaterLeftOut(Reason, frozen=True, kw_only=True, tag="later_left_out"):
    """Crossings after the kart's session had ended: kept, not counted."""

    count: int


class CreditedByOfficial(Reason, frozen=True, kw_only=True, tag="credited_by_official"):
    """Crossings that an official inserted."""


class ScoredByHand(Reason, frozen=True, kw_only=True, tag="scored_by_hand"):
    """Crossings that are from scorers' charts, or were corrected by them: the taps, and the decisions by
    which they hold."""


class StruckByOfficial(Reason, frozen=True, kw_only=True, tag="struck_by_official"):
    """Passings that an official struck: the passing, then the decision."""


class RuledByOfficial(Reason, frozen=True, kw_only=True, tag="ruled_by_official"):
    """A ruling about the kart; `effect` is false when it changed nothing."""

    ruling: AnyRuling
    by: Authority
    at_us: int | None
    effect: bool


class NotHeard(Reason, frozen=True, kw_only=True, tag="not_heard"):
    """None of its transponders has been heard in this session."""

    transponders: tuple[int, ...]


AnyReason = (
    Opened
    | LapsScored
    | BestLapSet
    | DuplicatesLeftOut
    | LaterLeftOut
    | CreditedByOfficial
    | ScoredByHand
    | StruckByOfficial
    | RuledByOfficial
    | NotHeard
)


def explain(evidence: Evidence, scorer: Scorer, session: str, row_id: str) -> tuple[AnyReason, ...]:
    """The reasons for one row of a session's standings, most important first.

    Raises `KeyError` for a row that is not there.
    """
    standings = scorer.standings(session)
    row = _find(standings, row_id)
    log, run = standings.log, row.run
    reasons: list[AnyReason] = [
        _ruled(evidence, scorer, mark, row) for mark in log.rulings if mark.entry == row_id
    ]
    if run.opening_us is None and row.entry is not None:
        reasons.append(NotHeard(transponders=row.entry.transponders))
        return tuple(reasons)
    if log.plan.kind is SessionKind.RACE:
        last = (run.sources[row.counted - 1],) if row.counted else ()
        reasons.append(LapsScored(clause="GEN-3", laps=row.laps, at_us=row.scored_us, facts=last))
    elif row.best_index is not None:
        reasons.append(
            BestLapSet(
                clause="GEN-10",
                lap=row.best_index + 1,
                lap_us=run.laps_us[row.best_index],
                facts=_lap_facts(row, row.best_index),
            )
        )
    reasons += _about_passings(evidence, log, row)
    by_hand = scorer.hand_overlay(session).cited.get(row_id)
    if by_hand:
        reasons.append(ScoredByHand(facts=by_hand))
    return tuple(reasons)


def _about_passings(evidence: Evidence, log: SessionLog, row: Standing) -> list[AnyReason]:
    run = row.run
    reasons: list[AnyReason] = []
    if run.opening_source is not None:
        reasons.append(Opened(clause="GEN-2", by_flag=False, facts=(run.opening_source,)))
    elif run.opening_us is not None:
        green = next((mark.n for mark in log.flags), None)
        reasons.append(Opened(clause="GEN-2", by_flag=True, facts=() if green is None else (green,)))
    later = len(run.crossings_us) - row.counted
    if later:
        left_out = tuple(run.sources[row.counted :])
        reasons.append(LaterLeftOut(clause="GEN-2", count=later, facts=left_out))
    if run.duplicates:
        reasons.append(
            DuplicatesLeftOut(clause="GEN-1", min_lap_us=run.rules.min_lap_us, facts=tuple(run.duplicates))
        )
    credited = tuple(n for _, n in log.inserted.get(row.row, ()))
    if credited:
        reasons.append(CreditedByOfficial(facts=credited))
    struck = tuple(
        pair
        for passing, decision in evidence.ignored.items()
        if row.entry is not None and _carried(evidence, decision, row)
        for pair in (passing, decision)
    )
    if struck:
        reasons.append(StruckByOfficial(facts=struck))
    return reasons


def _carried(evidence: Evidence, decision: int, row: Standing) -> bool:
    fact = evidence.decisions.get(decision)
    return row.entry is not None and getattr(fact, "transponder", None) in row.entry.transponders


def _lap_facts(row: Standing, index: int) -> tuple[int, ...]:
    run = row.run
    before = run.sources[index - 1] if index else run.opening_source
    return (run.sources[index],) if before is None else (before, run.sources[index])


def _ruled(evidence: Evidence, scorer: Scorer, mark: RulingMark, row: Standing) -> RuledByOfficial:
    ruled = evidence.decisions[mark.n]
    assert isinstance(ruled, Ruled)
    return RuledByOfficial(
        clause=mark.clause,
        facts=(mark.n,),
        ruling=mark.ruling,
        by=ruled.by,
        at_us=mark.track_us,
        effect=row.outcome != _without(evidence, scorer, ruled.session, mark.n, row.row).outcome,
    )


def _without(evidence: Evidence, scorer: Scorer, session: str, decision: int, row_id: str) -> Standing:
    """The row as it would be without a decision."""
    overlay = evidence.overlay()
    overlay.sessions[session].withdraw(decision, evidence.n + 1)
    return _find(scorer.over(overlay).standings(session), row_id)


def _find(standings: Standings, row_id: str) -> Standing:
    for row in standings.rows:
        if row.row == row_id:
            return row
    raise KeyError(row_id)
