"""Random sessions, told twice: to an engine, as decoders and officials would, and to the oracle.

Everything is drawn when a `Story` is made; times are microseconds of the race clock. `live` plays it to
an engine: passings come late, again and out of order, officials forget, correct and withdraw, and
somebody looks at the standings all the time. `truth` is the same without the detours.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from livetiming import commands
from livetiming.clock import TrackUs
from livetiming.facts import SessionKind, ShownFlag
from livetiming.rulings import AnyRuling, DidNotStart, Disqualified, DockedLaps, Removal, Removed
from livetiming_decoders.events import Passing
from oracle.facts import Facts, Session
from support.clocks import us
from support.day import ZERO_TRACK_US, Day, transponder_of

MIN_LAP_S = 20
AFTER_ALL_US = us(2000)
"""When every kart has long come in."""

Step = Callable[[Day], object]


@dataclass(frozen=True)
class Heard:
    """A passing that the decoder hears."""

    transponder: int
    at_us: int


@dataclass(frozen=True)
class Assigned:
    """An official's word on who carries a transponder, from an instant or from the start on."""

    transponder: int
    kart: str | None
    from_us: int | None


@dataclass(frozen=True)
class Ruling:
    """An official's ruling that stands."""

    kart: str
    ruling: AnyRuling
    at_us: int


@dataclass(frozen=True, kw_only=True)
class Story:
    """One session as it was."""

    seed: int
    kind: SessionKind
    karts: tuple[str, ...]
    grid: tuple[str, ...]
    laps: int | None
    duration_us: int | None
    window_us: int
    opened_us: int
    green_us: int | None
    chequered_us: int | None
    closed_us: int | None
    registered: dict[str, int]
    """The transponder that a kart is entered with."""
    assigned: tuple[Assigned, ...]
    """In the order in which they were decided."""
    heard: tuple[Heard, ...]
    struck: frozenset[Heard]
    inserted: tuple[tuple[str, int], ...]
    rulings: tuple[Ruling, ...]

    def carrier(self, heard: Heard) -> str | None:
        """Whose the passing is: the last word that reaches back to it holds, else the registration."""
        for word in reversed(self.assigned):
            if word.transponder == heard.transponder and (
                word.from_us is None or word.from_us <= heard.at_us
            ):
                return word.kart
        return next(
            (k for k, transponder in self.registered.items() if transponder == heard.transponder), None
        )


def spare(kart: str) -> int:
    """The transponder that a kart may carry instead of its own; its number is lower or higher."""
    return transponder_of(kart) + (1000 if int(kart) % 2 else -500)


