"""The penalty ladder: which steps may answer an offence, and which step a number names."""

from typing import NamedTuple

from livetiming.rulebooks.schema import Offence, Rulebook, Step


class Allowed(NamedTuple):
    """What a rulebook allows for an offence: the steps as printed and as ranges, both ends included, the
    step that follows by itself, and the clause."""

    steps: str
    ranges: tuple[tuple[int, int], ...]
    automatic: int | None
    clause: str

    def __contains__(self, step: object) -> bool:
        return isinstance(step, int) and any(first <= step <= last for first, last in self.ranges)


def allowed(offence: Offence, occurrence: int, *, practice: bool = False) -> Allowed:
    """What may answer an offence committed for the `occurrence`-th time (from 1)."""
    repeated = [again for again in offence.again if again.occurrence <= occurrence]
    if repeated:
        last = max(repeated, key=lambda again: again.occurrence)
        return Allowed(last.steps, ranges(last.steps), last.automatic, last.clause or offence.clause)
    steps = offence.steps_in_practice if practice and offence.steps_in_practice else offence.steps
    return Allowed(steps, ranges(steps), offence.automatic, offence.clause)


def ranges(steps: str) -> tuple[tuple[int, int], ...]:
    """``1-2, 11-16`` as ranges with both ends included."""
    found = []
    for part in steps.split(","):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first)))
    return tuple(found)


def step_of(rulebook: Rulebook, number: int) -> Step | None:
    """The step of the ladder with a number, or with an alias of it."""
    return next((step for step in rulebook.ladder if number in (step.number, *step.aliases)), None)


def offence_of(rulebook: Rulebook, name: str) -> Offence | None:
    """The offence of an id."""
    return next((offence for offence in rulebook.offences if offence.id == name), None)
