"""A command on its way to a decision: the evidence it is judged by, who asks, and when."""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import Authority, Instant
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer, Standings


class Refusal(Exception):
    """The command cannot be carried out; nothing changed. The text says why and what to do."""


class Ask(msgspec.Struct, frozen=True):
    """Judge by `evidence` what `by` asks for at `now`."""

    evidence: Evidence
    scorer: Scorer
    by: Authority
    now: Instant

    def standings(self, session: str) -> Standings:
        """The standings of a session as the evidence has them."""
        return self.scorer.standings(session)

    def at(self, track_us: TrackUs | None) -> Instant:
        """Now, or the known instant of the track clock that the command names."""
        if track_us is None:
            return self.now
        return msgspec.structs.replace(self.now, track_us=track_us)
