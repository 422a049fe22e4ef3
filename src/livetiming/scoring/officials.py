"""How the facts of officials change the evidence. Each decision is kept by the number of its fact, so
that it can be withdrawn by it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from livetiming import facts
from livetiming.scoring.plans import Assignment, RulingMark

if TYPE_CHECKING:
    from livetiming.scoring.evidence import Evidence


def _session_opened(evidence: "Evidence", n: int, fact: facts.SessionOpened) -> None:
    _note_instant(evidence, n, fact.at)
    evidence.sessions[fact.session].open(n, evidence.place(n, fact.at))
    evidence.current = fact.session
    _decided(evidence, n, fact, fact.session)
    evidence.plan_version = n


def _session_closed(evidence: "Evidence", n: int, fact: facts.SessionClosed) -> None:
    _note_instant(evidence, n, fact.at)
    evidence.sessions[fact.session].close(n, evidence.place(n, fact.at))
    _decided(evidence, n, fact, fact.session)
    evidence.plan_version = n


def _flag_shown(evidence: "Evidence", n: int, fact: facts.FlagShown) -> None:
    _note_instant(evidence, n, fact.at)
    evidence.sessions[fact.session].show(n, fact.flag, evidence.place(n, fact.at), fact.class_id)
    _decided(evidence, n, fact, fact.session)
    evidence.plan_version = n


def _transponder_assigned(evidence: "Evidence", n: int, fact: facts.TransponderAssigned) -> None:
    carriers = evidence.assignments.setdefault(fact.transponder, [])
    carriers.append(Assignment(n=n, entry=fact.entry, from_track_us=fact.from_track_us))
    _decided(evidence, n, fact, evidence.current)
    evidence.plan_version = n


def _passing_ignored(evidence: "Evidence", n: int, fact: facts.PassingIgnored) -> None:
    evidence.ignored[fact.passing] = n
    evidence.transponder_version[fact.transponder] = n
    _decided(evidence, n, fact, evidence.current)


def _passing_moved(evidence: "Evidence", n: int, fact: facts.PassingMoved) -> None:
    evidence.moved[fact.passing] = fact.track_us
    evidence.transponder_version[fact.transponder] = n
    _decided(evidence, n, fact, evidence.current)


def _field_credited(evidence: "Evidence", n: int, fact: facts.FieldCredited) -> None:
    evidence.sessions[fact.session].credited.append((n, fact.laps))
    _decided(evidence, n, fact, fact.session)


def _passing_inserted(evidence: "Evidence", n: int, fact: facts.PassingInserted) -> None:
    evidence.sessions[fact.session].insert(n, fact.entry, fact.track_us)
    _decided(evidence, n, fact, fact.session)


def _flag_moved(evidence: "Evidence", n: int, fact: facts.FlagMoved) -> None:
    shown = evidence.decisions[fact.flag]
    assert isinstance(shown, facts.FlagShown)
    evidence.sessions[shown.session].move(fact.flag, n, fact.track_us)
    _decided(evidence, n, fact, shown.session)
    evidence.plan_version = n


def _session_acted(evidence: "Evidence", n: int, fact: facts.SessionActed) -> None:
    evidence.sessions[fact.session].act(n, fact.act)
    if fact.act is facts.SessionAct.REOPEN:
        evidence.current = fact.session
    _decided(evidence, n, fact, fact.session)
    evidence.plan_version = n


def _wet_declared(evidence: "Evidence", n: int, fact: facts.WetDeclared) -> None:
    evidence.sessions[fact.session].declared_wet.append((n, fact.wet))
    _decided(evidence, n, fact, fact.session)


def _result_called(evidence: "Evidence", n: int, fact: facts.ResultCalled) -> None:
    evidence.sessions[fact.session].called.append((n, fact.lap))
    _decided(evidence, n, fact, fact.session)


def _laps_rescheduled(evidence: "Evidence", n: int, fact: facts.LapsRescheduled) -> None:
    evidence.sessions[fact.session].rescheduled.append((n, fact.laps))
    _decided(evidence, n, fact, fact.session)


def _ruled(evidence: "Evidence", n: int, fact: facts.Ruled) -> None:
    _note_instant(evidence, n, fact.at)
    track_us = fact.effective_track_us if fact.effective_track_us is not None else evidence.place(n, fact.at)
    mark = RulingMark(n=n, track_us=track_us, entry=fact.entry, ruling=fact.ruling, clause=fact.clause)
    evidence.sessions[fact.session].rulings.append(mark)
    _decided(evidence, n, fact, fact.session)


def _result_published(evidence: "Evidence", n: int, fact: facts.ResultPublished) -> None:
    evidence.sessions[fact.session].results.append((n, fact))
    _decided(evidence, n, fact, fact.session)


def _lineup_published(evidence: "Evidence", n: int, fact: facts.LineupPublished) -> None:
    evidence.sessions[fact.session].lineups.append((n, fact))
    _decided(evidence, n, fact, fact.session)


def _hand_tapped(evidence: "Evidence", n: int, fact: facts.HandTapped) -> None:
    _note_instant(evidence, n, fact.at)
    evidence.sessions[fact.session].hand.tap(n, fact, evidence.place(n, fact.at))
    # Taps come all the time; they make no decision about the session stale.
    evidence.decisions[n] = fact


def _hand_tap_edited(evidence: "Evidence", n: int, fact: facts.HandTapEdited) -> None:
    evidence.sessions[fact.session].hand.edit(n, fact)
    _decided(evidence, n, fact, fact.session)


def _hand_resolved(evidence: "Evidence", n: int, fact: facts.HandResolved) -> None:
    evidence.sessions[fact.session].hand.resolve(n, fact)
    _decided(evidence, n, fact, fact.session)


def _hand_signed_off(evidence: "Evidence", n: int, fact: facts.HandSignedOff) -> None:
    evidence.sessions[fact.session].hand.sign(n, fact)
    _decided(evidence, n, fact, fact.session)


def _decision_withdrawn(evidence: "Evidence", n: int, fact: facts.DecisionWithdrawn) -> None:
    decision = evidence.decisions.pop(fact.decision)
    evidence.withdrawn[fact.decision] = n
    match decision:
        case facts.TransponderAssigned(transponder=transponder):
            carriers = evidence.assignments[transponder]
            carriers[:] = [carrier for carrier in carriers if carrier.n != fact.decision]
        case facts.PassingIgnored(passing=passing, transponder=transponder):
            evidence.ignored.pop(passing, None)
            evidence.transponder_version[transponder] = n
        case facts.PassingMoved(passing=passing, transponder=transponder):
            evidence.moved.pop(passing, None)
            evidence.transponder_version[transponder] = n
        case facts.FlagMoved(flag=flag):
            shown = evidence.decisions[flag]
            assert isinstance(shown, facts.FlagShown)
            evidence.sessions[shown.session].unmove(flag, fact.decision)
        case facts.SessionClosed(session=session):
            evidence.sessions[session].withdraw(fact.decision, n)
            evidence.current = session
        case _:
            evidence.sessions[decision.session].withdraw(fact.decision, n)
    about = getattr(decision, "session", evidence.current)
    if isinstance(about, str):
        evidence.decided[about] = n
    evidence.plan_version = n


def _decided(evidence: "Evidence", n: int, fact: facts.Decision, session: str | None) -> None:
    evidence.decisions[n] = fact
    if session is not None:
        evidence.decided[session] = n


def _note_instant(evidence: "Evidence", n: int, at: facts.Instant) -> None:
    if at.track_us is None:
        evidence.unplaced[n] = at
    elif not evidence.offsets.sure and at.track_us == evidence.track_of(at.server_us):
        evidence.tentative[n] = at


Apply = Callable[["Evidence", int, facts.OfficialFact], None]

OFFICIALS = cast(
    "dict[type[facts.OfficialFact], Apply]",
    {
        facts.SessionOpened: _session_opened,
        facts.SessionClosed: _session_closed,
        facts.FlagShown: _flag_shown,
        facts.FlagMoved: _flag_moved,
        facts.TransponderAssigned: _transponder_assigned,
        facts.PassingIgnored: _passing_ignored,
        facts.PassingMoved: _passing_moved,
        facts.FieldCredited: _field_credited,
        facts.PassingInserted: _passing_inserted,
        facts.SessionActed: _session_acted,
        facts.WetDeclared: _wet_declared,
        facts.ResultCalled: _result_called,
        facts.LapsRescheduled: _laps_rescheduled,
        facts.Ruled: _ruled,
        facts.ResultPublished: _result_published,
        facts.LineupPublished: _lineup_published,
        facts.HandTapped: _hand_tapped,
        facts.HandTapEdited: _hand_tap_edited,
        facts.HandResolved: _hand_resolved,
        facts.HandSignedOff: _hand_signed_off,
        facts.DecisionWithdrawn: _decision_withdrawn,
    },
)
"""What each fact of an official does."""
