"""Who carries which transponder, and when: assignments selected for one session."""

from collections.abc import Collection

import msgspec

from livetiming.clock import TrackUs
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.plans import MeetingPlan


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A transponder is carried from `from_us` (``None``: from the start) until before `until_us`."""

    transponder: int
    from_us: TrackUs | None = None
    until_us: TrackUs | None = None

    @property
    def bounded(self) -> bool:
        """Whether it is carried at some instants only."""
        return self.from_us is not None or self.until_us is not None

    def covers(self, track_us: int) -> bool:
        """Whether the transponder is carried at that instant."""
        return (self.from_us is None or track_us >= self.from_us) and (
            self.until_us is None or track_us < self.until_us
        )


class Carriage(msgspec.Struct, frozen=True, kw_only=True):
    """The spans of each entry that matter in one session, and the transponders with any carrier."""

    spans: dict[str, tuple[Span, ...]]
    known: dict[int, tuple[str, ...]]


def carriage(evidence: Evidence, class_ids: Collection[str]) -> Carriage:
    """Who carries what in a session of these classes.

    A transponder that is registered for two classes goes to the entry whose class is on track. An
    official's assignment overrides the registration from its instant on, the later assignment the
    earlier.
    """
    meeting = evidence.meeting
    registered = _registered(meeting, class_ids)
    spans: dict[str, list[Span]] = {}
    known: dict[int, list[str]] = {}
    for transponder in registered.keys() | evidence.assignments.keys():
        for entry, span in _carriers(evidence, transponder, registered.get(transponder)):
            spans.setdefault(entry, []).append(span)
            known.setdefault(transponder, []).append(entry)
    return Carriage(
        spans={entry: tuple(sorted(own, key=_span_order)) for entry, own in spans.items()},
        known={transponder: tuple(entries) for transponder, entries in known.items()},
    )


def _registered(meeting: MeetingPlan, class_ids: Collection[str]) -> dict[int, str]:
    owner: dict[int, str] = {}
    for entry in meeting.entries.values():
        for transponder in entry.transponders:
            if transponder not in owner or entry.class_id in class_ids:
                owner[transponder] = entry.entry
    return owner


def _carriers(evidence: Evidence, transponder: int, owner: str | None) -> list[tuple[str, Span]]:
    carriers: list[tuple[str | None, TrackUs | None, TrackUs | None]] = [(owner, None, None)]
    for assignment in evidence.assignments.get(transponder, ()):
        start = assignment.from_track_us
        if start is None:
            carriers = [(assignment.entry, None, None)]
            continue
        carriers = [
            (entry, from_us, start if until_us is None or until_us > start else until_us)
            for entry, from_us, until_us in carriers
            if from_us is None or from_us < start
        ]
        carriers.append((assignment.entry, start, None))
    return [
        (entry, Span(transponder=transponder, from_us=from_us, until_us=until_us))
        for entry, from_us, until_us in carriers
        if entry is not None
    ]


def _span_order(span: Span) -> tuple[int, int]:
    return (span.transponder, span.from_us or 0)
