"""Rulings by the rulebook: the step of the ladder that a ruling takes, checked against the offence."""

import msgspec

from livetiming import commands
from livetiming.control.ask import Ask, Refusal
from livetiming.control.rulebook import Objection, overridden
from livetiming.facts import Ruled, SessionKind
from livetiming.rulebooks.ladder import Allowed, allowed, offence_of, step_of
from livetiming.rulebooks.schema import Offence, Rulebook, Step
from livetiming.rulings import AnyRuling, DockedGained
from livetiming.scoring.plans import SessionLog


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """What is ruled, under which clause, and what the rulebook has to do with it."""

    ruling: AnyRuling
    clause: str | None
    step: int | None = None
    offence: str | None = None
    occurrence: int | None = None
    against: str | None = None


def sentence(ask: Ask, command: commands.Rule, log: SessionLog) -> Sentence:
    """The sentence that a ruling passes. Raises `Refusal`."""
    if command.step is None and command.offence is None:
        if command.ruling is None:
            raise Refusal("Say what is ruled: a ruling, a step of the rulebook's ladder, or an offence.")
        return Sentence(ruling=command.ruling, clause=command.clause)
    if command.ruling is not None:
        raise Refusal("Give either the ruling itself or a step and an offence of the rulebook, not both.")
    rulebook = ask.evidence.meeting.rulebook
    if rulebook is None:
        raise Refusal("This meeting has no rulebook; adopt one, or give the ruling itself.")
    if command.offence is None:
        assert command.step is not None
        step = _step(rulebook, command.step)
        return _passed(command, step, clause=step.clause)
    offence = _offence(rulebook, command.offence)
    occurrence = command.occurrence or 1 + _earlier(ask, command.entry, offence)
    if occurrence < 1:
        raise Refusal("Offences are counted from 1.")
    rule = allowed(offence, occurrence, practice=log.plan.kind is SessionKind.PRACTICE)
    number = command.step if command.step is not None else rule.automatic
    if number is None:
        raise Refusal(f"Name the step of the ladder: {rule.steps} ({rule.clause}).")
    step = _step(rulebook, number)
    against = overridden(ask, _objection(offence, occurrence, rule, step), override=command.override)
    passed = _passed(command, step, clause=rule.clause)
    return msgspec.structs.replace(passed, offence=offence.id, occurrence=occurrence, against=against)


def _passed(command: commands.Rule, step: Step, clause: str) -> Sentence:
    ruling = step.makes
    if isinstance(ruling, DockedGained):
        if command.gained is None:
            raise Refusal(f"Say how many places were gained: {step.words} ({step.clause}).")
        ruling = msgspec.structs.replace(ruling, gained=command.gained)
    return Sentence(ruling=ruling, clause=command.clause or clause, step=step.number)


def _step(rulebook: Rulebook, number: int) -> Step:
    step = step_of(rulebook, number)
    if step is None:
        known = ", ".join(str(step.number) for step in rulebook.ladder) or "none"
        raise Refusal(f"{rulebook.name} has no penalty #{number}; it has {known}.")
    return step


def _offence(rulebook: Rulebook, name: str) -> Offence:
    offence = offence_of(rulebook, name)
    if offence is None:
        known = ", ".join(offence.id for offence in rulebook.offences) or "none"
        raise Refusal(f"{rulebook.name} names no offence {name!r}; it names {known}.")
    return offence


def _objection(offence: Offence, occurrence: int, rule: Allowed, step: Step) -> Objection | None:
    if step.number in rule:
        return None
    time = f", time {occurrence}" if occurrence > 1 else ""
    return Objection(
        against=f"#{step.number} is not allowed for {offence.words}{time} ({rule.clause}): {rule.steps}.",
        instead=f"Take one of {rule.steps}.",
    )


def _earlier(ask: Ask, entry: str, offence: Offence) -> int:
    """How often an entry was penalised for the offence in this meeting, by decisions in force."""
    meeting = ask.evidence.meeting
    return sum(
        isinstance(decision, Ruled) and decision.entry == entry and decision.offence == offence.id
        for n, decision in ask.evidence.decisions.items()
        if n > meeting.n
    )
