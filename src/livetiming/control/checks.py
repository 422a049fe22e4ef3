"""The guards that commands share; each raises `Refusal` with what to do."""

from livetiming import commands, facts
from livetiming.control.ask import Refusal
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.phases import TRANSITIONS, Act, state_of
from livetiming.scoring.plans import SessionLog


def is_open(log: SessionLog) -> bool:
    """Whether the session is on track."""
    return log.opened is not None and log.closed is None


def check_meeting(evidence: Evidence) -> None:
    """A meeting must be open."""
    if evidence.meeting.opened is None:
        raise Refusal("No meeting is open; open one first.")


def check_this_meeting(evidence: Evidence, decision: int) -> None:
    """The decision must belong to the meeting that is open."""
    if decision < evidence.meeting.n:
        raise Refusal("That was decided at an earlier meeting, whose results stay as they are.")


def check_text(what: str, text: str) -> None:
    """A name or number must have something in it."""
    if not text.strip():
        raise Refusal(f"{what}.")


def check_class(evidence: Evidence, class_id: str) -> None:
    """The class must exist."""
    if class_id not in evidence.meeting.classes:
        raise Refusal(f"There is no class {class_id!r} in this meeting; define it first.")


def check_entry(evidence: Evidence, entry: str) -> None:
    """The entry must exist."""
    if entry not in evidence.meeting.entries:
        raise Refusal(f"There is no entry {entry!r} in this meeting; register it first.")


def check_session(evidence: Evidence, session: str) -> SessionLog:
    """The session must have been planned."""
    log = evidence.sessions.get(session)
    if log is None:
        raise Refusal(f"There is no session {session!r} in this meeting; plan it first.")
    return log


def check_act(log: SessionLog, act: Act) -> None:
    """The table of states must allow the act."""
    state = state_of(log)
    if act not in TRANSITIONS[state]:
        possible = ", ".join(TRANSITIONS[state]) or "nothing"
        raise Refusal(f"{log.plan.name} is {state}: {act} is not possible now; possible: {possible}.")


def check_reason(by: facts.Authority) -> None:
    """What changes a finished session needs a reason."""
    if not (by.why or "").strip():
        raise Refusal("Give the reason; it is kept with the decision.")


def check_nothing_on_track(evidence: Evidence) -> None:
    """No session may be on track."""
    if evidence.current is not None and is_open(evidence.sessions[evidence.current]):
        name = evidence.sessions[evidence.current].plan.name
        raise Refusal(f"{name} is on track; close it first.")


def check_transponders(evidence: Evidence, command: commands.RegisterEntry) -> None:
    """A transponder may be entered in two classes, not twice in one."""
    for other in evidence.meeting.entries.values():
        if other.entry == command.entry or other.class_id != command.class_id:
            continue
        shared = set(other.transponders) & set(command.transponders)
        if shared:
            raise Refusal(
                f"Transponder {min(shared)} belongs to number {other.number} ({other.name}) in this class; "
                "take it from that entry first."
            )
