"""Charts told to a race day in race seconds and kart numbers."""

from collections.abc import Iterable, Sequence

from livetiming import commands
from livetiming.clock import DeviceUs
from livetiming.facts import Authority
from livetiming.lapchart import Tap, Verdict
from livetiming.rulings import SessionRules
from livetiming.scoring.handscore.overlay import Ruled
from livetiming.scoring.handscore.score import HandScore
from support.clocks import us
from support.day import Day, Times

SCORER = Authority(who="Sam Scorer", role="scorer")
OVERRIDES = SessionRules(hand_score_overrides=True)
LATE_S = 0.8
ZEROS_S = {"a": 417.0, "b": -300.0, "c": 0.0}
"""How far each device's clock is off."""

Written = tuple[str, float | None]
"""A number and the second at which the kart crossed; ``None`` on a chart without times."""


def laps(first: float, lap_s: float, count: int) -> list[float]:
    """The seconds at which a kart crosses."""
    return [round(first + index * lap_s, 3) for index in range(count)]


def sheet(times: Times) -> list[Written]:
    """What a scorer without fault writes of these crossings."""
    return [(kart, second) for second, kart in sorted((s, kart) for kart, own in times.items() for s in own)]


def taps(written: Iterable[Written], device: str = "a", first: int = 1) -> tuple[Tap, ...]:
    """The taps of one device, each a little late."""
    return tuple(
        Tap(
            seq=seq,
            number=number,
            device_us=None if second is None else DeviceUs(us(second + LATE_S + ZEROS_S[device])),
        )
        for seq, (number, second) in enumerate(written, first)
    )


def without_times(written: Iterable[Written]) -> list[Written]:
    return [(number, None) for number, _ in written]


def tap(day: Day, written: Sequence[Written], device: str = "a", first: int = 1) -> int:
    """One device sends these taps."""
    command = commands.TapLaps(session="race", device=device, taps=taps(written, device, first))
    return day.do(command, by=SCORER)


def score(day: Day) -> HandScore:
    return day.engine.scorer.hand_score("race")


def open_points(day: Day) -> dict[str, Ruled]:
    """The disagreements that nobody has resolved, by kind and kart."""
    return {
        f"{type(about.disagreement).__name__} {about.disagreement.entry}": about
        for about in score(day).rulings
        if about.verdict is None
    }


def resolve(day: Day, *points: Ruled, verdict: Verdict | None = None, entry: str | None = None) -> int:
    keys = tuple(point.disagreement.key for point in points)
    command = commands.ResolveDisagreement(session="race", disagreements=keys, verdict=verdict, entry=entry)
    return day.do(command, by=SCORER)


def sign(day: Day) -> int:
    return day.do(commands.SignOffHandScore(session="race"), by=SCORER)
