"""The time machine: standings at any journal number, from a process of its own."""

import asyncio
import io
import sys
from pathlib import Path

import msgspec
import pytest

from livetiming import commands
from livetiming.http.tower import past_worker
from livetiming.http.tower.documents import StandingsDocument
from livetiming.http.tower.past import TimeMachine
from livetiming.http.tower.past_worker import Past, Question, Reply
from livetiming.http.tower.standings import standings_document
from livetiming.rulings import DockedPlaces
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer
from support.journals import facts_of
from support.tower_rig import TowerRig, track


async def raced(rig: TowerRig) -> None:
    """A race with corrections in it."""
    await rig.race(9, "7", "8")
    await rig.hear({"7": [1, 31, 61, 91], "8": [2, 33, 64]})
    number = await rig.do(commands.Rule(session="race", entry="e7", ruling=DockedPlaces(places=1)))
    await rig.do(commands.InsertPassing(session="race", entry="e8", track_us=track(95)))
    await rig.do(commands.WithdrawDecision(decision=number))


def rows_of(document: StandingsDocument | None) -> list[tuple[str, int, int | None]]:
    assert document is not None
    return [(row.id, row.laps, row.position) for row in document.rows]


async def test_at_every_number_the_past_is_the_fold_of_the_journal(rig: TowerRig) -> None:
    await raced(rig)
    past = Past(rig.core.store)
    evidence = Evidence()
    for n, fact, _ in await facts_of(rig.journal):
        evidence.apply(n, fact)
        reply = past.answer(Question("race", n))
        if "race" not in evidence.sessions:
            assert reply.document is None
            continue
        folded = standings_document(evidence, Scorer(evidence), "race", rig.clock.server_us())
        assert rows_of(reply.document) == rows_of(folded), n
        assert reply.document is not None
        assert reply.document.n == n


async def test_going_back_is_as_good_as_going_forward(rig: TowerRig) -> None:
    await raced(rig)
    past = Past(rig.core.store)
    numbers = list(range(12, rig.engine.evidence.n + 1))
    forward = [past.answer(Question("race", n)) for n in numbers]
    assert [past.answer(Question("race", n)) for n in reversed(numbers)] == forward[::-1]


async def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    reply = Past(tmp_path / "nothing").answer(Question("race", 1))
    assert reply.document is None
    assert "cannot be read" in (reply.why or "")


async def test_one_worker_answers_all_who_ask(rig: TowerRig) -> None:
    await raced(rig)
    machine = TimeMachine(rig.core.store)
    n = rig.engine.evidence.n
    try:
        replies = await asyncio.gather(*(machine.standings("race", n - i % 3) for i in range(6)))
        assert [reply.document and reply.document.n for reply in replies] == [n, n - 1, n - 2] * 2
        first = machine._worker
        await machine.standings("race", n)
        assert machine._worker is first
    finally:
        await machine.close()


async def test_a_worker_that_died_is_replaced(rig: TowerRig) -> None:
    await raced(rig)
    machine = TimeMachine(rig.core.store)
    try:
        before = await machine.standings("race", 20)
        assert machine._worker is not None
        machine._worker.kill()
        assert await machine.standings("race", 20) == before
    finally:
        await machine.close()
        await machine.close()


async def test_who_gives_up_waiting_leaves_no_wrong_answer_behind(rig: TowerRig) -> None:
    await raced(rig)
    machine = TimeMachine(rig.core.store)
    try:
        impatient = asyncio.create_task(machine.standings("race", 20))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        reply = await machine.standings("race", 21)
        assert reply.document is not None
        assert reply.document.n == 21
    finally:
        await machine.close()


def test_a_worker_that_nobody_asks_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.BytesIO()
    monkeypatch.setattr(past_worker, "stdin_ready", lambda _: False)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said))
    past_worker.main(tmp_path / "store")
    assert said.getvalue() == b""


def test_a_worker_answers_each_line_until_there_are_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.BytesIO()
    questions = msgspec.json.encode(Question("race", 1)) + b"\n"
    monkeypatch.setattr(past_worker, "stdin_ready", lambda _: True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(2 * questions)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said))
    past_worker.main(tmp_path / "store")
    replies = [msgspec.json.decode(line, type=Reply) for line in said.getvalue().splitlines()]
    assert len(replies) == 2
    assert all("cannot be read" in (reply.why or "") for reply in replies)
