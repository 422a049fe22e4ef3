"""What happened: the records of the journal, in the past tense.

Each fact is one JSON object in the journal, tagged with its name (`fact`) and the version of its
shape (`v`). Facts are never changed. A newer release reads every older shape: new fields have
defaults, and a change that defaults cannot carry raises the version and adds a step in
`livetiming.journal.upgrade`. An older release refuses what it does not know, fields too: it would
score without them. The number `n` of a fact is its row in the journal; other facts refer to it by
that number.

Three kinds, a module each:

- of the machine (`machine`): `EpochStarted`, `LoopAssigned`, `LinkChanged`, `SegmentOpened`, `PassingHeard`,
  `ClockReported`, `CounterReported`, `ResendGivenUp`, `RecordsDamaged`, `LineTripped`, `InstantPlaced`;
- of the meeting (`meeting`): `MeetingOpened`, `RulebookAdopted`, `ClassDefined`, `EntryRegistered`,
  `SessionPlanned`;
- of officials, each with `Authority` (`officials`): `SessionOpened`, `FlagShown`, `SessionClosed`,
  `TransponderAssigned`, `PassingIgnored`, `PassingMoved`, `PassingInserted`, `FieldCredited`,
  `FlagMoved`, `SessionActed`, `WetDeclared`, `ResultCalled`, `LapsRescheduled`, `Ruled`,
  `ResultPublished`, `LineupPublished`, `DecisionWithdrawn`, and those of hand scoring (`hand`): `HandTapped`,
  `HandTapEdited`, `HandResolved`, `HandSignedOff`.
"""

from livetiming.facts.base import (
    Authority,
    Fact,
    Instant,
    SessionKind,
    ShownFlag,
)
from livetiming.facts.hand import (
    HandFact,
    HandResolved,
    HandSignedOff,
    HandTapEdited,
    HandTapped,
)
from livetiming.facts.machine import (
    ClockReported,
    CounterReported,
    EpochStarted,
    InstantPlaced,
    LineTripped,
    LinkChanged,
    LinkState,
    LoopAssigned,
    LoopRole,
    MachineFact,
    PassingHeard,
    RecordsDamaged,
    ResendGivenUp,
    SegmentOpened,
)
from livetiming.facts.meeting import (
    ClassDefined,
    EntryRegistered,
    MeetingFact,
    MeetingOpened,
    RulebookAdopted,
    SessionPlanned,
)
from livetiming.facts.officials import (
    Decision,
    DecisionWithdrawn,
    FieldCredited,
    FlagMoved,
    FlagShown,
    LapsRescheduled,
    LineupPlace,
    LineupPublished,
    OfficialFact,
    PassingIgnored,
    PassingInserted,
    PassingMoved,
    PublishedRow,
    ResultCalled,
    ResultPublished,
    Ruled,
    SessionAct,
    SessionActed,
    SessionClosed,
    SessionOpened,
    TransponderAssigned,
    WetDeclared,
)

AnyFact = MachineFact | MeetingFact | OfficialFact

__all__ = [
    "AnyFact",
    "Authority",
    "ClassDefined",
    "ClockReported",
    "CounterReported",
    "Decision",
    "DecisionWithdrawn",
    "EntryRegistered",
    "EpochStarted",
    "Fact",
    "FieldCredited",
    "FlagMoved",
    "FlagShown",
    "HandFact",
    "HandResolved",
    "HandSignedOff",
    "HandTapEdited",
    "HandTapped",
    "Instant",
    "InstantPlaced",
    "LapsRescheduled",
    "LineTripped",
    "LineupPlace",
    "LineupPublished",
    "LinkChanged",
    "LinkState",
    "LoopAssigned",
    "LoopRole",
    "MachineFact",
    "MeetingFact",
    "MeetingOpened",
    "OfficialFact",
    "PassingHeard",
    "PassingIgnored",
    "PassingInserted",
    "PassingMoved",
    "PublishedRow",
    "RecordsDamaged",
    "ResendGivenUp",
    "ResultCalled",
    "ResultPublished",
    "RulebookAdopted",
    "Ruled",
    "SegmentOpened",
    "SessionAct",
    "SessionActed",
    "SessionClosed",
    "SessionKind",
    "SessionOpened",
    "SessionPlanned",
    "ShownFlag",
    "TransponderAssigned",
    "WetDeclared",
]
