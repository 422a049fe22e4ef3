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
    """By entry the crossings credited, each with time and fact, and those struck, by fact; `struck` has
    the latter of all entries."""

    credited: dict[str, tuple[tuple[int, int], ...]] = {}
    struck_by: dict[str, frozenset[int]] = {}
    struck: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.credited or self.struck)


NOTHING = Overlay()


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """A disagreement with the verdict that holds; `n` is the fact that resolved it."""

    disagreement: AnyDisagreement
    verdict: Verdict | None
    entry: str | None = None
    """The other kart, where the verdict names one."""
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
                Ruled(disagreement=disagreement, verdict=resolution.verdict, entry=resolution.entry, n=n)
            )
        else:
            found.append(Ruled(disagreement=disagreement, verdict=None))
    return tuple(found)


def signed(about: Ruled) -> Ruled:
    """The verdict that a sign-off gives to what nobody resolved: the sheet holds where it has a crossing
    and where it has another order; a number or a tap that no kart explains is no crossing, and what the
    sheet does not have comes from the loop."""
    if about.verdict is not None:
        return about
    match about.disagreement:
        case MissingInLoop() | Transposed():
            return Ruled(disagreement=about.disagreement, verdict=Verdict.HAND)
        case WrongNumber(suggestion=suggestion):
            return Ruled(disagreement=about.disagreement, verdict=suggestion)
        case _:
            return Ruled(disagreement=about.disagreement, verdict=Verdict.LOOP)


def overlay_of(rulings: Iterable[Ruled], source_of: dict[str, int]) -> Overlay:
    """The crossings that verdicts for the hand, or for another kart, credit and strike. `source_of` has
    the fact of the first tap of each disagreement, by its key."""
    credited: dict[str, list[tuple[int, int]]] = {}
    struck: dict[str, set[int]] = {}
    for about in rulings:
        disagreement = about.disagreement
        if about.verdict is None or about.verdict is Verdict.LOOP:
            continue
        if isinstance(disagreement, Transposed):
            passing_of = dict(zip(disagreement.by_loop, disagreement.passings, strict=True))
            for entry, passing in passing_of.items():
                struck.setdefault(entry, set()).add(passing)
            for entry, at_us in zip(disagreement.by_hand, disagreement.times_us, strict=True):
                credited.setdefault(entry, []).append((at_us, passing_of[entry]))
            continue
        if isinstance(disagreement, MissingInChart | WrongNumber):
            struck.setdefault(disagreement.entry or "", set()).update(disagreement.passings)
        credit_to = about.entry if about.verdict is Verdict.OTHER else _written(disagreement)
        if credit_to is not None:
            source = source_of.get(disagreement.key, disagreement.passings[0] if disagreement.passings else 0)
            credited.setdefault(credit_to, []).append((disagreement.track_us, source))
    return Overlay(
        credited={entry: tuple(sorted(own)) for entry, own in sorted(credited.items())},
        struck_by={entry: frozenset(own) for entry, own in sorted(struck.items())},
        struck=frozenset(n for own in struck.values() for n in own),
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
