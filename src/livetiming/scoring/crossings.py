"""From passings to laps for one kart in one session (GEN-1 and the start of GEN-2).

`KartRun` is a left fold: passings are fed in time order, and feeding one more costs one step, so a
long race is not rescored when a kart crosses the line once more.
"""

from bisect import bisect_left, bisect_right

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import SessionKind
from livetiming.rulings import FirstCrossing
from livetiming.scoring.legs import Caution


class LapRules(msgspec.Struct, frozen=True, kw_only=True):
    """What decides how a kart's passings become laps.

    `opened_us` is when the session went on track, ``None`` before. `start_us` is the green of a race,
    or the instant from which practice and qualifying laps count; ``None`` while there is none yet.
    Passings after `close_us` are no longer the session's.
    """

    kind: SessionKind
    min_lap_us: int
    start_window_us: int
    opened_us: TrackUs | None
    start_us: TrackUs | None
    close_us: TrackUs | None
    first_crossing: FirstCrossing = FirstCrossing.OPENS
    uncounted: tuple[Caution, ...] = ()
    """Cautions whose laps do not count."""
    base_laps: int = 0
    """Laps the kart has when this leg starts."""

    @property
    def from_us(self) -> int | None:
        """The earliest passing that belongs to the session: at its opening, or where its start reaches
        back to before that; ``None``: none belongs to it yet."""
        first_us = self.first_us
        if self.opened_us is None or first_us is None:
            return self.opened_us
        return min(self.opened_us, first_us)

    @property
    def first_us(self) -> int | None:
        """The earliest passing that can open a lap; ``None`` before a race's green."""
        if self.start_us is None:
            return None
        return self.start_us - self.start_window_us if self.kind is SessionKind.RACE else self.start_us


class KartRun:
    """One kart's crossings and laps, without regard to when the session ended.

    `heard_us` is its first passing in the session, on the way to the start perhaps. `opening_us` opens
    the first lap; ``crossings_us[i]`` completes one, `laps_us` has its time and `lap_numbers` how many
    laps the kart then has (the same as before where a lap does not count). `sources` names the fact of
    each crossing, `opening_source` that of the start crossing, and `duplicates` those of passings too
    close to the crossing before. `best_so_far[i]` is the index of the best of the first ``i + 1`` laps.
    `second_transponder` are the sources whose time was heard from the kart's second transponder, where
    the first was missed.
    """

    __slots__ = (
        "_last_us",
        "best_so_far",
        "crossings_us",
        "duplicates",
        "heard_us",
        "lap_numbers",
        "laps_us",
        "opening_source",
        "opening_us",
        "rules",
        "second_transponder",
        "sources",
    )

    def __init__(self, rules: LapRules) -> None:
        self.rules = rules
        self.heard_us: int | None = None
        self.opening_us: int | None = None
        self.opening_source: int | None = None
        self.crossings_us: list[int] = []
        self.laps_us: list[int] = []
        self.lap_numbers: list[int] = []
        self.sources: list[int] = []
        self.best_so_far: list[int] = []
        self.duplicates: list[int] = []
        self.second_transponder: frozenset[int] = frozenset()
        self._last_us: int | None = None

    def feed(self, track_us: int, source: int) -> None:
        """Take the next passing in time order, from fact `source`, credited by an official or heard."""
        rules = self.rules
        if self._last_us is not None and track_us - self._last_us < rules.min_lap_us:
            self.duplicates.append(source)
            return
        if self.crossings_us:
            self._complete(track_us, source)
            return
        if self.heard_us is None:
            self.heard_us = track_us
        if rules.start_us is None or track_us < (rules.first_us or 0):
            # On the way to the start: what is heard again too soon is a duplicate all the same.
            self._last_us = track_us
            return
        if rules.kind is SessionKind.RACE:
            if track_us < rules.start_us + rules.min_lap_us and self._opens(track_us, rules.start_us):
                # Of several before the green the last is the start; the others were formation laps.
                self._open(track_us, source)
                return
            if self.opening_us is None:
                self.opening_us = rules.start_us
        elif self.opening_us is None:
            self._open(track_us, source)
            return
        self._complete(track_us, source)

    def _opens(self, track_us: int, start_us: int) -> bool:
        return self.rules.first_crossing is FirstCrossing.OPENS or track_us < start_us

    def _open(self, track_us: int, source: int) -> None:
        self.opening_us = self._last_us = track_us
        self.opening_source = source

    def _complete(self, track_us: int, source: int) -> None:
        begun_us = self.crossings_us[-1] if self.crossings_us else self.opening_us
        assert begun_us is not None
        lap_us = track_us - begun_us
        best = self.best_so_far[-1] if self.best_so_far else 0
        before = self.lap_numbers[-1] if self.lap_numbers else self.rules.base_laps
        uncounted = self.rules.uncounted
        counts = not (uncounted and any(caution.covers(track_us) for caution in uncounted))
        self.crossings_us.append(track_us)
        self.laps_us.append(lap_us)
        self.lap_numbers.append(before + counts)
        self.sources.append(source)
        self.best_so_far.append(len(self.laps_us) - 1 if lap_us < self.laps_us[best] else best)
        self._last_us = track_us

    def laps_at(self, at_us: int, counted: int | None = None) -> int:
        """How many laps were complete at an instant, of the first `counted` crossings (all)."""
        crossings = bisect_right(
            self.crossings_us, at_us, 0, len(self.crossings_us) if counted is None else counted
        )
        return self.lap_numbers[crossings - 1] if crossings else self.rules.base_laps

    def crossing_of_lap(self, lap: int) -> int | None:
        """The index of the crossing that completed a lap; ``None`` for one not completed."""
        index = bisect_left(self.lap_numbers, lap)
        return index if index < len(self.lap_numbers) else None

    def with_next_leg(self, crossings: int, leg: "KartRun") -> "KartRun":
        """This run's first crossings, followed by those of the leg after a restart."""
        joined = KartRun(self.rules)
        joined.heard_us = self.heard_us
        joined.opening_us, joined.opening_source = self.opening_us, self.opening_source
        joined.crossings_us = self.crossings_us[:crossings]
        joined.laps_us = self.laps_us[:crossings]
        joined.lap_numbers = self.lap_numbers[:crossings]
        joined.sources = self.sources[:crossings]
        joined.best_so_far = self.best_so_far[:crossings]
        joined.follow(self, leg, 0)
        return joined

    def follow(self, before: "KartRun", leg: "KartRun", taken: int) -> None:
        """Take on what has come to a leg since its first `taken` crossings; `before` is what it follows."""
        if self.heard_us is None:
            self.heard_us = leg.heard_us
        if self.opening_us is None:
            self.opening_us, self.opening_source = leg.opening_us, leg.opening_source
        self.crossings_us += leg.crossings_us[taken:]
        self.lap_numbers += leg.lap_numbers[taken:]
        self.sources += leg.sources[taken:]
        self.duplicates = before.duplicates + leg.duplicates
        self.second_transponder = before.second_transponder | leg.second_transponder
        for lap_us in leg.laps_us[taken:]:
            best = self.best_so_far[-1] if self.best_so_far else 0
            self.laps_us.append(lap_us)
            self.best_so_far.append(len(self.laps_us) - 1 if lap_us < self.laps_us[best] else best)
