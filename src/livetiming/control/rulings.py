"""Rulings about karts: penalties, removals, disqualifications. Each is a decision of its own, with its
clause, and can be withdrawn.
"""

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_entry, check_session
from livetiming.control.penalties import sentence
from livetiming.facts import AnyFact, SessionKind
from livetiming.rulings import (
    AnyRuling,
    DockedGained,
    DockedLaps,
    DockedPlaces,
    LapsVoided,
    RearOfField,
    Removed,
    TimePenalty,
)

_RACE_ONLY = DockedPlaces | DockedGained | RearOfField | DockedLaps | TimePenalty | Removed


def rule(ask: Ask, command: commands.Rule) -> list[AnyFact]:
    """Rule about one kart in one session."""
    log = check_session(ask.evidence, command.session)
    check_entry(ask.evidence, command.entry)
    entry = ask.evidence.meeting.entries[command.entry]
    if entry.class_id not in log.plan.class_ids:
        raise Refusal(f"Number {entry.number} is not entered for {log.plan.name}; rule in its own session.")
    passed = sentence(ask, command, log)
    if isinstance(passed.ruling, _RACE_ONLY) and log.plan.kind is not SessionKind.RACE:
        raise Refusal(f"{log.plan.name} is no race; void laps or disqualify instead.")
    _check_amount(passed.ruling)
    if isinstance(passed.ruling, Removed):
        _check_not_removed(ask, command)
    return [
        facts.Ruled(
            session=command.session,
            entry=command.entry,
            ruling=passed.ruling,
            clause=passed.clause,
            step=passed.step,
            offence=passed.offence,
            occurrence=passed.occurrence,
            against=passed.against,
            effective_track_us=command.at_track_us,
            at=ask.now,
            by=ask.by,
        )
    ]


def _check_amount(ruling: AnyRuling) -> None:
    match ruling:
        case DockedPlaces(places=places) if places < 1:
            raise Refusal("A place penalty is one place or more.")
        case DockedGained(gained=gained, plus=plus) if gained < 0 or plus < 0 or gained + plus < 1:
            raise Refusal(
                "Places gained and added cannot be negative, and one of them must be more than zero."
            )
        case DockedLaps(laps=0):
            raise Refusal("Give the number of laps to take, or a negative number to credit.")
        case TimePenalty(penalty_us=penalty_us) if penalty_us <= 0:
            raise Refusal("A time penalty is more than zero.")
        case LapsVoided(from_lap=first, until_lap=last) if first < 1 or (last is not None and last < first):
            raise Refusal("Laps are counted from 1; the last voided lap cannot be before the first.")
        case _:
            return


def _check_not_removed(ask: Ask, command: commands.Rule) -> None:
    for mark in ask.evidence.sessions[command.session].rulings:
        if mark.entry == command.entry and isinstance(mark.ruling, Removed):
            raise Refusal(f"This kart was removed already (decision {mark.n}); withdraw that one first.")
