"""The commands of a case's steps, and what must come of them."""

from livetiming import commands
from livetiming.cases.difference import Difference
from livetiming.cases.format import Crossing, Entry, Restart, Rule, Session, Step
from livetiming.cases.reading import ACTIONS, BadCase
from livetiming.cases.roster import Roster
from livetiming.cases.times import time_us
from livetiming.cases.tower import Tower
from livetiming.clock import TrackUs
from livetiming.commands import Accepted, Answer, AnyCommand, Refused
from livetiming.facts import AnyFact, LineupPublished, Ruled
from livetiming.rulings import Involvement
from livetiming.scoring.restarts import Reason
from livetiming.scoring.rows import as_rows
from livetiming.scoring.words import restart_words

_LAPPED = {restart_words(Reason.LAPPED), restart_words(Reason.LAPPED_CAUSER)}


class Steps:
    """The steps of one session, carried out in a tower; `zero_us` is the session's second 0."""

    def __init__(self, tower: Tower, roster: Roster, session: Session, name: str, zero_us: int) -> None:
        self._tower = tower
        self._roster = roster
        self._session = session
        self._name = name
        self._zero_us = zero_us
        self._classes = session.classes or roster.classes
        self._done: dict[str, int] = {}

    def track(self, at_us: int) -> TrackUs:
        """An instant of the session's clock on the track clock."""
        return TrackUs(self._zero_us + at_us)

    def kart(self, number: str) -> Entry:
        """A kart of the session. Raises `BadCase`."""
        return self._roster.kart(number, self._classes)

    async def take(self, step: Step, index: int) -> list[Difference]:
        """Carry out a step and compare what comes of it."""
        done = next(name for name in ACTIONS if getattr(step, name) is not None)
        where = f"{self._name}, step {index + 1} ({step.name or done.replace('_', ' ')})"
        answer = await self._tower.ask(self._command(step), step.why)
        if isinstance(answer, Accepted) and step.name is not None:
            self._done[step.name] = answer.n
        wrong = _answered(where, step, answer)
        if wrong is not None:
            return [wrong]
        if isinstance(answer, Accepted):
            fact = self._tower.evidence.decisions.get(answer.n)
            return [] if fact is None else _given(where, step, fact)
        return []

    def _command(self, step: Step) -> AnyCommand:
        at = None if step.at is None else self.track(time_us(step.at))
        session = self._name
        if step.flag is not None:
            return commands.ShowFlag(session=session, flag=step.flag, at_track_us=at)
        if step.act is not None:
            return commands.ActOnSession(session=session, act=step.act)
        if step.rule is not None:
            return self._rule(step.rule, at, override=step.override)
        if step.restart is not None:
            return self._restart(step.restart)
        if step.wet is not None:
            return commands.DeclareWet(session=session, wet=step.wet)
        if step.call_result is not None:
            return commands.CallResult(session=session, lap=step.call_result, override=step.override)
        if step.reschedule_laps is not None:
            return commands.RescheduleLaps(session=session, laps=step.reschedule_laps)
        if step.credit_laps is not None:
            return commands.CreditField(session=session, laps=step.credit_laps)
        if step.publish is not None:
            official = step.publish == "official"
            return commands.PublishResult(session=session, official=official, override=step.override)
        return self._correction(step)

    def _correction(self, step: Step) -> AnyCommand:
        if step.insert is not None:
            entry = self._roster.id_of(self.kart(step.insert.kart))
            at_us = self.track(time_us(step.insert.time))
            return commands.InsertPassing(session=self._name, entry=entry, track_us=at_us)
        if step.strike is not None:
            return commands.IgnorePassing(passing=self._passing(step.strike))
        if step.move is not None:
            if step.move.to is None:
                raise BadCase(f"Say to which time the passing of {step.move.kart} is moved.")
            return commands.MovePassing(
                passing=self._passing(step.move), track_us=self.track(time_us(step.move.to))
            )
        if step.withdraw not in self._done:
            raise BadCase(f"There is no step named {step.withdraw!r} before this one to withdraw.")
        return commands.WithdrawDecision(decision=self._done[step.withdraw])

    def _passing(self, crossing: Crossing) -> int:
        transponder = self._roster.transponder_of(self.kart(crossing.kart))
        number = self._tower.passing_at(transponder, self.track(time_us(crossing.time)))
        if number is None:
            raise BadCase(f"Kart {crossing.kart} was not heard at {crossing.time}.")
        return number

    def _rule(self, rule: Rule, at: TrackUs | None, *, override: bool) -> AnyCommand:
        return commands.Rule(
            session=self._name,
            entry=self._roster.id_of(self.kart(rule.kart)),
            ruling=rule.makes,
            step=rule.step,
            offence=rule.offence,
            occurrence=rule.occurrence,
            gained=rule.gained,
            override=override,
            clause=rule.clause,
            at_track_us=at,
        )

    def _restart(self, restart: Restart) -> AnyCommand:
        named = {
            Involvement.CAUSER: restart.causers,
            Involvement.SPOT_BACK: restart.spot_back,
            Involvement.LOST_SPOT: restart.lost_spot,
            Involvement.OUT: restart.out,
        }
        return commands.PublishRestart(
            session=self._name,
            involved=tuple(
                commands.Involved(entry=self._roster.id_of(self.kart(number)), involvement=what)
                for what, numbers in named.items()
                for number in numbers
            ),
            at_track_us=None if restart.stop is None else self.track(time_us(restart.stop)),
        )


def _answered(where: str, step: Step, answer: Answer) -> Difference | None:
    """Whether a step was refused that must not be, or the other way round."""
    why = answer.why if isinstance(answer, Refused) else None
    if step.refused is None:
        return None if why is None else Difference(where, "accepted", f"refused: {why}")
    if why is None:
        return Difference(where, f"refused: {step.refused}", "accepted")
    if step.refused.lower() not in why.lower():
        return Difference(where, f"refused: {step.refused}", f"refused: {why}")
    return None


def _given(where: str, step: Step, fact: AnyFact) -> list[Difference]:
    """What a restart lineup or a ruling must be."""
    found: list[Difference] = []

    def compare(what: str, expected: object, given: object) -> None:
        if expected is not None and expected != given:
            found.append(Difference(f"{where}, {what}", _words(expected), _words(given)))

    lineup = fact if isinstance(fact, LineupPublished) else None
    places = lineup.places if lineup is not None else ()
    numbers = [place.number for place in places]
    compare("lineup", step.lineup, numbers)
    compare("rows", step.rows, rows_words(numbers))
    compare("single file", step.single_file, None if lineup is None else lineup.single_file)
    lapped = sorted(place.number for place in places if place.why in _LAPPED)
    compare("lapped", None if step.lapped is None else sorted(step.lapped), lapped)
    compare("penalty", step.penalty, fact.step if isinstance(fact, Ruled) else None)
    return found


def rows_words(numbers: list[str]) -> str:
    """A lineup row by row: ``10|20 30|-``, the pole column on the left."""
    return " ".join("|".join(kart or "-" for kart in row) for row in as_rows(numbers))


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nobody"
    return "nothing" if value is None else str(value)
