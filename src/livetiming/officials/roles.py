"""Roles of officials, and the one table of who may command what.

A command that the table does not name may be given by nobody.
"""

from enum import StrEnum

from livetiming import commands, facts
from livetiming.commands import AnyCommand


class Role(StrEnum):
    """In what capacity somebody acts."""

    ADMINISTRATOR = "administrator"
    """Looks after the installation: accounts, and everything that others may do."""
    OPERATOR = "operator"
    """Sits in the timing tower: entries, sessions, corrections, and rulings of the director's."""
    DIRECTOR = "director"
    """Directs the race: flags, rulings, restarts, results."""
    SCORER = "scorer"
    """Keeps the lap chart by hand."""
    GRID = "grid"
    """Lines the karts up, and finds the one with the wrong transponder before the green."""
    ANNOUNCER = "announcer"
    """Reads everything and decides nothing."""


_TOWER = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
_RACE_CONTROL = _TOWER | {Role.DIRECTOR}
_TRANSPONDERS = _TOWER | {Role.GRID}
_CHARTS = _TOWER | {Role.SCORER}

MAY: dict[type[AnyCommand], frozenset[Role]] = {
    commands.OpenMeeting: _TOWER,
    commands.AdoptRulebook: _RACE_CONTROL,
    commands.DefineClass: _TOWER,
    commands.RegisterEntry: _TOWER,
    commands.PlanSession: _TOWER,
    commands.OpenSession: _RACE_CONTROL,
    commands.ShowFlag: _RACE_CONTROL,
    commands.CloseSession: _RACE_CONTROL,
    commands.MoveFlag: _RACE_CONTROL,
    commands.ActOnSession: _RACE_CONTROL,
    commands.DeclareWet: _RACE_CONTROL,
    commands.CallResult: _RACE_CONTROL,
    commands.RescheduleLaps: _RACE_CONTROL,
    commands.Rule: _RACE_CONTROL,
    commands.PublishResult: _RACE_CONTROL,
    commands.PublishRestart: _RACE_CONTROL,
    commands.AssignTransponder: _TRANSPONDERS,
    commands.SwapTransponders: _TRANSPONDERS,
    commands.IgnorePassing: _TOWER,
    commands.MovePassing: _TOWER,
    commands.InsertPassing: _TOWER,
    commands.CreditField: _RACE_CONTROL,
    commands.TapLaps: _CHARTS,
    commands.EditTap: _CHARTS,
    commands.ResolveDisagreement: _TOWER,
    commands.SignOffHandScore: _RACE_CONTROL,
}
"""Who may give each command. Withdrawing a decision is for those who could have made it: see `may_undo`."""

RELAYED: dict[Role, frozenset[type[AnyCommand]]] = {
    Role.OPERATOR: frozenset({commands.Rule, commands.CallResult, commands.CreditField}),
}
"""Rulings that are somebody else's to make: these roles may enter them and must say whose they are."""

_MADE_BY: dict[type[facts.Decision], type[AnyCommand]] = {
    facts.SessionOpened: commands.OpenSession,
    facts.SessionClosed: commands.CloseSession,
    facts.FlagShown: commands.ShowFlag,
    facts.TransponderAssigned: commands.AssignTransponder,
    facts.PassingIgnored: commands.IgnorePassing,
    facts.PassingMoved: commands.MovePassing,
    facts.PassingInserted: commands.InsertPassing,
    facts.FieldCredited: commands.CreditField,
    facts.FlagMoved: commands.MoveFlag,
    facts.SessionActed: commands.ActOnSession,
    facts.WetDeclared: commands.DeclareWet,
    facts.ResultCalled: commands.CallResult,
    facts.LapsRescheduled: commands.RescheduleLaps,
    facts.Ruled: commands.Rule,
    facts.ResultPublished: commands.PublishResult,
    facts.LineupPublished: commands.PublishRestart,
    facts.HandTapped: commands.TapLaps,
    facts.HandTapEdited: commands.EditTap,
    facts.HandResolved: commands.ResolveDisagreement,
    facts.HandSignedOff: commands.SignOffHandScore,
}
"""The command behind each decision."""


def may(role: Role, command: type[AnyCommand]) -> bool:
    """Whether the role may give commands of this type; of `WithdrawDecision`, whether any at all."""
    if command is commands.WithdrawDecision:
        return any(role in roles for roles in MAY.values())
    return role in MAY.get(command, frozenset())


def may_undo(role: Role, decision: type[facts.Decision]) -> bool:
    """Whether the role could have made decisions of this type, and so may withdraw them."""
    made_by = _MADE_BY.get(decision)
    return made_by is not None and may(role, made_by)


def must_name_the_ruler(role: Role, command: type[AnyCommand]) -> bool:
    """Whether the role enters such a command for somebody else, whom it must name."""
    return command in RELAYED.get(role, frozenset())
