"""What the hand score changes in the crossings of each kart: some credited, some struck.

The ordinary scoring code scores the crossings with these changes, so that there is one way from
crossings to a result.
"""

from collections.abc import Iterable

import msgspec

from livetiming.lapchart import Resolution, Verdict
from livetiming.scoring.handscore.disagreements import (
    AnyDisagreement,
    Extra,
    MissingInChart,
    MissingInLoop,
    Transposed,
    WrongNumber,
)


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """By entry the crossings credited, each with time and fact, those struck, by fact, and the facts that
    all this rests on; `struck` has the struck crossings of all entries."""

    credited: dict[str, tuple[tuple[int, int], ...]] = {}
    struck_by: dict[str, frozenset[int]] = {}
    struck: frozenset[int] = frozenset()
    cited: dict[str, tuple[int, ...]] = {}

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.credited or self.struck)


NOTHING = Overlay()


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """A disagreement with the verdict that holds, by fact `n`. `entry` is the other kart where the verdict
    names one, `track_us` the time of a crossing that it credits, where that was decided with it."""

    disagreement: AnyDisagreement
    verdict: Verdict | None
    entry: str | None = None
    track_us: int | None = None
    n: int | None = None


def ruled(
    disagreements: Iterable[AnyDisagreement], resolved: Iterable[tuple[int, Resolution]]
) -> tuple[Ruled, ...]:
    """Each disagreement with the last resolution that was about any of its taps or passings."""
    by_tap = {}
    by_passing = {}
    for n, resolution in resolved:
        by_tap.update(dict.fromkeys(resolution.taps, (n, resolution)))
        by_passing.update(dict.fromkeys(resolution.passings, (n, resolution)))
    found = []
    for disagreement in disagreements:
        about = [by_tap[tap] for tap in disagreement.taps if tap in by_tap]
        about += [by_passing[n] for n in disagreement.passings if n in by_passing]
        if about:
            n, resolution = max(about, key=lambda each: each[0])
            found.append(
                Ruled(
                    disagreement=disagreement,
                    verdict=resolution.verdict,
                    entry=resolution.entry,
                    track_us=resolution.track_us,
                    n=n,
                )
            )
        else:
            found.append(Ruled(disagreement=disagreement, verdict=None))
    return tuple(found)


def signed(about: Ruled, n: int | None) -> Ruled:
    """The verdict that the sign-off of fact `n` gives to what nobody resolved: the sheet holds where it has
    a crossing and where it has another order; a number or a tap that no kart explains is no crossing, and
    what the sheet does not have comes from the loop."""
    if about.verdict is not None:
        return about
    match about.disagreement:
        case MissingInLoop() | Transposed():
            verdict = Verdict.HAND
        case WrongNumber(suggestion=suggestion):
            verdict = suggestion
        case _:
            verdict = Verdict.LOOP
    return Ruled(disagreement=about.disagreement, verdict=verdict, n=n)


def overlay_of(rulings: Iterable[Ruled], source_of: dict[str, int]) -> Overlay:
    """The crossings that verdicts for the hand, or for another kart, credit and strike. `source_of` has
    the fact of the first tap of each disagreement, by its key."""
    changes = _Changes()
    for about in rulings:
        if about.verdict is None or about.verdict is Verdict.LOOP:
            continue
        disagreement = about.disagreement
        if isinstance(disagreement, Transposed):
            changes.reorder(disagreement, about)
            continue
        source = source_of.get(disagreement.key)
        if isinstance(disagreement, MissingInChart | WrongNumber) and disagreement.entry is not None:
            changes.strike(disagreement.entry, disagreement.passings, about)
        credit_to = about.entry if about.verdict is Verdict.OTHER else _written(disagreement)
        if credit_to is not None:
            at_us = disagreement.track_us if about.track_us is None else about.track_us
            source = disagreement.passings[0] if source is None else source
            changes.credit(credit_to, (at_us, source), about)
    return changes.overlay()


class _Changes:
    """What comes together in an overlay."""

    def __init__(self) -> None:
        self._credited: dict[str, list[tuple[int, int]]] = {}
        self._struck: dict[str, set[int]] = {}
        self._cited: dict[str, set[int]] = {}

    def credit(self, entry: str, at: tuple[int, int], about: Ruled) -> None:
        """The kart has a crossing, `at` a time and by a fact."""
        self._credited.setdefault(entry, []).append(at)
        self._cite(entry, about, at[1])

    def strike(self, entry: str, passings: Iterable[int], about: Ruled) -> None:
        """The kart does not have these crossings."""
        self._struck.setdefault(entry, set()).update(passings)
        self._cite(entry, about, *passings)

    def reorder(self, disagreement: Transposed, about: Ruled) -> None:
        """The karts crossed at the same times, in the order of the chart."""
        passing_of = dict(zip(disagreement.by_loop, disagreement.passings, strict=True))
        for entry, at_us in zip(disagreement.by_hand, disagreement.times_us, strict=True):
            self.strike(entry, (passing_of[entry],), about)
            self.credit(entry, (at_us, passing_of[entry]), about)

    def _cite(self, entry: str, about: Ruled, *facts: int) -> None:
        decision = () if about.n is None else (about.n,)
        self._cited.setdefault(entry, set()).update(facts, decision)

    def overlay(self) -> Overlay:
        """All of it."""
        return Overlay(
            credited={entry: tuple(sorted(own)) for entry, own in sorted(self._credited.items())},
            struck_by={entry: frozenset(own) for entry, own in sorted(self._struck.items())},
            struck=frozenset(n for own in self._struck.values() for n in own),
            cited={entry: tuple(sorted(own)) for entry, own in sorted(self._cited.items())},
        )


def _written(disagreement: AnyDisagreement) -> str | None:
    """The kart that crossed by the chart."""
    match disagreement:
        case MissingInLoop(entry=entry) | Extra(entry=entry):
            return entry
        case WrongNumber(other=other):
            return other
        case _:
            return None
