"""What scorers wrote down in one session and what was decided about it, folded from the facts."""

from bisect import insort

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import HandResolved, HandSignedOff, HandTapEdited, HandTapped
from livetiming.lapchart import Resolution, TapRef
from livetiming.scoring.handscore.chart import Chart, ChartTap

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

    `known` are all taps that ever came, so that one sent again is recognised. `version` is the fact
    that last changed anything.
    """

    def __init__(self) -> None:
        self.known: dict[TapRef, int] = {}
        self.edits: dict[TapRef, list[tuple[int, str | None]]] = {}
        self.resolved: list[tuple[int, Resolution]] = []
        self.signed: list[tuple[int, HandSignedOff]] = []
        self.version = 0
        self._kept: dict[str, list[_Kept]] = {}
        self._charts: tuple[tuple[int, int | None], tuple[Chart, ...]] | None = None

    def copy(self) -> "HandSheet":
        """The same sheet, to be changed apart from this one."""
        twin = HandSheet()
        twin.known = dict(self.known)
        twin.edits = {ref: list(own) for ref, own in self.edits.items()}
        twin.resolved = list(self.resolved)
        twin.signed = list(self.signed)
        twin.version = self.version
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
        key = (self.version, until_n)
        if self._charts is None or self._charts[0] != key:
            charts = (self._chart(device, until_n) for device in sorted(self._kept))
            self._charts = (key, tuple(chart for chart in charts if chart.taps))
        return self._charts[1]

    def _chart(self, device: str, until_n: int | None) -> Chart:
        taps = []
        for kept in self._kept[device]:
            if until_n is not None and kept.tap.n > until_n:
                continue
            edits = self.edits.get(kept.ref)
            number = edits[-1][1] if edits else kept.tap.number
            if number is not None:
                taps.append(msgspec.structs.replace(kept.tap, number=number) if edits else kept.tap)
        return Chart(device=device, taps=tuple(taps))

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
            insort(kept, _Kept(place, chart_tap), key=_place)
        self.version = n

    def edit(self, n: int, fact: HandTapEdited) -> None:
        """A tap was corrected or struck."""
        self.edits.setdefault(TapRef(fact.device, fact.seq), []).append((n, fact.number))
        self.version = n

    def resolve(self, n: int, fact: HandResolved) -> None:
        """Disagreements were resolved."""
        self.resolved += [(n, resolution) for resolution in fact.resolutions]
        self.version = n

    def sign(self, n: int, fact: HandSignedOff) -> None:
        """The chief scorer signed."""
        self.signed.append((n, fact))
        self.version = n

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
                self._charts = None

    def withdraw(self, decision: int, n: int) -> None:
        """Fact `n` withdrew the decision of fact `decision`. Taps withdrawn stay known, so that a device
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
        self.version = n

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
