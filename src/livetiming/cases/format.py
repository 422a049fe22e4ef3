"""The shape of a case; GUIDE.md explains it to those who write one."""

import msgspec

from livetiming.cases.times import Time
from livetiming.facts import SessionAct, ShownFlag
from livetiming.rulebooks.editing import SettingValue
from livetiming.rulings import AnyRuling, Stage


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all parts of a case: what it does not know it refuses."""


class Entry(Part, frozen=True, kw_only=True):
    """A kart with its class, where there is more to say than its number."""

    number: str
    name: str | None = None
    class_: str = msgspec.field(default="karts", name="class")


class Every(Part, frozen=True, kw_only=True):
    """Passings at an even pace: `laps` of them, `every` so many seconds, the first of them at `first` (one
    pace after second 0 where it is not given)."""

    every: Time
    laps: int
    first: Time | None = None


class LapTimes(Part, frozen=True, kw_only=True):
    """Lap times instead of passings, from a crossing at `start`, or from second 0 where there was none."""

    times: list[Time]
    start: Time | None = None


class Rule(Part, frozen=True, kw_only=True):
    """A ruling about a kart: what it `makes`, or the `step` of the ladder and the `offence`."""

    kart: str
    makes: AnyRuling | None = None
    step: int | None = None
    offence: str | None = None
    occurrence: int | None = None
    gained: int | None = None
    clause: str | None = None


class Restart(Part, frozen=True, kw_only=True):
    """A restart lineup after the last yellow or red, or after `stop`."""

    causers: list[str] = []
    spot_back: list[str] = []
    lost_spot: list[str] = []
    out: list[str] = []
    stop: Time | None = None


class Crossing(Part, frozen=True, kw_only=True):
    """A crossing of a kart, heard or not; `to` is when it really happened."""

    kart: str
    time: Time
    to: Time | None = None


class Step(Part, frozen=True, kw_only=True):
    """Something that an official does, exactly one of the first group; `at` on the session's clock, after
    the session where it is not given.

    `refused` are words of the refusal that must come. `lineup`, `rows`, `lapped`, `single_file` are what
    a restart must give, `penalty` the step of the ladder that a ruling must take.
    """

    flag: ShownFlag | None = None
    act: SessionAct | None = None
    rule: Rule | None = None
    restart: Restart | None = None
    wet: bool | None = None
    call_result: int | None = None
    reschedule_laps: int | None = None
    credit_laps: int | None = None
    insert: Crossing | None = None
    strike: Crossing | None = None
    move: Crossing | None = None
    publish: str | None = None
    withdraw: str | None = None

    at: Time | None = None
    name: str | None = None
    why: str | None = None
    override: bool = False

    refused: str | None = None
    lineup: list[str] | None = None
    rows: str | None = None
    lapped: list[str] | None = None
    single_file: bool | None = None
    penalty: int | None = None


class Expect(Part, frozen=True, kw_only=True):
    """What must come of a session; only what is written is compared.

    `last` is the time of a kart's last counted crossing, `best` its best lap (``"none"`` without one),
    `lap_times` its counted laps, `duplicates` the passings left out as echoes, `admitted` who may start
    after a qualifying with a cut-off, in order.
    """

    order: list[str] | None = None
    laps: dict[str, int] = {}
    last: dict[str, Time] = {}
    best: dict[str, Time] = {}
    status: dict[str, str] = {}
    lap_times: dict[str, list[Time]] = {}
    duplicates: dict[str, list[Time]] = {}
    admitted: list[str] | None = None


class Session(Part, frozen=True, kw_only=True):
    """A session on a clock of its own; its second 0 may be anything, mostly the green."""

    kind: Stage
    name: str | None = None
    classes: list[str] | None = None
    laps: int | None = None
    duration: Time | None = None
    grid: list[str] = []
    opens: Time | None = None
    green: Time | None = None
    closes: Time | None = None
    passings: dict[str, list[Time] | Every] = {}
    lap_times: dict[str, LapTimes] = {}
    steps: list[Step] = msgspec.field(default_factory=list, name="step")
    expect: Expect = Expect()


class Case(Part, frozen=True, kw_only=True):
    """A race day. `rulebook` is the id of one that comes with livetiming, or a file beside the case;
    `settings` changes some of its settings, by kind of session. Times are in seconds."""

    title: str
    sessions: list[Session] = msgspec.field(name="session")
    rulebook: str | None = None
    settings: dict[str, dict[str, SettingValue]] = {}
    date: str = "2026-05-17"
    min_lap: Time = 20
    entries: list[Entry] = msgspec.field(default_factory=list, name="entry")
    karts: list[str] = []
