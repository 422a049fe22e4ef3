"""The truth about a race and its charts, against the disagreements that were raised."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livetiming.scoring.handscore.disagreements import (
    AnyDisagreement,
    Extra,
    MissingInChart,
    MissingInLoop,
    Transposed,
    WrongNumber,
)
from scoring.handscore.races import Race
from scoring.handscore.scorers import Passed, S, Sheet, Written

NEAR_US = 4 * S
"""How far from the truth the time of a crossing that the loop missed may be put: a kart crosses once in
ten times this."""


@dataclass
class Verdicts:
    """What a race, or many, came to."""

    crossings: int = 0
    raised: int = 0
    found: Counter[str] = field(default_factory=Counter)
    unfound: Counter[str] = field(default_factory=Counter)
    false: list[AnyDisagreement] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the disagreements that change laps that were found."""
        there = self.found.total() + self.unfound.total()
        return self.found.total() / there if there else 1.0

    @property
    def false_per_1000(self) -> float:
        return 1000 * len(self.false) / max(1, self.crossings)

    def __str__(self) -> str:
        return (
            f"{self.crossings} crossings, {self.raised} disagreements raised; of those that change laps "
            f"{self.recall:.2%} found (not: {dict(self.unfound)}); {self.false_per_1000:.2f} false alarms "
            f"per 1,000 crossings ({dict(Counter(type(each).__name__ for each in self.false))})"
        )

    def add(self, other: "Verdicts") -> None:
        self.crossings += other.crossings
        self.raised += other.raised
        self.found += other.found
        self.unfound += other.unfound
        self.false += other.false


Key = tuple[str, int]


def judge(
    race: Race, sheets: Sequence[Sheet], raised: Sequence[AnyDisagreement], n_of: Mapping[Key, int]
) -> Verdicts:
    """Hold what was raised against the truth. `n_of` has the number of the passing of each crossing that
    the loop heard."""
    truth = _Truth(race, sheets, n_of)
    verdicts = Verdicts(crossings=len(truth.followed), raised=len(raised))
    pending = {key: kind for key, kind in truth.disputed.items() if race.changes_laps(truth.followed[key])}
    for disagreement in raised:
        key = truth.key_of(disagreement)
        if key is None or not truth.holds(disagreement, key):
            verdicts.false.append(disagreement)
        elif key in pending:
            verdicts.found[pending.pop(key)] += 1
    verdicts.unfound.update(pending.values())
    return verdicts


class _Truth:
    def __init__(self, race: Race, sheets: Sequence[Sheet], n_of: Mapping[Key, int]) -> None:
        self.followed: dict[Key, Passed] = {(p.kart, p.at_us): p for sheet in sheets for p in sheet.followed}
        self._key_of_n = {n: key for key, n in n_of.items()}
        self._written: dict[Key, list[Written]] = {}
        self._by_ref = {(sheet.device, each.tap.seq): each for sheet in sheets for each in sheet.written}
        self._sheets = sheets
        for sheet in sheets:
            for each in sheet.written:
                if each.passed is not None:
                    self._written.setdefault((each.passed.kart, each.passed.at_us), []).append(each)
        self._heard = race.heard
        self.disputed: dict[Key, str] = {}
        for key, passed in self.followed.items():
            kind = self._kind(key, passed)
            if kind is not None:
                self.disputed[key] = kind

    def _kind(self, key: Key, passed: Passed) -> str | None:
        written = self._written.get(key, [])
        right = any(each.tap.number == passed.number for each in written)
        if key in self._heard:
            return None if right else "wrong number" if written else "missing in chart"
        return "missing in loop" if right else "missing in loop, wrong number" if written else None

    def key_of(self, raised: AnyDisagreement) -> Key | None:
        """The true crossing that a disagreement is about."""
        if isinstance(raised, MissingInLoop):
            near = [
                key
                for key, kind in self.disputed.items()
                if key[0] == raised.entry and "in loop" in kind and abs(key[1] - raised.track_us) <= NEAR_US
            ]
            return near[0] if near else None
        if isinstance(raised, Extra):
            ref = raised.taps[0]
            each = self._by_ref[ref.device, ref.seq]
            return ("", ref.seq) if each.passed is None else (each.passed.kart, each.passed.at_us)
        return self._key_of_n.get(raised.passings[0])

    def holds(self, raised: AnyDisagreement, key: Key) -> bool:
        """Whether it is so: the kart, the place and the kind."""
        kind = self.disputed.get(key)
        match raised:
            case MissingInLoop():
                return True
            case MissingInChart():
                return kind in {"missing in chart", "wrong number"}
            case WrongNumber():
                return kind == "wrong number"
            case Extra():
                return self._written_too_often(raised)
            case Transposed():
                return self._transposed(raised)

    def _written_too_often(self, raised: Extra) -> bool:
        """Whether the tap is wrong, or one of the same number right beside it: who looks at the chart sees
        the number once too often, and cannot tell which."""
        ref = raised.taps[0]
        about = self._by_ref[ref.device, ref.seq]
        sheet = next(sheet for sheet in self._sheets if sheet.device == ref.device)
        return any(
            each.passed is None or each.tap.number != each.passed.number
            for each in sheet.written
            if each.tap.number == about.tap.number and abs(each.at_us - about.at_us) <= NEAR_US
        )

    def _transposed(self, raised: Transposed) -> bool:
        """Whether somebody truly wrote these crossings in that order."""
        keys = [self._key_of_n[n] for n in raised.passings]
        for sheet in self._sheets:
            written = [
                each.passed.kart
                for each in sheet.written
                if each.passed is not None
                and (each.passed.kart, each.passed.at_us) in keys
                and each.tap.number == each.passed.number
            ]
            if tuple(written) == raised.by_hand:
                return True
        return False
