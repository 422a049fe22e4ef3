"""Finds the handler of each command."""

from collections.abc import Callable
from typing import cast

from livetiming import commands
from livetiming.commands import AnyCommand
from livetiming.control import corrections, handscoring, lineups, meeting, rulebook, rulings, sessions
from livetiming.control.ask import Ask
from livetiming.facts import AnyFact


def decide(ask: Ask, command: AnyCommand) -> list[AnyFact]:
    """The facts that carry out a command. Raises `Refusal`."""
    return HANDLERS[type(command)](ask, command)


HANDLERS = cast(
    "dict[type[AnyCommand], Callable[[Ask, AnyCommand], list[AnyFact]]]",
    {
        commands.OpenMeeting: meeting.open_meeting,
        commands.AdoptRulebook: rulebook.adopt_rulebook,
        commands.DefineClass: meeting.define_class,
        commands.RegisterEntry: meeting.register_entry,
        commands.PlanSession: sessions.plan_session,
        commands.OpenSession: sessions.open_session,
        commands.ShowFlag: sessions.show_flag,
        commands.CloseSession: sessions.close_session,
        commands.MoveFlag: sessions.move_flag,
        commands.ActOnSession: sessions.act_on_session,
        commands.DeclareWet: sessions.declare_wet,
        commands.CallResult: sessions.call_result,
        commands.RescheduleLaps: sessions.reschedule_laps,
        commands.PublishResult: sessions.publish_result,
        commands.PublishRestart: lineups.publish_restart,
        commands.Rule: rulings.rule,
        commands.AssignTransponder: corrections.assign_transponder,
        commands.SwapTransponders: corrections.swap_transponders,
        commands.MovePassing: corrections.move_passing,
        commands.CreditField: corrections.credit_field,
        commands.IgnorePassing: corrections.ignore_passing,
        commands.InsertPassing: corrections.insert_passing,
        commands.TapLaps: handscoring.tap_laps,
        commands.EditTap: handscoring.edit_tap,
        commands.ResolveDisagreement: handscoring.resolve_disagreement,
        commands.SignOffHandScore: handscoring.sign_off_hand_score,
        commands.WithdrawDecision: corrections.withdraw_decision,
    },
)
