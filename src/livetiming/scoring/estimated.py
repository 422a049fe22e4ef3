"""Which lap times are estimates: those that are no difference of one decoder's clock."""

from livetiming.scoring.crossings import KartRun
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import clock_of

Base = tuple[int, bool]
"""What a crossing's time was read from: the run of a clock, and whether of a second transponder."""


def estimated_laps(evidence: Evidence, run: KartRun) -> list[bool]:
    """For each lap of a run whether its time is an estimate.

    It is where its two crossings were timed by two decoders, or before and after a decoder's clock was
    set; where one of them was entered or moved by an official; where a second transponder was heard
    instead of the first; and where a passing was missed just when the clock was set. A first lap that
    begins with the green flag is no estimate: that is how it is defined.
    """
    if not run.sources:
        return []
    bases = [_base(evidence, run, source) for source in run.sources]
    opening = run.opening_source
    before = bases[0] if opening is None else _base(evidence, run, opening)
    estimated: list[bool] = []
    for base in bases:
        estimated.append(base is None or base != before)
        before = base
    return estimated


def _base(evidence: Evidence, run: KartRun, source: int) -> Base | None:
    heard = evidence.passings.get(source)
    if heard is None or source in evidence.moved or source in evidence.uncertain:
        return None
    return clock_of(evidence.segments[heard.segment]), source in run.second_transponder
