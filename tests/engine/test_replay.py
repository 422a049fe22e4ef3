"""The same journal folds to the same state, to the byte (invariant 1)."""

import asyncio

import pytest

from livetiming.facts import AnyFact
from livetiming.publish.board import Board
from livetiming.scoring.evidence import fold
from livetiming.scoring.standings import Scorer
from simulation.told import Author, live
from support.day import Day
from support.dump import dump
from support.journals import facts_of


def facts_in(day: Day) -> list[tuple[int, AnyFact]]:
    return [(n, fact) for n, fact, _ in asyncio.run(facts_of(day.journal))]


@pytest.mark.parametrize("seed", range(12))
def test_replay_of_the_journal_up_to_any_number_is_the_state_as_it_was_then(seed: int) -> None:
    as_it_was: dict[int, bytes] = {}

    def note(day: Day) -> None:
        as_it_was[day.evidence.n] = dump(day.evidence)

    with live(Author(seed).story(), watch=note) as day:
        note(day)
        facts = facts_in(day)
    for n, then in as_it_was.items():
        assert dump(fold(facts[:n])) == then, f"seed {seed}, journal number {n}"


@pytest.mark.parametrize("seed", range(12))
def test_board_kept_over_a_day_always_shows_what_a_replay_would(seed: int) -> None:
    boards: list[Board] = []

    def compare(day: Day) -> None:
        if not boards:
            boards.append(Board(day.evidence, day.engine.scorer))
        replayed = fold(facts_in(day))
        fresh = Board(replayed, Scorer(replayed))
        now_us = day.clock.server_us()
        assert boards[0].state(now_us) == fresh.state(now_us), f"seed {seed}, journal number {replayed.n}"

    with live(Author(seed).story(), watch=compare) as day:
        compare(day)
