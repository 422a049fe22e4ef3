"""A loop and a chart in a few numbers, for the parts of hand scoring by themselves."""

from collections.abc import Iterable, Mapping, Sequence

from livetiming.clock import DeviceUs, TrackUs
from livetiming.lapchart import TapRef
from livetiming.scoring.handscore.chart import Chart, ChartTap
from livetiming.scoring.handscore.field import Field, Kart
from livetiming.scoring.handscore.loop import Crossing, Loop
from livetiming.scoring.handscore.racing import Racing, Stretch
from support.clocks import us

EVER_US = 1 << 60


def field_of(*numbers: str) -> Field:
    """Karts of one class, with their numbers for ids; ``7/b`` is number 7 of class b."""
    karts = []
    for name in numbers:
        number, _, class_id = name.partition("/")
        karts.append(Kart(entry=name, number=number, class_id=class_id or "a", min_lap_us=us(20)))
    return Field(karts)


def loop_of(times: Mapping[str, Sequence[float]], *, closed: bool = True) -> Loop:
    """What the loop heard, in seconds by kart; everything from second 0 on counts."""
    crossings = sorted((us(second), kart) for kart, own in times.items() for second in own)
    return Loop(
        field_of(*times),
        Racing(stretches=(Stretch(0, 0, EVER_US),), closed=closed),
        tuple(Crossing(at_us, n, kart) for n, (at_us, kart) in enumerate(crossings, 1)),
    )


def chart_of(
    written: Iterable[tuple[str, float | None]], *, arrived_s: Sequence[float] | float | None = None
) -> Chart:
    """A chart of numbers with device seconds, and when its taps arrived in track seconds."""
    taps = []
    for index, (number, second) in enumerate(written):
        arrived = arrived_s[index] if isinstance(arrived_s, Sequence) else arrived_s
        taps.append(
            ChartTap(
                ref=TapRef("a", index + 1),
                number=number,
                device_us=None if second is None else DeviceUs(us(second)),
                arrived_us=None if arrived is None else TrackUs(us(arrived)),
                n=1,
            )
        )
    return Chart(device="a", taps=tuple(taps))


def in_order(times: Mapping[str, Sequence[float]]) -> list[tuple[str, float]]:
    """The crossings in the order of time."""
    return [(kart, second) for second, kart in sorted((s, kart) for kart, own in times.items() for s in own)]
