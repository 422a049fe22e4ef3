"""What scorers wrote down in one session and what was decided about it, folded from the facts."""

from bisect import insort

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import HandResolved, HandSignedOff, HandTapEdited, HandTapped
from livetiming.lapchart import Resolution, TapRef
from livetiming.scoring.handscore.chart import Chart, ChartTap

EVER = 1 << 62
"""Behind every fact."""

_Place = tuple[int, int, int]


class _Kept(msgspec.Struct, frozen=True, gc=False, order=True):
    """A tap at its place in the chart."""

    place: _Place
    tap: ChartTap

    @property
    def ref(self) -> TapRef:
        return self.tap.ref


class HandSheet:
    """The charts of all devices, edits applied, with resolutions and sign-offs by fact number.

    `known` are all taps that ever came, so that one sent again is recognised.
    """

    def __init__(self) -> None:
        self.known: dict[TapRef, int] = {}
        self.edits: dict[TapRef, list[tuple[int, str | None]]] = {}
        self.resolved: list[tuple[int, Resolution]] = []
        self.signed: list[tuple[int, HandSignedOff]] = []
        self._kept: dict[str, list[_Kept]] = {}
        self._charts: dict[str, Chart] = {}
        """Those made from all that is kept now."""

    def copy(self) -> "HandSheet":
        """The same sheet, to be changed apart from this one."""
        twin = HandSheet()
        twin.known = dict(self.known)
        twin.edits = {ref: list(own) for ref, own in self.edits.items()}
        twin.resolved = list(self.resolved)
        twin.signed = list(self.signed)
        twin._kept = {device: list(own) for device, own in self._kept.items()}
        return twin

    def __bool__(self) -> bool:
        """Whether anything was ever tapped."""
        return bool(self.known)

    @property
    def signed_n(self) -> int | None:
        """The fact of the sign-off in force."""
        return self.signed[-1][0] if self.signed else None

    def charts(self, until_n: int | None = None) -> tuple[Chart, ...]:
        """The chart of each device; with `until_n` without the taps that came after that fact."""
        charts = []
        for device in sorted(self._kept):
            chart = self._charts.get(device)
            if chart is None:
                chart = self._charts[device] = self._chart(device)
            if until_n is not None and any(tap.n > until_n for tap in chart.taps):
                chart = self._chart(device, until_n)
            if chart.taps:
                charts.append(chart)
        return tuple(charts)

    def _chart(self, device: str, until_n: int = EVER) -> Chart:
        taps: list[ChartTap] = []
        gaps: list[int] = []
        before = 0
        for kept in self._kept[device]:
            if kept.tap.n > until_n:
                continue
            if self._missing(device, before, kept.place[0], until_n):
                gaps.append(len(taps))
            before = max(before, kept.place[0])
            edits = self.edits.get(kept.ref)
            number = edits[-1][1] if edits else kept.tap.number
            if number is not None:
                taps.append(msgspec.structs.replace(kept.tap, number=number) if edits else kept.tap)
        return Chart(device=device, taps=tuple(taps), gaps=tuple(gaps))

    def _missing(self, device: str, before: int, after: int, until_n: int = EVER) -> bool:
        """Whether a tap between two of these sequence numbers had not arrived at fact `until_n`."""
        between = range(before + 1, after)
        return any(self.known.get(TapRef(device, seq), EVER + 1) > until_n for seq in between)

    def number_of(self, ref: TapRef) -> str | None:
        """The number of a tap as it stands; ``None`` when it was struck or never was."""
        edits = self.edits.get(ref)
        if edits:
            return edits[-1][1]
        return next((kept.tap.number for kept in self._kept.get(ref.device, ()) if kept.ref == ref), None)

    def tap(self, n: int, fact: HandTapped, arrived_us: TrackUs | None) -> None:
        """Taps came, in whatever order."""
        kept = self._kept.setdefault(fact.device, [])
        for tap in fact.taps:
            ref = TapRef(fact.device, tap.seq)
            if ref in self.known:
                continue
            self.known[ref] = n
            place = (tap.seq, 1, 0) if tap.before is None else (tap.before, 0, tap.seq)
            chart_tap = ChartTap(
                ref=ref, number=tap.number, device_us=tap.device_us, arrived_us=arrived_us, n=n
            )
            added = _Kept(place, chart_tap)
            chart = self._charts.pop(fact.device, None)
            if chart is not None and kept and place > kept[-1].place:
                missing = self._missing(fact.device, kept[-1].place[0], place[0])
                gaps = (*chart.gaps, len(chart.taps)) if missing else chart.gaps
                self._charts[fact.device] = Chart(
                    device=fact.device, taps=(*chart.taps, chart_tap), gaps=gaps
                )
            insort(kept, added, key=_place)

    def edit(self, n: int, fact: HandTapEdited) -> None:
        """A tap was corrected or struck."""
        self.edits.setdefault(TapRef(fact.device, fact.seq), []).append((n, fact.number))
        self._charts.pop(fact.device, None)

    def resolve(self, n: int, fact: HandResolved) -> None:
        """Disagreements were resolved."""
        self.resolved += [(n, resolution) for resolution in fact.resolutions]

    def sign(self, n: int, fact: HandSignedOff) -> None:
        """The chief scorer signed."""
        self.signed.append((n, fact))

    def place(self, n: int, track_us: TrackUs) -> None:
        """The instant of fact `n` has found its place on the track clock."""
        for device, own in self._kept.items():
            if any(kept.tap.n == n for kept in own):
                self._kept[device] = [
                    _Kept(kept.place, msgspec.structs.replace(kept.tap, arrived_us=track_us))
                    if kept.tap.n == n
                    else kept
                    for kept in own
                ]
                self._charts.pop(device, None)

    def withdraw(self, decision: int) -> None:
        """The decision of that fact was withdrawn. Taps withdrawn stay known, so that a device
        that sends them again does not bring them back."""
        if not self.known:
            return
        for device, own in self._kept.items():
            self._kept[device] = [kept for kept in own if kept.tap.n != decision]
        self.edits = {
            ref: left
            for ref, own in self.edits.items()
            if (left := [edit for edit in own if edit[0] != decision])
        }
        self.resolved = [resolved for resolved in self.resolved if resolved[0] != decision]
        self.signed = [signed for signed in self.signed if signed[0] != decision]
        self._charts.clear()

    def dependents_of(self, decision: int) -> list[int]:
        """The decisions in force that were made about taps of this one, or signed with it: later
        corrections of the same tap, resolutions, sign-offs."""
        taps = {ref for ref, n in self.known.items() if n == decision}
        edited = {ref for ref, own in self.edits.items() if any(n == decision for n, _ in own)}
        about = taps | edited
        found = {n for ref in about for n, _ in self.edits.get(ref, ()) if n > decision}
        found |= {n for n, resolution in self.resolved if n > decision and about & set(resolution.taps)}
        if about or any(n == decision for n, _ in self.resolved):
            found |= {n for n, _ in self.signed if n > decision}
        return sorted(found - {decision})


def _place(kept: _Kept) -> _Place:
    return kept.place
