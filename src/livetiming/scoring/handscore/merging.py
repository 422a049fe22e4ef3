"""The charts of all scorers taken together against the loop: what still disagrees.

What one scorer got wrong and another right is settled by the loop's agreement with the other. What the
loop misses counts as soon as one chart makes it likely enough, the silence of the others held
against it.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from livetiming.lapchart import TapRef, Verdict
from livetiming.scoring.handscore.disagreements import (
    AnyDisagreement,
    Cause,
    Extra,
    MissingInChart,
    MissingInLoop,
    Transposed,
    WrongNumber,
)
from livetiming.scoring.handscore.explain import NOTHING_CROSSED, TAP_MISSED
from livetiming.scoring.handscore.findings import Claim, Misread, Spurious
from livetiming.scoring.handscore.loop import Loop
from livetiming.scoring.handscore.racing import Role
from livetiming.scoring.handscore.reading import SETTLING_US, Reading
from livetiming.scoring.handscore.slips import Slip
from livetiming.scoring.handscore.transposing import SIDE_BY_SIDE_US, swaps

PACK_US = 1_000_000
SILENT_LAPS = 2.5
MIXED_UP_MIN = 3
"""From so many laps on one number in another's place is no slip of the finger."""


class _Said(msgspec.Struct, frozen=True, gc=False):
    """What a reading found."""

    reading: Reading
    finding: Claim | Misread | Spurious

    @property
    def ref(self) -> TapRef:
        return self.reading.chart.taps[self.finding.tap].ref

    @property
    def written(self) -> str:
        return self.reading.chart.taps[self.finding.tap].number


def disagreements(readings: Sequence[Reading], loop: Loop) -> list[AnyDisagreement]:
    """All disagreements, in the order of time."""
    sure = [reading for reading in readings if reading.sure]
    merged = _Merging(sure, loop)
    found: list[AnyDisagreement] = [
        *merged.missing_in_loop(),
        *merged.missing_in_chart(),
        *merged.wrong_numbers(),
        *merged.extras(),
        *merged.transposed(),
    ]
    found.sort(key=lambda disagreement: (disagreement.track_us, disagreement.key))
    return found


