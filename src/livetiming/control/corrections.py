"""Corrections of what was heard and decided, each reversible."""

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import (
    check_entry,
    check_meeting,
    check_nothing_on_track,
    check_session,
    check_this_meeting,
)
from livetiming.facts import AnyFact, SessionKind
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


def swap_transponders(ask: Ask, command: commands.SwapTransponders) -> list[AnyFact]:
    """Two entries carry each other's transponders: each is assigned to the other."""
    for entry in (command.entry, command.other):
        check_entry(ask.evidence, entry)
    if command.entry == command.other:
        raise Refusal("An entry cannot swap with itself; name two entries.")
    carried = ask.carried_at(command.from_track_us)
    swapped = [
        (transponder, receiver)
        for giver, receiver in ((command.entry, command.other), (command.other, command.entry))
        for transponder in carried.get(giver, ())
    ]
    if not swapped:
        raise Refusal("Neither of them carries a transponder; assign one instead.")
    return [
        facts.TransponderAssigned(
            transponder=transponder, entry=receiver, from_track_us=command.from_track_us, by=ask.by
        )
        for transponder, receiver in swapped
    ]


def move_passing(ask: Ask, command: commands.MovePassing) -> list[AnyFact]:
    """Say when a passing really happened; what was heard stays as evidence."""
    if command.passing in ask.evidence.moved:
        raise Refusal("This passing was moved already; withdraw that decision first.")
    transponder = transponder_of(ask, command.passing)
    return [
        facts.PassingMoved(
            passing=command.passing,
            transponder=transponder,
            track_us=command.track_us,
            at=ask.now,
            by=ask.by,
        )
    ]


def credit_field(ask: Ask, command: commands.CreditField) -> list[AnyFact]:
    """Give or take laps for the whole field."""
    log = check_session(ask.evidence, command.session)
    if log.plan.kind is not SessionKind.RACE or log.opened is None:
        raise Refusal(f"{log.plan.name} is no race that has been on track.")
    if command.laps == 0:
        raise Refusal("Give the number of laps to credit, or a negative number to take.")
    return [facts.FieldCredited(session=command.session, laps=command.laps, at=ask.now, by=ask.by)]


def transponder_of(ask: Ask, passing: int) -> int:
    """The transponder of a passing by its fact number. Raises `Refusal` where there is none."""
    heard = ask.evidence.passings.get(passing)
    if heard is None:
        raise Refusal(f"There is no passing with number {passing}.")
    return heard.transponder


def ignore_passing(ask: Ask, command: commands.IgnorePassing) -> list[AnyFact]:
    """Strike a passing; its evidence stays."""
    if command.passing in ask.evidence.ignored:
        raise Refusal("This passing is ignored already.")
    transponder = transponder_of(ask, command.passing)
    return [facts.PassingIgnored(passing=command.passing, transponder=transponder, at=ask.now, by=ask.by)]


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
    check_this_meeting(ask.evidence, command.decision)
    if isinstance(decision, facts.SessionOpened):
        raise Refusal("A session that was on track cannot be unmade; close it instead.")
    if isinstance(decision, facts.SessionClosed):
        check_nothing_on_track(ask.evidence)
    dependents = dependents_of_decision(ask.evidence, command.decision)
    if dependents:
        named = ", ".join(f"{type(ask.evidence.decisions[n]).__name__} {n}" for n in dependents)
        raise Refusal(f"Other decisions depend on it; withdraw them first: {named}.")
    return [facts.DecisionWithdrawn(decision=command.decision, at=ask.now, by=ask.by)]


def dependents_of_decision(evidence: Evidence, n: int) -> list[int]:
    """The decisions in force that would make no sense without decision `n`."""
    decision = evidence.decisions[n]
    if isinstance(
        decision,
        facts.TransponderAssigned | facts.PassingIgnored | facts.PassingMoved | facts.FlagMoved,
    ):
        return []
    log = evidence.sessions[decision.session]
    dependents = dependents_of(log, n) + log.hand.dependents_of(n)
    if isinstance(decision, facts.FlagShown):
        dependents += [
            m
            for m, other in evidence.decisions.items()
            if isinstance(other, facts.FlagMoved) and other.flag == n
        ]
    return sorted(dependents)
