"""Order does not matter (invariant 5): passings late, repeated and shuffled give the result that they
would have given in order.
"""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from livetiming.facts import SessionKind
from livetiming.rulings import Finish, FirstCrossing, SessionRules, Start
from livetiming.scoring.standings import Scorer
from livetiming_decoders.events import Passing
from support.day import Day
from support.dump import plain

KARTS = ["1", "2", "3", "4"]

HALF_SECONDS = st.integers(-40, 700).map(lambda half: half / 2)
TIMES = st.dictionaries(
    st.sampled_from(KARTS), st.lists(HALF_SECONDS, min_size=1, max_size=12, unique=True), min_size=1
)
RULES = st.sampled_from(
    [
        SessionRules(),
        SessionRules(first_crossing=FirstCrossing.COMPLETES),
        SessionRules(start=Start.FIRST_CROSSING),
        SessionRules(finish=Finish.OWN_LAPS),
        SessionRules(finish=Finish.TIME),
        SessionRules(finish=Finish.TIME_PLUS_LAPS, plus_laps=1),
        SessionRules(best_of=2),
    ]
)


@dataclass(frozen=True)
class Plan:
    """A session: what kind, by which rules, and when its green and chequered flags are shown."""

    kind: SessionKind
    rules: SessionRules
    green: float | None
    chequered: float | None


PLANS = st.builds(
    Plan,
    kind=st.sampled_from(SessionKind),
    rules=RULES,
    green=st.sampled_from([None, 0.0, 0.0]),
    chequered=st.none() | st.integers(60, 300).map(float),
)


def planned(day: Day, plan: Plan) -> None:
    """The session on track, its flags shown."""
    if plan.kind is SessionKind.RACE:
        day.race(4, grid=KARTS, session="s", rules=plan.rules, duration_s=150)
    else:
        day.timed(plan.kind, session="s", laps=3, duration_s=150, rules=plan.rules)
    day.open("s", -15)
    if plan.green is not None:
        day.green("s", plan.green)
    if plan.chequered is not None and (plan.green is not None or plan.kind is not SessionKind.RACE):
        day.chequered("s", plan.chequered)


@st.composite
def deliveries(draw: st.DrawFn, count: int) -> list[tuple[list[int], bool]]:
    """Batches of indices: some passings on time, the others resent later, in any order and repeated."""
    on_time = [i for i in range(count) if draw(st.booleans())]
    missed = [i for i in range(count) if i not in on_time]
    later = draw(st.permutations(missed + draw(st.lists(st.integers(0, count - 1), max_size=10))))
    cuts = sorted(draw(st.lists(st.integers(0, count), max_size=4)))
    batches = [
        [i for i in on_time if low <= i < high] for low, high in zip([0, *cuts], [*cuts, count], strict=True)
    ]
    return [*((batch, False) for batch in batches), *(([i], True) for i in later)]


@given(plan=PLANS, times=TIMES, data=st.data())
@settings(deadline=None, max_examples=150)
def test_late_repeated_and_shuffled_passings_give_the_result_of_those_in_order(
    plan: Plan, times: dict[str, list[float]], data: st.DataObject
) -> None:
    with Day(KARTS) as in_order, Day(KARTS) as shuffled:
        planned(in_order, plan)
        planned(shuffled, plan)
        passings: list[Passing] = in_order.passings(times)
        in_order.deliver(passings)
        for batch, resent in data.draw(deliveries(len(passings))):
            shuffled.deliver([passings[i] for i in batch], resent=resent)
            if data.draw(st.booleans()):
                shuffled.standings("s")
        assert result(shuffled) == result(in_order)
        assert len(shuffled.evidence.segments) == 1, "no clock was set, and no counter reset"
        fresh = Scorer(shuffled.evidence).standings("s")
        assert plain(shuffled.standings("s").rows) == plain(fresh.rows)


def result(day: Day) -> list[object]:
    """Everything that is derived, without the numbers of the facts that it rests on."""
    return [
        (
            row.row,
            row.position,
            row.status,
            row.laps,
            row.counted,
            row.last_us,
            row.best_index,
            row.start_position,
            row.run.opening_us,
            tuple(row.run.crossings_us),
            tuple(row.run.laps_us),
            len(row.run.duplicates),
        )
        for row in day.standings("s").rows
    ]
