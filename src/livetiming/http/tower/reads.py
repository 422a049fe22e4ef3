"""What officials look up: the state, standings of now and then, reasons, passings, proposals, the journal.

Everything but the past is derived in one step without `await`, after `settled`: so it is of one journal
number, and that one is saved.
"""

import contextlib
from collections.abc import Iterator
from typing import Annotated

from litestar import get
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from litestar.params import FromPath, FromQuery, QueryParameter

from livetiming.clock import TrackUs
from livetiming.control import Ask, Refusal
from livetiming.control.lineups import proposed_restart, stop_of
from livetiming.errors import NotSaved
from livetiming.facts import Authority, Instant
from livetiming.http.tower.access import TheCore, TheLogin
from livetiming.http.tower.core import Core
from livetiming.http.tower.documents import (
    DecisionsDocument,
    Explanation,
    HandScoreDocument,
    JournalDocument,
    PassingsDocument,
    ProposalsDocument,
    RestartDocument,
    RestartPlace,
    StandingsDocument,
    Told,
)
from livetiming.http.tower.hand_score import hand_score_document
from livetiming.http.tower.history import journal_document
from livetiming.http.tower.standings import running_order, standings_document
from livetiming.publish.tower.builder import TowerBoard
from livetiming.publish.tower.decisions import decisions
from livetiming.publish.tower.messages import PassingInfo, TowerSnapshot
from livetiming.publish.tower.passings import Passings
from livetiming.rulings import Involvement
from livetiming.scoring.carriage import carriage
from livetiming.scoring.explain import explain
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.restarts import RestartLineup
from livetiming.scoring.words import reason_words, restart_words

AT_ONCE_MAX = 1_000
"""Passings or facts in one answer: what takes a few milliseconds to look up."""

_SAFE = 2**53 - 1
Count = Annotated[int, QueryParameter(ge=1, le=AT_ONCE_MAX)]
Number = Annotated[int, QueryParameter(ge=0, le=_SAFE)]
MaybeNumber = Annotated[int | None, QueryParameter(ge=0, le=_SAFE)]
Track = Annotated[int, QueryParameter(ge=-_SAFE, le=_SAFE)]
MaybeTrack = Annotated[int | None, QueryParameter(ge=-_SAFE, le=_SAFE)]


@get("/api/tower")
async def tower(core: TheCore) -> TowerSnapshot:
    """Everything at once, as the websocket begins with it."""
    with contextlib.suppress(NotSaved):  # what is known is shown, NOT SAVED on it
        await core.feed.settled()
    return core.feed.snapshot()


@get("/api/sessions/{session:str}/standings")
async def standings(
    core: TheCore, session: FromPath[str], at_n: MaybeNumber = None, at_track_us: MaybeTrack = None
) -> StandingsDocument:
    """A session's standings: now, at a journal number, or as the running order at an instant."""
    await core.feed.settled()
    engine = core.engine
    if at_n is not None and at_track_us is not None:
        raise ValidationException("Ask for a journal number or for an instant.")
    if at_n is not None and at_n < engine.evidence.n:
        reply = await core.past.standings(session, at_n)
        if reply.document is None:
            raise NotFoundException(reply.why or "")
        return reply.document
    planned(core, session)
    now_us = core.clock.server_us()
    if at_track_us is not None:
        return running_order(engine.evidence, engine.scorer, session, at_track_us, now_us)
    return standings_document(engine.evidence, engine.scorer, session, now_us)


@get("/api/sessions/{session:str}/explain/{row:str}")
async def explanation(core: TheCore, session: FromPath[str], row: FromPath[str]) -> Explanation:
    """Why a row stands where it does."""
    await core.feed.settled()
    engine = core.engine
    planned(core, session)
    if all(each.row != row for each in engine.scorer.standings(session).rows):
        raise NotFoundException(f"There is no row {row!r} in this session.")
    reasons = explain(engine.evidence, engine.scorer, session, row)
    told = tuple(Told(reason=reason, words=reason_words(reason)) for reason in reasons)
    return Explanation(n=engine.evidence.n, session=session, row=row, reasons=told)


@get("/api/sessions/{session:str}/passings")
async def passings(
    core: TheCore,
    session: FromPath[str],
    entry: FromQuery[str | None] = None,
    from_track_us: Track = -_SAFE,
    limit: Count = AT_ONCE_MAX,
) -> PassingsDocument:
    """A session's passings in the order of time; of one entry, or of a row such as t1234, or of all."""
    await core.feed.settled()
    planned(core, session)
    engine = core.engine
    page, next_track_us = _page(_told(core, session).of_session(entry, from_track_us), limit)
    return PassingsDocument(
        n=engine.evidence.n, session=session, passings=tuple(page), next_track_us=next_track_us
    )


