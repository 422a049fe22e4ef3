"""The percentage cut-off after qualifying: who is quick enough (A59, NAKL-8).

Inclusive and exact: a time equal to the limit passes, and nothing is rounded; the comparison is made
in integers by multiplying out. Pure.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from livetiming.rulings import CutOff


class Qualifier(NamedTuple):
    """An entry with its best lap; ``None`` for no time."""

    entry: str
    best_us: int | None


class Admission(NamedTuple):
    """Who may start, in order: within the limit, then admitted by the director's waiver; and who may not."""

    within: tuple[str, ...]
    waived: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def starters(self) -> tuple[str, ...]:
        """The lineup that follows: waived drivers behind all that were quick enough."""
        return self.within + self.waived


def admission(
    ranked: Sequence[Qualifier], rule: CutOff, *, wet: bool, waived: Collection[str] = ()
) -> Admission:
    """Judge qualifiers, given in their order. In the wet the cut-off is not applied: everybody is in."""
    if wet and not rule.applies_when_wet:
        return Admission(tuple(each.entry for each in ranked), (), ())
    within = [each.entry for each in ranked if _quick_enough(each.best_us, ranked, rule)]
    rest = [each for each in ranked if each.entry not in within]
    let_in = [each.entry for each in rest if each.entry in waived]
    return Admission(
        tuple(within), tuple(let_in), tuple(each.entry for each in rest if each.entry not in waived)
    )


def _quick_enough(best_us: int | None, ranked: Sequence[Qualifier], rule: CutOff) -> bool:
    if best_us is None:
        return False
    base = [each.best_us for each in ranked if each.best_us is not None][: rule.mean_of_top]
    return best_us * 100 * len(base) <= sum(base) * rule.percent