class Author:
    """Draws a story; coarse times bring many of them onto the very edges of rules."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.coarse = self.chance.random() < 0.5
        self.known_us: list[int] = []
        self.crossings_us: dict[str, list[int]] = {}

    def story(self) -> Story:
        chance = self.chance
        kind = chance.choice([*SessionKind, SessionKind.RACE])
        race = kind is SessionKind.RACE
        karts = tuple(str(number) for number in range(1, chance.randrange(2, 8)))
        registered = {kart: transponder_of(kart) for kart in karts if chance.random() < 0.85}
        heard, assigned = self.field(karts, registered)
        alone = Counter(passing.at_us for passing in heard)
        struck = frozenset(
            passing for passing in heard if alone[passing.at_us] == 1 and chance.random() < 0.04
        )
        green_us = 0 if chance.random() < (0.95 if race else 0.5) else None
        flagged = chance.random() < (0.3 if race else 0.6) and (green_us is not None or not race)
        return Story(
            seed=self.seed,
            kind=kind,
            karts=karts,
            grid=self.some_grid(karts),
            laps=chance.randrange(1, 9) if race else None,
            duration_us=None if race or chance.random() < 0.4 else self.at(30, 400),
            window_us=us(chance.choice([0, 5, 10, 30])),
            opened_us=self.at(-150, 0) if chance.random() < 0.8 else self.at(0, 60),
            green_us=green_us,
            chequered_us=self.at(60, 500) if flagged else None,
            closed_us=self.at(61, 900) if chance.random() < 0.5 else None,
            registered=registered,
            assigned=assigned,
            heard=heard,
            struck=struck,
            inserted=self.some_insertions(karts, struck),
            rulings=tuple(self.some_rulings(karts, race=race)),
        )

    def at(self, from_s: float, until_s: float) -> int:
        """Some instant, in coarse stories on a half second; often exactly that of a crossing."""
        within = [us_ for us_ in self.known_us if us(from_s) <= us_ <= us(until_s)]
        if within and self.chance.random() < 0.25:
            return self.chance.choice(within)
        second = self.chance.uniform(from_s, until_s)
        return us(round(second * 2) / 2) if self.coarse else us(second)

    def field(
        self, karts: tuple[str, ...], registered: dict[str, int]
    ) -> tuple[tuple[Heard, ...], tuple[Assigned, ...]]:
        """What all transponders send, and who was said to carry them."""
        chance = self.chance
        heard = {Heard(999, self.at(-100, 600)) for _ in range(chance.randrange(4))}
        assigned: list[Assigned] = []
        for kart in karts:
            crossings = self.crossings()
            self.known_us += crossings
            self.crossings_us[kart] = [at_us for at_us in crossings if at_us >= 0]
            own = transponder_of(kart)
            swap_us = self.at(20, 300) if chance.random() < 0.2 else AFTER_ALL_US
            heard |= {Heard(own if at_us < swap_us else spare(kart), at_us) for at_us in crossings}
            if kart not in registered:
                assigned.append(Assigned(own, kart, None))
            if swap_us < AFTER_ALL_US:
                heard |= {Heard(chance.choice([own, spare(kart)]), self.at(-100, 500)) for _ in range(2)}
                assigned += [Assigned(spare(kart), kart, swap_us), Assigned(own, None, swap_us)]
        chance.shuffle(assigned)
        for _ in range(chance.choice([0, 0, 1, 4])):
            # Transponders that go from hand to hand.
            transponder = chance.choice(sorted({passing.transponder for passing in heard} or {999}))
            from_us = self.at(-50, 400) if chance.random() < 0.8 else None
            assigned.append(Assigned(transponder, chance.choice([*karts, None]), from_us))
        by_time = sorted(heard, key=lambda passing: (passing.at_us, passing.transponder))
        return tuple(by_time), tuple(assigned)

    def some_insertions(
        self, karts: tuple[str, ...], struck: frozenset[Heard]
    ) -> tuple[tuple[str, int], ...]:
        """Crossings that an official credits; never at the instant of a struck one, which the oracle
        could not tell from it."""
        count = self.chance.choice([0, 0, 1, 3])
        credited = {(self.chance.choice(karts), self.at(-20, 500)) for _ in range(count)}
        struck_us = {passing.at_us for passing in struck}
        return tuple(sorted(crossing for crossing in credited if crossing[1] not in struck_us))

    def crossings(self) -> list[int]:
        """When a kart crosses the line: formation laps, laps, echoes, missed reads."""
        chance = self.chance
        pace_s = chance.choice([chance.uniform(20, 26), chance.uniform(26, 70)])
        second = chance.uniform(-90, 40)
        times = set()
        for _ in range(chance.choice([0, 2, 6, 12, 12])):
            times.add(us(round(second * 2) / 2) if self.coarse else us(second))
            second += chance.choices(
                [pace_s * chance.uniform(0.95, 1.1), chance.uniform(0.1, MIN_LAP_S), 2 * pace_s], [12, 2, 1]
            )[0]
        return sorted(times)

    def some_grid(self, karts: tuple[str, ...]) -> tuple[str, ...]:
        """All karts in any order, sometimes one missing."""
        grid = self.chance.sample(karts, len(karts))
        return tuple(grid if self.chance.random() < 0.7 else grid[1:])

    def some_rulings(self, karts: tuple[str, ...], *, race: bool) -> Iterator[Ruling]:
        chance = self.chance
        for kart in karts:
            if race and chance.random() < 0.12:
                own_us = self.crossings_us[kart]
                # Often at a crossing of its own: the very edge of what counts, or its finish.
                at_us = chance.choice(own_us) if own_us and chance.random() < 0.5 else self.at(0, 500)
                yield Ruling(kart, Removed(reason=Removal.MECHANICAL), at_us)
            if race and chance.random() < 0.1:
                yield Ruling(kart, DockedLaps(laps=chance.choice([-2, -1, 1, 2])), AFTER_ALL_US)
            if chance.random() < 0.06:
                out: AnyRuling = Disqualified() if chance.random() < 0.5 else DidNotStart()
                yield Ruling(kart, out, AFTER_ALL_US)


# ------------------------------------------------------------------------- the truth


def truth(story: Story) -> tuple[Session, Facts]:
    """The story as the oracle reads it."""
    # Without a green, a timed session's time runs from its opening.
    timed_from_us = None if story.kind is SessionKind.RACE else story.opened_us
    session = Session(
        kind=story.kind.value,
        opened_us=story.opened_us,
        green_us=story.green_us if story.green_us is not None else timed_from_us,
        chequered_us=story.chequered_us,
        closed_us=story.closed_us,
        laps=story.laps,
        duration_us=story.duration_us,
        min_lap_us=us(MIN_LAP_S),
        start_window_us=story.window_us,
    )
    facts = Facts(
        passings=owned(story, story.heard),
        grid=story.grid,
        entered=story.karts,
        removed={step.kart: step.at_us for step in story.rulings if isinstance(step.ruling, Removed)},
        dns=frozenset(step.kart for step in story.rulings if isinstance(step.ruling, DidNotStart)),
        dq=frozenset(step.kart for step in story.rulings if isinstance(step.ruling, Disqualified)),
        ignored=frozenset(owned(story, story.struck)),
        inserted=story.inserted,
        credited={
            step.kart: -step.ruling.laps for step in story.rulings if isinstance(step.ruling, DockedLaps)
        },
    )
    return session, replace(facts, dns=facts.dns | never_heard(session, facts))


def owned(story: Story, heard: Iterable[Heard]) -> list[tuple[str, int]]:
    """The passings that are somebody's, by kart."""
    carried = ((story.carrier(passing), passing.at_us) for passing in heard)
    return [(kart, at_us) for kart, at_us in carried if kart is not None]


