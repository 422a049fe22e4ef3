"""The hand score of one session: the charts against the loop, what was decided, and the results of both.

Three results are at hand at any time: the loop's, the hand score's as it would be if it were signed
now, and the one in force. Before the sign-off the one in force is the loop's with the disagreements
that were resolved; after it, and where no loop heard anything, it is the hand score.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from livetiming.lapchart import HandChange
from livetiming.scoring.handscore.alone import alone
from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.disagreements import AnyDisagreement, Extra, MissingInLoop
from livetiming.scoring.handscore.explain import REMEMBERED_LAPS
from livetiming.scoring.handscore.field import Field
from livetiming.scoring.handscore.listening import loop_of, racing_of
from livetiming.scoring.handscore.loop import EVER_US, Loop
from livetiming.scoring.handscore.merging import disagreements
from livetiming.scoring.handscore.overlay import NOTHING, Overlay, Ruled, overlay_of, ruled, signed
from livetiming.scoring.handscore.racing import Racing, Role
from livetiming.scoring.handscore.reading import Reader, Reading
from livetiming.scoring.handscore.report import changes
from livetiming.scoring.handscore.sheet import HandSheet

if TYPE_CHECKING:
    from livetiming.scoring.standings import Standings

Rescore = Callable[[Overlay], "Standings"]
"""The standings with some crossings credited and struck."""


class HandScore(msgspec.Struct, frozen=True, kw_only=True):
    """Everything there is to say about the charts of a session.

    `rulings` are the disagreements with the verdicts that hold; `by_loop`, `by_hand` and `in_force`
    the three results; `changes` is the difference report of the second against the first.
    """

    readings: tuple[Reading, ...]
    rulings: tuple[Ruled, ...]
    by_loop: "Standings"
    by_hand: "Standings"
    in_force: "Standings"
    changes: tuple[HandChange, ...]
    field: Field


class _Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The charts against the loop, and what they were made from."""

    made_from: tuple[object, ...]
    readings: tuple[Reading, ...]
    rulings: tuple[Ruled, ...]
    overlay: Overlay


class _Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """What was resolved changes this, while all is the same until an instant."""

    made_from: tuple[object, ...]
    loop: Loop
    until_us: int
    overlay: Overlay


