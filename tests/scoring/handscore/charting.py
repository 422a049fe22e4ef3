"""A simulated race with simulated scorers, as the journal has it, and what hand scoring makes of it."""

from collections.abc import Sequence
from random import Random

from livetiming import facts
from livetiming.clock import ServerUs, TrackUs
from livetiming.facts import AnyFact, Authority, Instant
from livetiming.lapchart import Tap
from livetiming.scoring.evidence import Evidence, fold
from livetiming.scoring.handscore.score import HandScore
from livetiming.scoring.standings import Scorer
from scoring.handscore.judging import Key, Verdicts, judge
from scoring.handscore.races import Race, race
from scoring.handscore.scorers import Habits, S, Sheet, write

SCORER = Authority(who="Sam Scorer", role="scorer")


def sheets_of(truth: Race, *, timed: bool, scorers: int, habits: Habits) -> list[Sheet]:
    """What scorers wrote down of a race; each begins with the start crossing or with the end of lap 1."""
    random = Random(f"scorers:{truth.seed}:{timed}:{scorers}")
    return [
        write(
            random,
            f"device {number}",
            truth.charted(from_start=random.random() < 0.5),
            habits,
            timed=timed,
        )
        for number in range(scorers)
    ]


def tapped(truth: Race, sheet: Sheet) -> list[AnyFact]:
    """The chart as it arrived: tap by tap as they were made, with spells offline and repeats out of order;
    or all at once, typed from paper after the race."""
    random = Random(f"arrival:{truth.seed}:{sheet.device}")
    if random.random() < 0.4:
        taps = tuple(each.tap for each in sheet.written)
        return [_tapped(sheet.device, taps, truth.run.closed_us + 100 * S)]
    arrived: list[tuple[int, AnyFact]] = []
    online_us = 0
    for each in sheet.written:
        if each.at_us > online_us and random.random() < 0.01:
            online_us = each.at_us + random.randrange(10 * S, 300 * S)
        at_us = max(each.at_us, online_us) + random.randrange(20_000, 400_000)
        arrived.append((at_us, _tapped(sheet.device, (each.tap,), at_us)))
    return [fact for _, fact in sorted(arrived, key=lambda pair: pair[0])]


def _tapped(device: str, taps: tuple[Tap, ...], at_us: int) -> AnyFact:
    at = Instant(epoch=1, server_us=ServerUs(at_us), track_us=TrackUs(at_us))
    return facts.HandTapped(session="race", device=device, taps=taps, at=at, by=SCORER)


def evidence_of(truth: Race, sheets: Sequence[Sheet]) -> Evidence:
    """Everything that was heard and tapped."""
    charts = [fact for sheet in sheets for fact in tapped(truth, sheet)]
    return fold(enumerate([*truth.facts, *charts], 1))


def numbers_of(score: HandScore) -> dict[Key, int]:
    """The number of the passing of each crossing that counts by the loop."""
    numbers: dict[Key, int] = {}
    for row in score.by_loop.rows:
        run = row.run
        numbers.update(zip(((row.row, us) for us in run.crossings_us), run.sources, strict=True))
        if run.opening_us is not None and run.opening_source is not None:
            numbers[row.row, run.opening_us] = run.opening_source
    return numbers


def tried(seed: str, *, timed: bool, scorers: int = 1, habits: Habits | None = None) -> Verdicts:
    """A race with its charts, held against the truth."""
    truth = race(seed)
    sheets = sheets_of(truth, timed=timed, scorers=scorers, habits=habits or Habits())
    score = Scorer(evidence_of(truth, sheets)).hand_score("race")
    return judge(truth, sheets, [about.disagreement for about in score.rulings], numbers_of(score))
