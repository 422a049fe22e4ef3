"""Gaps in the running order are those at the kart's own crossing; who was not across the line has none."""

from livetiming.http.tower.standings import running_order, standings_document
from livetiming.publish.board import Board
from livetiming.publish.messages import Behind
from support.clocks import us
from support.day import Day, track


def test_standings_of_now_are_the_boards() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(9)
        day.hear({"7": [1, 40], "8": [2, 41]})
        now_us = day.clock.server_us()
        document = standings_document(day.evidence, day.engine.scorer, "race", now_us)
        board = Board(day.evidence, day.engine.scorer).state(now_us)
        assert (document.session, document.rows) == (board.session, board.rows)


def test_the_order_at_an_instant_tells_laps_times_and_gaps_as_they_were() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(9)
        day.hear({"7": [1, 40, 78], "8": [2, 42, 90]})
        document = running_order(day.evidence, day.engine.scorer, "race", track(79), day.clock.server_us())
        first, second = document.rows
        assert (first.id, first.laps, first.last_us, first.best_us) == ("7", 2, us(38), us(38))
        assert (second.id, second.laps, second.last_us) == ("8", 1, us(40))
        assert second.gap == Behind(us=us(2))
        assert document.lapped == {}