def never_heard(session: Session, facts: Facts) -> frozenset[str]:
    """The karts that the engine takes for not having started: none of their passings belongs to a race
    that was started and is closed. The conventions leave that to officials."""
    if session.kind != "race" or session.green_us is None or session.closed_us is None:
        return frozenset()
    there = {
        kart
        for kart, at_us in [*facts.passings, *facts.inserted]
        if (kart, at_us) not in facts.ignored and session.begins_us <= at_us <= session.closed_us
    }
    there |= {kart for kart, laps in facts.credited.items() if laps > 0}
    return frozenset({*facts.grid, *facts.entered}) - there - facts.removed.keys()


# ------------------------------------------------------------------------ the telling


def look(day: Day) -> None:
    """Somebody looks at the standings."""
    day.standings("s")


def live(story: Story, watch: Callable[[Day], None] = look) -> Day:
    """A day on which the story has happened, watched now and then; the caller closes it."""
    chance = random.Random(f"live {story.seed}")
    day = Day(min_lap_s=MIN_LAP_S)
    plan(story, day)
    after = [*corrections(story, chance)]
    chance.shuffle(after)
    during = merged(chance, deliveries(story, chance), flags(story, chance), carriers(story, chance))
    for step in (*during, *after):
        step(day)
        if chance.random() < 0.3:
            watch(day)
    return day


def plan(story: Story, day: Day) -> None:
    for kart in story.karts:
        day.do(
            commands.RegisterEntry(
                entry=kart,
                class_id="k",
                number=kart,
                name=f"Driver {kart}",
                transponders=(story.registered[kart],) if kart in story.registered else (),
            )
        )
    day.do(
        commands.PlanSession(
            session="s",
            name="Session",
            kind=story.kind,
            class_ids=("k",),
            laps=story.laps,
            duration_us=story.duration_us,
            start_window_us=story.window_us,
            grid=story.grid,
        )
    )


def merged(chance: random.Random, *sequences: Sequence[Step]) -> Iterator[Step]:
    """Some order of all steps that keeps the order of each sequence."""
    left = [list(reversed(sequence)) for sequence in sequences]
    while any(left):
        yield chance.choices(left, [len(sequence) for sequence in left])[0].pop()


def track(at_us: int) -> TrackUs:
    return TrackUs(ZERO_TRACK_US + at_us)


