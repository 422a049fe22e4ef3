"""From passings to laps for one kart in one session (GEN-1 and the start of GEN-2).

`KartRun` is a left fold: passings are fed in time order, and feeding one more costs one step, so a
long race is not rescored when a kart crosses the line once more.
"""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import SessionKind


class LapRules(msgspec.Struct, frozen=True, kw_only=True):
    """What decides how a kart's passings become laps.

    `start_us` is the green of a race, or the instant from which practice and qualifying laps count;
    ``None`` while a race has no green yet, or where everything heard counts. Passings after
    `close_us` are no longer the session's.
    """

    kind: SessionKind
    min_lap_us: int
    start_window_us: int
    start_us: TrackUs | None
    close_us: TrackUs | None

    @property
    def from_us(self) -> int | None:
        """The earliest passing that can belong to the session; ``None``: no bound."""
        if self.start_us is None:
            return None
        return self.start_us - self.start_window_us if self.kind is SessionKind.RACE else self.start_us


class KartRun:
    """One kart's crossings and laps, without regard to when the session ended.

    `opening_us` opens lap 1; ``crossings_us[i]`` completes lap ``i + 1`` and `laps_us` has its time.
    `sources` names the fact of each crossing, `opening_source` that of the start crossing, and
    `duplicates` those of passings too close to the crossing before. `best_so_far[i]` is the index of
    the best of the first ``i + 1`` laps.
    """

    __slots__ = (
        "_last_us",
        "best_so_far",
        "crossings_us",
        "duplicates",
        "laps_us",
        "opening_source",
        "opening_us",
        "rules",
        "sources",
    )

    def __init__(self, rules: LapRules) -> None:
        self.rules = rules
        self.opening_us: int | None = None
        self.opening_source: int | None = None
        self.crossings_us: list[int] = []
        self.laps_us: list[int] = []
        self.sources: list[int] = []
        self.best_so_far: list[int] = []
        self.duplicates: list[int] = []
        self._last_us: int | None = None

    def feed(self, track_us: int, source: int) -> None:
        """Take the next passing in time order, from fact `source`, credited by an official or heard."""
        rules = self.rules
        if self._last_us is not None and track_us - self._last_us < rules.min_lap_us:
            self.duplicates.append(source)
            return
        if rules.kind is SessionKind.RACE:
            if rules.start_us is None:
                return
            if track_us < rules.start_us + rules.min_lap_us:
                # Of several before the green the last is the start; the others were formation laps.
                self._open(track_us, source)
                return
            if self.opening_us is None:
                self.opening_us = rules.start_us
        elif self.opening_us is None:
            self._open(track_us, source)
            return
        self._complete(track_us, source)

    def _open(self, track_us: int, source: int) -> None:
        self.opening_us = self._last_us = track_us
        self.opening_source = source

    def _complete(self, track_us: int, source: int) -> None:
        begun_us = self.crossings_us[-1] if self.crossings_us else self.opening_us
        assert begun_us is not None
        lap_us = track_us - begun_us
        best = self.best_so_far[-1] if self.best_so_far else 0
        self.crossings_us.append(track_us)
        self.laps_us.append(lap_us)
        self.sources.append(source)
        self.best_so_far.append(len(self.laps_us) - 1 if lap_us < self.laps_us[best] else best)
        self._last_us = track_us
