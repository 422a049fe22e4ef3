"""The table of who may command what names every command, every role and every decision."""

from typing import get_args

import pytest

from livetiming import commands, facts
from livetiming.commands import AnyCommand
from livetiming.officials import roles
from livetiming.officials.roles import MAY, RELAYED, Role, may, may_undo, must_name_the_ruler

COMMANDS: tuple[type[AnyCommand], ...] = get_args(AnyCommand)
DECISIONS: tuple[type[facts.Decision], ...] = get_args(facts.Decision)


def test_every_command_is_in_the_table_and_nothing_else() -> None:
    assert set(MAY) == set(COMMANDS) - {commands.WithdrawDecision}


def test_every_decision_has_the_command_that_makes_it() -> None:
    assert set(roles._MADE_BY) == set(DECISIONS)
    assert set(roles._MADE_BY.values()) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_administrator_may_do_everything_and_the_announcer_nothing(command: type[AnyCommand]) -> None:
    assert may(Role.ADMINISTRATOR, command)
    assert not may(Role.ANNOUNCER, command)


def test_a_command_that_the_table_forgot_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(MAY, commands.ShowFlag)
    assert not any(may(role, commands.ShowFlag) for role in Role)


@pytest.mark.parametrize("decision", DECISIONS)
def test_undoing_is_for_those_who_could_have_decided(decision: type[facts.Decision]) -> None:
    made_by = roles._MADE_BY[decision]
    assert [role for role in Role if may_undo(role, decision)] == [
        role for role in Role if may(role, made_by)
    ]


def test_the_operator_enters_rulings_of_somebody_who_is_named() -> None:
    assert must_name_the_ruler(Role.OPERATOR, commands.Rule)
    assert not must_name_the_ruler(Role.OPERATOR, commands.InsertPassing)
    assert not must_name_the_ruler(Role.DIRECTOR, commands.Rule)


def test_what_is_relayed_may_be_given() -> None:
    assert all(may(role, command) for role, relayed in RELAYED.items() for command in relayed)
