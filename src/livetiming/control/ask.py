"""A command on its way to a decision: the evidence it is judged by, who asks, and when."""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import Authority, Instant
from livetiming.scoring.carriage import carriage
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer, Standings

_FOR_EVER_US = 1 << 62


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

    def carried_at(self, track_us: TrackUs | None) -> dict[str, tuple[int, ...]]:
        """The transponders that each entry carries at an instant; ``None``: in the end."""
        at_us = _FOR_EVER_US if track_us is None else track_us
        current = self.evidence.sessions.get(self.evidence.current or "")
        class_ids = current.plan.class_ids if current is not None else ()
        return {
            entry: tuple(span.transponder for span in spans if span.covers(at_us))
            for entry, spans in carriage(self.evidence, class_ids).spans.items()
        }

    def at(self, track_us: TrackUs | None) -> Instant:
        """Now, or the known instant of the track clock that the command names."""
        if track_us is None:
            return self.now
        return msgspec.structs.replace(self.now, track_us=track_us)