class HandScorer:
    """Derives the hand score of a session, keeping what each chart says between calls."""

    def __init__(self, rescore: Rescore) -> None:
        self._rescore = rescore
        self._readers: dict[tuple[str, bool], Reader] = {}
        self._loop: Loop | None = None
        self._kept: dict[bool, _Compared] = {}
        self._resolved: _Resolved | None = None

    def in_force(self, by_loop: "Standings") -> Overlay:
        """What changes in the loop's crossings, by what was resolved and signed."""
        sheet = by_loop.log.hand
        if not sheet:
            return NOTHING
        if _unheard(by_loop):
            return self._alone(by_loop)
        if sheet.signed_n is not None:
            return self._compared(by_loop, until_n=sheet.signed_n).overlay
        return self._resolved_overlay(by_loop, sheet) if sheet.resolved else NOTHING

    def score(self, by_loop: "Standings") -> HandScore:
        """The hand score as it stands."""
        overlay = self.in_force(by_loop)
        in_force = self._rescore(overlay) if overlay else by_loop
        if _unheard(by_loop):
            return HandScore(
                readings=(),
                rulings=(),
                by_loop=by_loop,
                by_hand=in_force,
                in_force=in_force,
                changes=changes(by_loop, in_force),
                field=loop_of(by_loop, None).field,
            )
        compared = self._compared(by_loop)
        by_hand = self._rescore(compared.overlay) if compared.overlay else by_loop
        return HandScore(
            readings=compared.readings,
            rulings=compared.rulings,
            by_loop=by_loop,
            by_hand=by_hand,
            in_force=in_force,
            changes=changes(by_loop, by_hand),
            field=loop_of(by_loop, self._loop).field,
        )

    def _resolved_overlay(self, by_loop: "Standings", sheet: HandSheet) -> Overlay:
        """What was resolved. Laps later nothing that the loop hears bears on it any more."""
        loop = self._loop = loop_of(by_loop, self._loop)
        made_from = (sheet.charts(), tuple(sheet.resolved))
        kept = self._resolved
        if kept is None or kept.made_from != made_from or loop.same_until_us(kept.loop) <= kept.until_us:
            rulings = self._compared(by_loop).rulings
            found = [about.disagreement.track_us for about in rulings if about.n is not None]
            settled_us = max(found, default=EVER_US) + REMEMBERED_LAPS * loop.lap_us
            kept = self._resolved = _Resolved(
                made_from=made_from,
                loop=loop,
                until_us=settled_us if len(found) == len(sheet.resolved) else EVER_US,
                overlay=overlay_of(rulings, _sources(rulings, sheet)),
            )
        return kept.overlay

    def _compared(self, by_loop: "Standings", until_n: int | None = None) -> _Compared:
        """The charts, as they were at fact `until_n` or as they are, against the loop."""
        loop = self._loop = loop_of(by_loop, self._loop)
        sheet = by_loop.log.hand
        charts = sheet.charts(until_n)
        made_from = (loop, charts, tuple(sheet.resolved), sheet.signed_n)
        as_signed = until_n is not None
        kept = self._kept.get(as_signed)
        if kept is None or kept.made_from != made_from:
            readings = tuple(self._read(chart, loop, as_signed) for chart in charts)
            rulings = ruled(disagreements(readings, loop), sheet.resolved)
            overlay = _signed_overlay(rulings, sheet)
            if overlay:
                rulings = _still_racing(rulings, racing_of(self._rescore(overlay)))
                overlay = _signed_overlay(rulings, sheet)
            kept = self._kept[as_signed] = _Compared(
                made_from=made_from, readings=readings, rulings=rulings, overlay=overlay
            )
        return kept

    def _read(self, chart: Chart, loop: Loop, as_signed: bool) -> Reading:
        reader = self._readers.setdefault((chart.device, as_signed), Reader())
        return reader.read(chart, loop)

    def _alone(self, by_loop: "Standings") -> Overlay:
        log = by_loop.log
        opened_us = log.opened.track_us if log.opened is not None else None
        from_us = by_loop.start_us if by_loop.start_us is not None else opened_us
        until_us = log.closed.track_us if log.closed is not None else None
        field = loop_of(by_loop, None).field
        return alone(log.hand.charts(log.hand.signed_n), field, from_us or 0, until_us)


def _unheard(by_loop: "Standings") -> bool:
    """Whether no kart of the session was heard; crossings that an official inserted are no hearing."""
    inserted = {n for own in by_loop.log.inserted.values() for _, n in own}
    in_session = set(by_loop.log.plan.class_ids)
    return not any(
        n not in inserted
        for row in by_loop.rows
        if row.entry is not None and row.entry.class_id in in_session
        for n in (*row.run.sources, *(() if row.run.opening_source is None else (row.run.opening_source,)))
    )


def _still_racing(rulings: Sequence[Ruled], by_hand: Racing) -> tuple[Ruled, ...]:
    """Without what the loop has of karts that had finished by the hand score: a finish that it missed makes
    the laps after it look raced."""
    return tuple(about for about in rulings if _counts(about.disagreement, by_hand))


def _counts(disagreement: AnyDisagreement, by_hand: Racing) -> bool:
    if isinstance(disagreement, MissingInLoop | Extra) or disagreement.entry is None:
        return True
    return by_hand.role(disagreement.entry, disagreement.track_us) is not Role.NOTHING


def _signed_overlay(rulings: Sequence[Ruled], sheet: HandSheet) -> Overlay:
    """What the charts change once they are signed, as they are or would be."""
    return overlay_of((signed(about, sheet.signed_n) for about in rulings), _sources(rulings, sheet))


def _sources(rulings: Sequence[Ruled], sheet: HandSheet) -> dict[str, int]:
    """The fact that brought the first tap of each disagreement."""
    return {
        about.disagreement.key: sheet.known[about.disagreement.taps[0]]
        for about in rulings
        if about.disagreement.taps
    }
