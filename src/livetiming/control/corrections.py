"""Corrections of what was heard and decided, each reversible."""

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_entry, check_meeting, check_nothing_on_track, check_session
from livetiming.facts import AnyFact
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.phases import dependents_of


def assign_transponder(ask: Ask, command: commands.AssignTransponder) -> list[AnyFact]:
    """Give a transponder to an entry, from the start or from an instant on."""
    check_meeting(ask.evidence)
    if command.entry is not None:
        check_entry(ask.evidence, command.entry)
    return [
        facts.TransponderAssigned(
            transponder=command.transponder,
            entry=command.entry,
            from_track_us=command.from_track_us,
            by=ask.by,
        )
    ]


def ignore_passing(ask: Ask, command: commands.IgnorePassing) -> list[AnyFact]:
    """Strike a passing; its evidence stays."""
    if command.passing in ask.evidence.ignored:
        raise Refusal("This passing is ignored already.")
    for transponder, passings in ask.evidence.heard.items():
        if any(passing.n == command.passing for passing in passings):
            return [
                facts.PassingIgnored(passing=command.passing, transponder=transponder, at=ask.now, by=ask.by)
            ]
    raise Refusal(f"There is no passing with number {command.passing}.")


def insert_passing(ask: Ask, command: commands.InsertPassing) -> list[AnyFact]:
    """Credit a crossing that no decoder heard."""
    log = check_session(ask.evidence, command.session)
    check_entry(ask.evidence, command.entry)
    if log.opened is None:
        raise Refusal(f"{log.plan.name} has not been on track; nothing can be inserted.")
    return [
        facts.PassingInserted(
            session=command.session, entry=command.entry, track_us=command.track_us, at=ask.now, by=ask.by
        )
    ]


def withdraw_decision(ask: Ask, command: commands.WithdrawDecision) -> list[AnyFact]:
    """Undo a decision by a new fact; refused while other decisions in force depend on it."""
    decision = ask.evidence.decisions.get(command.decision)
    if decision is None:
        if command.decision in ask.evidence.withdrawn:
            raise Refusal("That decision has been withdrawn already.")
        raise Refusal(f"There is no decision with number {command.decision}.")
    if isinstance(decision, facts.SessionOpened):
        raise Refusal("A session that was on track cannot be unmade; close it instead.")
    if isinstance(decision, facts.SessionClosed):
        _check_close_in_force(ask, command.decision, decision)
    dependents = dependents_of_decision(ask.evidence, command.decision)
    if dependents:
        named = ", ".join(f"{type(ask.evidence.decisions[n]).__name__} {n}" for n in dependents)
        raise Refusal(f"Other decisions depend on it; withdraw them first: {named}.")
    return [facts.DecisionWithdrawn(decision=command.decision, at=ask.now, by=ask.by)]


def _check_close_in_force(ask: Ask, n: int, decision: facts.SessionClosed) -> None:
    log = ask.evidence.sessions[decision.session]
    if log.closed is None or log.closed.n != n:
        raise Refusal(f"{log.plan.name} has been reopened since; there is nothing to undo.")
    check_nothing_on_track(ask.evidence)


def dependents_of_decision(evidence: Evidence, n: int) -> list[int]:
    """The decisions in force that would make no sense without decision `n`."""
    decision = evidence.decisions[n]
    if isinstance(decision, facts.TransponderAssigned | facts.PassingIgnored | facts.FlagMoved):
        return []
    dependents = dependents_of(evidence.sessions[decision.session], n)
    if isinstance(decision, facts.FlagShown):
        dependents += [
            m
            for m, other in evidence.decisions.items()
            if isinstance(other, facts.FlagMoved) and other.flag == n
        ]
    return sorted(dependents)
