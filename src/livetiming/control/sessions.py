"""Sessions: planned, on track, under a flag, closed."""

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import (
    check_class,
    check_entry,
    check_meeting,
    check_open,
    check_session,
    check_started,
    check_text,
    is_open,
)
from livetiming.facts import AnyFact


def plan_session(ask: Ask, command: commands.PlanSession) -> list[AnyFact]:
    """Add a session, or change one that has not been on track."""
    check_meeting(ask.evidence)
    check_text("The session needs a name", command.name)
    for class_id in command.class_ids:
        check_class(ask.evidence, class_id)
    for entry in command.grid:
        check_entry(ask.evidence, entry)
    known = ask.evidence.sessions.get(command.session)
    if known is not None and known.opened is not None:
        raise Refusal(f"{known.plan.name} has been on track; plan another session.")
    if command.kind is facts.SessionKind.RACE and command.laps is None:
        raise Refusal("A race needs a number of laps.")
    for value in (command.laps, command.duration_us):
        if value is not None and value <= 0:
            raise Refusal("Laps and duration must be more than zero.")
    plan = {name: getattr(command, name) for name in commands.PlanSession.__struct_fields__}
    return [facts.SessionPlanned(**plan, by=ask.by)]


def open_session(ask: Ask, command: commands.OpenSession) -> list[AnyFact]:
    """Put a session on track, or again; the one that is on track is closed."""
    log = check_session(ask.evidence, command.session)
    if is_open(log):
        raise Refusal(f"{log.plan.name} is open already.")
    at = ask.at(command.at_track_us)
    return [*close_current(ask, at), facts.SessionOpened(session=command.session, at=at, by=ask.by)]


def show_flag(ask: Ask, command: commands.ShowFlag) -> list[AnyFact]:
    """Show a flag to the field."""
    log = check_session(ask.evidence, command.session)
    check_open(log)
    if command.flag is not facts.ShownFlag.GREEN and log.plan.kind is facts.SessionKind.RACE:
        check_started(log)
    return [
        facts.FlagShown(session=command.session, flag=command.flag, at=ask.at(command.at_track_us), by=ask.by)
    ]


def close_session(ask: Ask, command: commands.CloseSession) -> list[AnyFact]:
    """Take a session off the track."""
    check_open(check_session(ask.evidence, command.session))
    return [facts.SessionClosed(session=command.session, at=ask.at(command.at_track_us), by=ask.by)]


def close_current(ask: Ask, at: facts.Instant) -> list[AnyFact]:
    """Take whatever is on track off it."""
    current = ask.evidence.current
    if current is None or not is_open(ask.evidence.sessions[current]):
        return []
    return [facts.SessionClosed(session=current, at=at, by=ask.by)]