class _Merging:
    def __init__(self, readings: Sequence[Reading], loop: Loop) -> None:
        self._readings = readings
        self._loop = loop
        self._written_by = [set(reading.crossing_of.values()) for reading in readings]
        self._written = {index for written in self._written_by for index in written}
        self._claims: list[list[_Said]] = _grouped(readings, loop)
        self._misread: dict[int, list[_Said]] = {}
        for reading in readings:
            for finding in reading.findings:
                if isinstance(finding, Misread) and finding.crossing not in self._written:
                    self._misread.setdefault(finding.crossing, []).append(_Said(reading, finding))

    def missing_in_loop(self) -> list[AnyDisagreement]:
        found: list[AnyDisagreement] = []
        for said in self._claims:
            claims = [each.finding for each in said if isinstance(each.finding, Claim)]
            entry = claims[0].entry
            at_us = sorted(claim.at_us for claim in claims)[(len(claims) - 1) // 2]
            watching = max(self._watching(at_us), len(said))
            doubt = min(claim.cost for claim in claims) + TAP_MISSED * (watching - len(said))
            if doubt > NOTHING_CROSSED:
                continue
            role = self._loop.role(entry, at_us)
            first = min(said, key=lambda each: (each.finding.slip is not None, each.ref))  # type: ignore[union-attr]
            found.append(
                MissingInLoop(
                    key=f"missing_in_loop:{first.ref.device}:{first.ref.seq}",
                    taps=tuple(sorted(each.ref for each in said)),
                    entry=entry,
                    lap=self._loop.lap_number(entry, at_us),
                    track_us=at_us,
                    scorers=_scorers(said),
                    watching=watching,
                    changes_laps=role is Role.COMPLETES,
                    cause=self._cause_of_silence(entry, at_us),
                    suggestion=Verdict.HAND,
                    written=first.written,
                )
            )
        return found

    def missing_in_chart(self) -> list[AnyDisagreement]:
        covering: Counter[int] = Counter()
        for reading in self._readings:
            covering.update(reading.missed)
        found: list[AnyDisagreement] = []
        for index in sorted(covering):
            if index in self._written or index in self._misread:
                continue
            crossing = self._loop.crossings[index]
            found.append(
                MissingInChart(
                    key=f"missing_in_chart:{crossing.n}",
                    passings=(crossing.n,),
                    entry=crossing.entry,
                    lap=self._loop.lap_number(crossing.entry, crossing.track_us),
                    track_us=crossing.track_us,
                    watching=covering[index],
                    changes_laps=self._loop.role(crossing.entry, crossing.track_us) is Role.COMPLETES,
                    cause=Cause.TAP_MISSED_IN_PACK if self._in_pack(index) else Cause.TAP_MISSED,
                    suggestion=Verdict.LOOP,
                )
            )
        return found

    def wrong_numbers(self) -> list[AnyDisagreement]:
        pairs = Counter(
            (self._loop.crossings[index].entry, self._loop.field.read(said[0].written))
            for index, said in self._misread.items()
        )
        found: list[AnyDisagreement] = []
        for index, said in sorted(self._misread.items()):
            crossing = self._loop.crossings[index]
            first = min(said, key=lambda each: each.ref)
            meant = self._loop.field.read(first.written)
            others = self._loop.field.entries_of.get(meant or "", ())
            assert isinstance(first.finding, Misread)
            mixed_up = meant is not None and pairs[crossing.entry, meant] >= MIXED_UP_MIN
            likely = Cause.MISREAD if first.finding.slip is Slip.UNLIKE else Cause.MISTYPED
            found.append(
                WrongNumber(
                    key=f"wrong_number:{crossing.n}",
                    taps=tuple(sorted(each.ref for each in said)),
                    passings=(crossing.n,),
                    entry=crossing.entry,
                    lap=self._loop.lap_number(crossing.entry, crossing.track_us),
                    track_us=crossing.track_us,
                    scorers=_scorers(said),
                    watching=max(self._watching(crossing.track_us), len(said)),
                    changes_laps=self._loop.role(crossing.entry, crossing.track_us) is Role.COMPLETES,
                    cause=Cause.OTHER_TRANSPONDER if mixed_up else likely,
                    suggestion=Verdict.HAND if mixed_up else Verdict.LOOP,
                    written=first.written,
                    other=others[0] if others else None,
                )
            )
        return found

    def extras(self) -> list[AnyDisagreement]:
        """Taps for nothing, where no other scorer was watching to tell; not those before the chart begins."""
        found: list[AnyDisagreement] = []
        for reading in self._readings:
            begun = min(reading.crossing_of, default=0)
            for finding in reading.findings:
                if not isinstance(finding, Spurious) or finding.tap < begun:
                    continue
                if self._watching(finding.at_us) > 1:
                    continue
                said = _Said(reading, finding)
                meant = self._loop.field.read(said.written)
                entries = self._loop.field.entries_of.get(meant or "", ())
                found.append(
                    Extra(
                        key=f"extra:{said.ref.device}:{said.ref.seq}",
                        taps=(said.ref,),
                        entry=entries[0] if entries else None,
                        track_us=finding.at_us,
                        scorers=_scorers([said]),
                        watching=1,
                        changes_laps=bool(entries),
                        cause=Cause.NOBODY if finding.twin is None else Cause.KEY_TWICE,
                        suggestion=Verdict.LOOP,
                        written=said.written,
                    )
                )
        return found

    def transposed(self) -> list[AnyDisagreement]:
        orders: dict[frozenset[int], list[tuple[tuple[int, ...], tuple[TapRef, ...], str]]] = {}
        for reading in self._readings:
            for swap in swaps(reading):
                refs = tuple(reading.chart.taps[tap].ref for tap in swap.taps)
                order = (swap.crossings, refs, reading.chart.device)
                orders.setdefault(frozenset(swap.crossings), []).append(order)
        found: list[AnyDisagreement] = []
        for crossings, seen in orders.items():
            having = sum(crossings <= written for written in self._written_by)
            by_hand, count = Counter(order for order, _, _ in seen).most_common(1)[0]
            if 2 * count > having:
                found.append(self._transposed(by_hand, [each for each in seen if each[0] == by_hand], having))
        return found

    def _transposed(
        self,
        by_hand: tuple[int, ...],
        seen: list[tuple[tuple[int, ...], tuple[TapRef, ...], str]],
        having: int,
    ) -> Transposed:
        ordered = sorted(by_hand)
        crossings = [self._loop.crossings[index] for index in ordered]
        times_us = tuple(crossing.track_us for crossing in crossings)
        close = max(b - a for a, b in pairwise(times_us)) <= SIDE_BY_SIDE_US
        return Transposed(
            key=f"transposed:{crossings[0].n}:{crossings[-1].n}",
            taps=tuple(sorted(ref for _, refs, _ in seen for ref in refs)),
            passings=tuple(crossing.n for crossing in crossings),
            entry=crossings[0].entry,
            lap=self._loop.lap_number(crossings[0].entry, crossings[0].track_us),
            track_us=times_us[0],
            scorers=tuple(sorted(device for _, _, device in seen)),
            watching=having,
            changes_laps=False,
            cause=Cause.SIDE_BY_SIDE if close else Cause.OUT_OF_ORDER,
            suggestion=Verdict.LOOP,
            by_hand=tuple(self._loop.crossings[index].entry for index in by_hand),
            by_loop=tuple(crossing.entry for crossing in crossings),
            times_us=times_us,
        )

    def _watching(self, at_us: int) -> int:
        """How many charts cover that moment."""
        return sum(
            reading.placed_us[0] - SETTLING_US <= at_us <= reading.placed_us[-1] + SETTLING_US
            for reading in self._readings
        )

    def _in_pack(self, index: int) -> bool:
        times_us = self._loop.times_us
        around = [near for near in (index - 1, index + 1) if 0 <= near < len(times_us)]
        return any(abs(times_us[near] - times_us[index]) <= PACK_US for near in around)

    def _cause_of_silence(self, entry: str, at_us: int) -> Cause:
        loop = self._loop
        for stranger in loop.strangers:
            if abs(stranger.track_us - at_us) <= 2 * PACK_US:
                return Cause.STRANGER_HEARD
        times_us = loop.of_entry[entry]
        if not times_us:
            return Cause.NEVER_HEARD
        nearest_us = min(abs(us - at_us) for us in times_us)
        return Cause.FALLEN_SILENT if nearest_us > SILENT_LAPS * loop.lap_us else Cause.READ_MISSED


def _grouped(readings: Sequence[Reading], loop: Loop) -> list[list[_Said]]:
    """Claims of several charts about one crossing together."""
    claims = [
        (finding.entry, finding.at_us, reading.chart.device, finding.tap, _Said(reading, finding))
        for reading in readings
        for finding in reading.findings
        if isinstance(finding, Claim)
    ]
    claims.sort(key=lambda claim: claim[:4])
    groups: list[list[_Said]] = []
    last: tuple[str, int] | None = None
    for entry, at_us, _, _, said in claims:
        together_us = loop.field.karts[entry].min_lap_us // 2
        if last is not None and last[0] == entry and at_us - last[1] <= together_us:
            groups[-1].append(said)
        else:
            groups.append([said])
        last = (entry, at_us)
    return groups


def _scorers(said: Sequence[_Said]) -> tuple[str, ...]:
    return tuple(sorted({each.ref.device for each in said}))
