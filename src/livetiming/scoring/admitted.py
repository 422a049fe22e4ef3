"""Who may start after a qualifying with a percentage cut-off: judged class by class (A59, NAKL-8)."""

from collections.abc import Mapping

from livetiming.facts import SessionKind
from livetiming.rulings import Admitted, CutOff
from livetiming.scoring.cutoff import Admission, Qualifier, admission
from livetiming.scoring.standing import Standing, Status
from livetiming.scoring.standings import Standings


def admissions(standings: Standings) -> dict[str, Admission]:
    """Each class's admission; nothing where the session has no cut-off. The disqualified have no time."""
    log = standings.log
    rule = log.plan.rules.cut_off
    if rule is None or log.plan.kind is not SessionKind.QUALIFYING:
        return {}
    by_class: dict[str, list[Qualifier]] = {}
    for row in standings.scored:
        if row.entry is not None:
            by_class.setdefault(row.entry.class_id, []).append(Qualifier(row.row, _time_us(row)))
    waived = {mark.entry for mark in log.rulings if isinstance(mark.ruling, Admitted)}
    return {
        class_id: admission(ranked, rule, wet=log.wet, waived=waived) for class_id, ranked in by_class.items()
    }


def admission_words(judged: Mapping[str, Admission], rule: CutOff | None, row: str) -> tuple[str, ...]:
    """Why a kart does not start, or starts behind all others; nothing about those within the limit."""
    if rule is None:
        return ()
    base = "the pole" if rule.mean_of_top == 1 else f"the best {rule.mean_of_top}"
    for each in judged.values():
        if row in each.outside:
            return (f"not within {rule.percent} % of {base}",)
        if row in each.waived:
            return (f"not within {rule.percent} % of {base}, admitted behind all who are",)
    return ()


def _time_us(row: Standing) -> int | None:
    return None if row.status is Status.DQ else row.best_us