def deliveries(story: Story, chance: random.Random) -> list[Step]:
    """Most passings in order, in batches; some missed and sent again when asked for, some twice."""
    numbered = [
        Passing(number=100 + i, transponder=heard.transponder, decoder_time_us=track(heard.at_us))
        for i, heard in enumerate(story.heard)
    ]
    missed = [passing for passing in numbered if chance.random() < 0.12]
    steps: list[Step] = []
    batch: list[Passing] = []
    for i, passing in enumerate(numbered):
        if passing not in missed:
            batch.append(passing)
        if batch and chance.random() < 0.4:
            steps.append(delivery(batch))
            batch = []
        if not batch and chance.random() < 0.1:
            steps.append(delivery([numbered[chance.randrange(i + 1)]], resent=True))
    chance.shuffle(missed)
    again = chance.sample(numbered, len(numbered) // 5)
    return [*steps, delivery(batch), *(delivery([passing], resent=True) for passing in [*missed, *again])]


def delivery(passings: list[Passing], *, resent: bool = False) -> Step:
    return lambda day: day.deliver(passings, resent=resent)


def flags(story: Story, chance: random.Random) -> list[Step]:
    """The session opened, started, ended and closed, with mistakes that are put right."""
    steps: list[Step] = []
    if story.green_us is not None:
        steps += shown(ShownFlag.GREEN, story.green_us, chance, not_before_us=-AFTER_ALL_US)
    if story.chequered_us is not None:
        steps += shown(
            ShownFlag.CHEQUERED, story.chequered_us, chance, not_before_us=(story.green_us or 0) + 1
        )
    if story.closed_us is not None:
        if chance.random() < 0.3:
            wrong_us = story.closed_us + us(chance.uniform(-60, 60))
            steps += withdrawn(commands.CloseSession(session="s", at_track_us=track(wrong_us)))
        close = commands.CloseSession(session="s", at_track_us=track(story.closed_us))
        steps.append(done(close))
    opening = done(commands.OpenSession(session="s", at_track_us=track(story.opened_us)))
    return [opening, *merged(chance, steps, insertions(story))]


def shown(flag: ShownFlag, at_us: int, chance: random.Random, *, not_before_us: int) -> list[Step]:
    """A flag shown at that instant: at once, or first at another and moved, or withdrawn and shown again."""
    wrong_us = max(not_before_us, at_us + us(chance.uniform(-40, 40)))
    right = commands.ShowFlag(session="s", flag=flag, at_track_us=track(at_us))
    wrong = commands.ShowFlag(session="s", flag=flag, at_track_us=track(wrong_us))
    way = chance.random()
    if way < 0.6:
        return [done(right)]
    if way < 0.8:
        return [*withdrawn(wrong), done(right)]
    numbers: list[int] = []
    return [
        lambda day: numbers.append(day.do(wrong)),
        lambda day: day.do(commands.MoveFlag(flag=numbers[0], track_us=track(at_us))),
    ]


def withdrawn(command: commands.AnyCommand) -> list[Step]:
    """A decision, and its withdrawal some time later."""
    numbers: list[int] = []
    return [lambda day: numbers.append(day.do(command)), lambda day: day.withdraw(numbers[0])]


def carriers(story: Story, chance: random.Random) -> list[Step]:
    """Officials say who carries what, sometimes after a word that they take back."""
    steps: list[Step] = []
    for word in story.assigned:
        if chance.random() < 0.3:
            wrong = chance.choice([*story.karts, None])
            steps += withdrawn(commands.AssignTransponder(transponder=word.transponder, entry=wrong))
        steps.append(done(assignment(word)))
    return steps


def assignment(word: Assigned) -> commands.AssignTransponder:
    from_track_us = None if word.from_us is None else track(word.from_us)
    return commands.AssignTransponder(
        transponder=word.transponder, entry=word.kart, from_track_us=from_track_us
    )


def done(command: commands.AnyCommand) -> Step:
    return lambda day: day.do(command)


def insertions(story: Story) -> list[Step]:
    """Crossings that an official credits, perhaps before what was heard arrives."""
    return [
        done(commands.InsertPassing(session="s", entry=kart, track_us=track(at_us)))
        for kart, at_us in story.inserted
    ]


def corrections(story: Story, chance: random.Random) -> Iterator[Step]:
    """Passings struck, karts ruled about, some of it by mistake."""
    for heard in story.struck:
        yield striking(heard)
    for step in story.rulings:
        yield done(
            commands.Rule(session="s", entry=step.kart, ruling=step.ruling, at_track_us=track(step.at_us))
        )
    for _ in range(chance.randrange(3)):
        yield mistake(story, chance)


def striking(heard: Heard) -> Step:
    return lambda day: day.do(ignoring(day, heard))


def mistake(story: Story, chance: random.Random) -> Step:
    """A correction that is withdrawn, with a look at the standings between."""
    kart = chance.choice(story.karts)
    at_us = us(chance.uniform(0, 400))
    wrong: list[Callable[[Day], commands.AnyCommand]] = [
        lambda _: commands.InsertPassing(session="s", entry=kart, track_us=track(at_us)),
        lambda _: commands.Rule(session="s", entry=kart, ruling=Disqualified()),
    ]
    spared = [heard for heard in story.heard if heard not in story.struck]
    if spared:
        heard = chance.choice(spared)
        wrong.append(lambda day: ignoring(day, heard))
    command = chance.choice(wrong)

    def step(day: Day) -> None:
        number = day.do(command(day))
        day.standings("s")
        day.withdraw(number)

    return step


def ignoring(day: Day, heard: Heard) -> commands.IgnorePassing:
    passings = day.evidence.heard[heard.transponder]
    return commands.IgnorePassing(
        passing=next(passing.n for passing in passings if passing.track_us == track(heard.at_us))
    )