@get("/api/sessions/{session:str}/decisions")
async def session_decisions(core: TheCore, session: FromPath[str]) -> DecisionsDocument:
    """The decisions in force about a session, and about none."""
    await core.feed.settled()
    planned(core, session)
    evidence = core.engine.evidence
    found = tuple(decisions(evidence, core.engine.scorer, session))
    return DecisionsDocument(n=evidence.n, session=session, decisions=found)


@get("/api/sessions/{session:str}/proposals")
async def proposals(core: TheCore, session: FromPath[str]) -> ProposalsDocument:
    """Reads that the loop seems to have missed in a session."""
    await core.feed.settled()
    planned(core, session)
    engine = core.engine
    board = TowerBoard(engine.evidence, engine.scorer)
    found = board.proposals(engine.scorer.standings(session), _told(core, session))
    return ProposalsDocument(n=engine.evidence.n, session=session, proposals=found)


@get("/api/sessions/{session:str}/hand-score")
async def hand_score(core: TheCore, session: FromPath[str]) -> HandScoreDocument:
    """What the scorers' charts and the loop disagree on, and what the hand score changes."""
    await core.feed.settled()
    planned(core, session)
    return hand_score_document(core.engine.evidence, core.engine.scorer, session)


@get("/api/sessions/{session:str}/restart")
async def restart(
    core: TheCore,
    login: TheLogin,
    session: FromPath[str],
    at_track_us: MaybeTrack = None,
    involved: FromQuery[list[str] | None] = None,
) -> RestartDocument:
    """The restart lineup as the rules have it, with what karts had to do with the stop (ENTRY:causer)."""
    await core.feed.settled()
    log = planned(core, session)
    engine = core.engine
    stop_us = stop_of(log) if at_track_us is None else TrackUs(at_track_us)
    if stop_us is None:
        raise HTTPException("No yellow or red has been shown; name the instant.", status_code=409)
    roles = _involvements(core, involved or [])
    by = Authority(who=login.who, role=login.role.value)
    now = Instant(epoch=0, server_us=core.clock.server_us())
    try:
        lineup = proposed_restart(Ask(engine.evidence, engine.scorer, by, now), log, stop_us, roles)
    except Refusal as refusal:
        raise HTTPException(str(refusal), status_code=409) from refusal
    return RestartDocument(
        n=engine.evidence.n,
        session=session,
        at_track_us=stop_us,
        single_file=lineup.single_file,
        complete=lineup.complete,
        places=_places(core, lineup, roles),
        out=lineup.out,
    )


@get("/api/journal")
async def journal(
    core: TheCore, after: Number = 0, limit: Count = 200, passings: FromQuery[bool] = True
) -> JournalDocument:
    """What was recorded, by whom and when, in the order of the journal's numbers."""
    return await journal_document(core, after, limit, passings=passings)


def planned(core: Core, session: str) -> SessionLog:
    """The session, if it was planned."""
    log = core.engine.evidence.sessions.get(session)
    if log is None:
        raise NotFoundException(f"There is no session {session!r} in this meeting.")
    return log


def _told(core: Core, session: str) -> Passings:
    engine = core.engine
    found = engine.scorer.standings(session)
    return Passings(engine.evidence, carriage(engine.evidence, found.log.plan.class_ids), found)


def _page(found: Iterator[PassingInfo], limit: int) -> tuple[list[PassingInfo], int | None]:
    """The first `limit`, more where some are of one instant, and the instant at which the rest begins."""
    page: list[PassingInfo] = []
    last_us = None
    for info in found:
        heard_us = info.track_us if info.heard_track_us is None else info.heard_track_us
        if len(page) >= limit and heard_us != last_us:
            return page, heard_us
        page.append(info)
        last_us = heard_us
    return page, None


def _involvements(core: Core, involved: list[str]) -> dict[str, Involvement]:
    found: dict[str, Involvement] = {}
    for each in involved:
        entry, _, what = each.rpartition(":")
        if entry not in core.engine.evidence.meeting.entries:
            raise NotFoundException(f"There is no entry {entry!r} in this meeting.")
        if what not in set(Involvement):
            raise ValidationException(f"{what!r} is none of {', '.join(Involvement)}.")
        found[entry] = Involvement(what)
    return found


def _places(core: Core, lineup: RestartLineup, involved: dict[str, Involvement]) -> tuple[RestartPlace, ...]:
    entries = core.engine.evidence.meeting.entries
    return tuple(
        RestartPlace(
            place=place,
            entry=each.entry,
            number=entries[each.entry].number,
            name=entries[each.entry].public_name,
            laps=each.laps,
            lapped=each.lapped,
            why=restart_words(each.reason),
            involvement=involved.get(each.entry),
        )
        for place, each in enumerate(lineup.places, 1)
    )


ROUTES = [
    tower,
    standings,
    explanation,
    passings,
    session_decisions,
    proposals,
    hand_score,
    restart,
    journal,
]
