"""The tower state at one journal number, made from evidence. Pure; what has not changed is not made again."""

from collections.abc import Sequence

import msgspec

from livetiming.ingest.line import Line
from livetiming.publish.messages import PublicState
from livetiming.publish.tower.decisions import decisions
from livetiming.publish.tower.decoders import decoder_infos, gap_infos, track_clock
from livetiming.publish.tower.messages import (
    DecisionInfo,
    EntryInfo,
    MissedRead,
    SessionInfo,
    StoreInfo,
    TowerState,
)
from livetiming.publish.tower.passings import Passings
from livetiming.publish.tower.plans import entry_infos, session_infos
from livetiming.scoring.carriage import Carriage, carriage
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import gaps
from livetiming.scoring.proposals import MissedReads, missed_reads_of
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Scorer, Standings

PASSINGS = 50
"""How many of the last passings the state has: what fits on a screen, and what came while one looked away."""


class _Decided(msgspec.Struct):
    """What changes with what officials do, and not with what is heard."""

    version: tuple[object, ...]
    carried: Carriage
    sessions: tuple[SessionInfo, ...]
    entries: tuple[EntryInfo, ...]
    decisions: tuple[DecisionInfo, ...]


class _Proposed(msgspec.Struct):
    """The proposals for a row, and what they were made from."""

    run: KartRun
    version: tuple[object, ...]
    found: list[MissedReads]


class TowerBoard:
    """Makes tower states from evidence."""

    def __init__(self, evidence: Evidence, scorer: Scorer) -> None:
        self.evidence = evidence
        self._scorer = scorer
        self._decided: _Decided | None = None
        self._proposed: dict[str, _Proposed] = {}

    def state(
        self, board: PublicState, standings: Standings | None, lines: Sequence[Line], store: StoreInfo
    ) -> TowerState:
        """The state, with the public's and the standings of the session on it as they are now."""
        evidence = self.evidence
        decided = self._what_was_decided()
        found = gaps(evidence)
        passings = Passings(evidence, decided.carried, standings)
        return TowerState(
            board=board,
            track=track_clock(evidence),
            sessions=decided.sessions,
            entries=decided.entries,
            passings=passings.last(PASSINGS),
            decisions=decided.decisions,
            proposals=() if standings is None else self.proposals(standings, passings),
            decoders=decoder_infos(evidence, lines, found),
            gaps=gap_infos(found),
            store=store,
        )

    def proposals(self, standings: Standings, passings: Passings) -> tuple[MissedRead, ...]:
        """Reads that the session seems to have missed, in the order of time."""
        struck = self._struck_us(passings)
        found = [
            proposal
            for row in standings.rows
            if row.entry is not None
            for proposal in self._proposed_for(standings, row, struck.get(row.row, ()))
        ]
        return tuple(_shown(each) for each in sorted(found, key=lambda each: (each.times_us, each.row)))

    def carried(self, standings: Standings) -> Carriage:
        """Who carries what in a session."""
        return carriage(self.evidence, standings.log.plan.class_ids)

    def _what_was_decided(self) -> _Decided:
        evidence = self.evidence
        version = (evidence.plan_version, evidence.current, len(evidence.decisions), len(evidence.withdrawn))
        if self._decided is None or self._decided.version != version:
            log = evidence.sessions.get(evidence.current or "")
            carried = carriage(evidence, () if log is None else log.plan.class_ids)
            self._decided = _Decided(
                version=version,
                carried=carried,
                sessions=session_infos(evidence),
                entries=entry_infos(evidence, carried),
                decisions=tuple(decisions(evidence, self._scorer, evidence.current)),
            )
        return self._decided

    def _proposed_for(
        self, standings: Standings, row: Standing, struck_us: Sequence[int]
    ) -> list[MissedReads]:
        version = (row.counted, standings.course, tuple(struck_us))
        known = self._proposed.get(row.row)
        if known is None or known.run is not row.run or known.version != version:
            found = missed_reads_of(row, standings.course, struck_us)
            known = self._proposed[row.row] = _Proposed(row.run, version, found)
        return known.found

    def _struck_us(self, passings: Passings) -> dict[str, list[int]]:
        """When officials struck passings, by the entry that carried the transponder."""
        struck: dict[str, list[int]] = {}
        for n in self.evidence.ignored:
            heard = self.evidence.passings[n]
            carrier = passings.carrier(heard)
            if carrier is not None:
                struck.setdefault(carrier, []).append(heard.track_us)
        return struck


def _shown(proposal: MissedReads) -> MissedRead:
    return MissedRead(
        id=f"{proposal.row}@{proposal.times_us[0]}",
        entry=proposal.row,
        lap=proposal.lap,
        lap_us=proposal.lap_us,
        usual_us=proposal.usual_us,
        times=tuple(proposal.times_us),
    )
