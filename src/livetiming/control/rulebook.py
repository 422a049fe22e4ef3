"""The meeting's rulebook: adopting one, and what it says to a session, an offence, a call."""

from datetime import date
from typing import NamedTuple

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_meeting, check_reason
from livetiming.facts import AnyFact, SessionKind
from livetiming.rulebooks import shipped
from livetiming.rulebooks.applying import settings_of
from livetiming.rulebooks.lint import lint
from livetiming.rulebooks.reading import parse
from livetiming.rulebooks.schema import SessionSettings
from livetiming.rulings import Stage
from livetiming.scoring.plans import SessionLog

_STAGES = {
    SessionKind.PRACTICE: (Stage.PRACTICE,),
    SessionKind.QUALIFYING: (Stage.QUALIFYING,),
    SessionKind.RACE: (Stage.FEATURE, Stage.HEAT),
}


def shipped_rulebook(ask: Ask, name: str, day: date) -> AnyFact:
    """The version of a rulebook of livetiming's own that is in force on a day."""
    found = shipped.in_force(name, day)
    if found is None:
        known = ", ".join(shipped.ids())
        raise Refusal(
            f"There is no rulebook {name!r} for {day.isoformat()}; choose from {known}, or adopt your own."
        )
    return facts.RulebookAdopted(rulebook=name, version=found.rulebook.version, text=found.text, by=ask.by)


def adopt_rulebook(ask: Ask, command: commands.AdoptRulebook) -> list[AnyFact]:
    """Run the meeting by a rulebook that is free of faults and in force on the day."""
    check_meeting(ask.evidence)
    findings = lint(command.text)
    if findings:
        more = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
        raise Refusal(f"The rulebook has faults; correct them first. {findings[0]}{more}")
    rulebook = parse(command.text)
    opened = ask.evidence.meeting.opened
    if opened is not None and rulebook.effective and rulebook.effective > date.fromisoformat(opened.date):
        raise Refusal(
            f"This version of {rulebook.name} holds from {rulebook.effective.isoformat()} on, after the "
            "meeting; adopt the version before it."
        )
    if any(log.opened is not None for log in ask.evidence.sessions.values()):
        check_reason(ask.by)
    return [
        facts.RulebookAdopted(rulebook=rulebook.id, version=rulebook.version, text=command.text, by=ask.by)
    ]


def stage_of(kind: SessionKind, stage: Stage | None) -> Stage:
    """The part of a session in the programme; a race is a feature where nothing else is said.

    Raises `Refusal` where the two do not go together.
    """
    possible = _STAGES[kind]
    if stage is None:
        return possible[0]
    if stage not in possible:
        raise Refusal(f"A {stage} is no {kind}; plan it as {' or '.join(possible)}.")
    return stage


def planned_settings(ask: Ask, stage: Stage) -> SessionSettings:
    """What the meeting's rulebook says about a stage; nothing where there is no rulebook."""
    rulebook = ask.evidence.meeting.rulebook
    return SessionSettings() if rulebook is None else settings_of(rulebook, stage)


def settings_for(ask: Ask, log: SessionLog) -> SessionSettings:
    """What the meeting's rulebook says about a planned session."""
    return planned_settings(ask, stage_of(log.plan.kind, log.plan.stage))


class Objection(NamedTuple):
    """What the rulebook says against a decision, and what could be done instead."""

    against: str
    instead: str


def overridden(ask: Ask, objection: Objection | None, *, override: bool) -> str | None:
    """What the rulebook says against a decision that is made all the same, with a reason (GEN-11, A70).

    Raises `Refusal` where it is not overridden.
    """
    if objection is None:
        return None
    if not override:
        raise Refusal(f"{objection.against} {objection.instead} Or override the rulebook with a reason.")
    check_reason(ask.by)
    return objection.against
