"""The decisions in force, in words, and which of them can be withdrawn by whom."""

from collections.abc import Iterator

from livetiming import facts
from livetiming.clock import ServerUs
from livetiming.commands import WithdrawDecision
from livetiming.control import Ask, Refusal, decide
from livetiming.control.corrections import dependents_of_decision
from livetiming.facts import Authority, Decision, Instant
from livetiming.officials.roles import Role, may_undo
from livetiming.publish.tower.fact_words import fact_words
from livetiming.publish.tower.messages import DecisionInfo
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer

_NOBODY = Authority(who="", role="")
_NEVER = Instant(epoch=0, server_us=ServerUs(0))


def decisions(evidence: Evidence, scorer: Scorer, session: str | None) -> Iterator[DecisionInfo]:
    """Those of this meeting about a session and those about no session, in the order of their numbers.

    What scorers tap is left out: it is their chart, not a decision to look through.
    """
    for n, decision in evidence.decisions.items():
        about = getattr(decision, "session", None)
        if n < evidence.meeting.n or about not in (None, session) or isinstance(decision, facts.HandTapped):
            continue
        yield _info(evidence, scorer, n, decision)


def _info(evidence: Evidence, scorer: Scorer, n: int, decision: Decision) -> DecisionInfo:
    at = getattr(decision, "at", None)
    why_not = _why_not(evidence, scorer, n)
    return DecisionInfo(
        n=n,
        kind=str(decision.__struct_config__.tag),
        words=fact_words(evidence.meeting, decision) or "",
        session=getattr(decision, "session", None),
        entry=getattr(decision, "entry", None),
        track_us=evidence.place(n, at) if isinstance(at, Instant) else None,
        by=decision.by,
        undo=why_not is None,
        why_not=why_not,
        held_by=() if why_not is None else tuple(dependents_of_decision(evidence, n)),
        undo_roles=tuple(role for role in Role if may_undo(role, type(decision))),
    )


def _why_not(evidence: Evidence, scorer: Scorer, n: int) -> str | None:
    """Why a decision cannot be withdrawn now, as race control itself says it."""
    try:
        decide(Ask(evidence, scorer, _NOBODY, _NEVER), WithdrawDecision(decision=n))
    except Refusal as refusal:
        return str(refusal)
    return None
