"""What a reader makes of the stream, and what it tells its own readers."""

import pytest

from livetiming.publish.diff import diff
from livetiming.publish.messages import Change, Flag, Hello, PublicState, Snapshot
from livetiming.publish.mirror import Mirror, OutOfStep
from support.states import EMPTY, board, heat


def snapshot(n: int, state: PublicState, stream: str = "a") -> Snapshot:
    return Snapshot(stream=stream, n=n, state=state)


def change(from_n: int, to_n: int, old: PublicState, new: PublicState, stream: str = "a") -> Change:
    return Change(stream=stream, from_n=from_n, to_n=to_n, changes=diff(old, new))


def mirror_at(n: int, state: PublicState) -> Mirror:
    mirror = Mirror()
    mirror.receive(snapshot(n, state))
    return mirror


def held(mirror: Mirror) -> tuple[str | None, int, PublicState | None]:
    return mirror.stream, mirror.n, mirror.state


def test_nothing_is_held_before_the_first_snapshot() -> None:
    mirror = Mirror()
    mirror.receive(Hello(server_us=1))
    assert held(mirror) == (None, 0, None)
    with pytest.raises(OutOfStep):
        mirror.receive(change(0, 1, EMPTY, board()))


def test_the_first_snapshot_is_passed_on() -> None:
    first = snapshot(5, board())
    assert Mirror().receive(first) is first


def test_a_change_in_step_is_applied_and_passed_on_as_it_is() -> None:
    mirror = mirror_at(5, board())
    message = change(5, 8, board(), board(laps=1))
    assert mirror.receive(message) is message
    assert held(mirror) == ("a", 8, board(laps=1))


@pytest.mark.parametrize(
    "message",
    [
        change(4, 8, board(), board(laps=1)),
        change(6, 8, board(), board(laps=1)),
        change(5, 8, board(), board(laps=1), stream="b"),
    ],
    ids=["overlapping", "after a gap", "of another stream"],
)
def test_a_change_out_of_step_is_refused_and_changes_nothing(message: Change) -> None:
    mirror = mirror_at(5, board())
    with pytest.raises(OutOfStep, match="does not follow 5 of a"):
        mirror.receive(message)
    assert held(mirror) == ("a", 5, board())


def test_a_snapshot_after_an_interruption_is_passed_on_as_the_change_since() -> None:
    mirror = mirror_at(5, board())
    assert mirror.receive(snapshot(9, board(laps=1))) == change(5, 9, board(), board(laps=1))
    assert held(mirror) == ("a", 9, board(laps=1))


def test_a_snapshot_of_what_is_held_needs_no_message() -> None:
    assert mirror_at(5, board()).receive(snapshot(5, board())) is None


def test_a_snapshot_that_only_time_changed_is_passed_on_as_a_change() -> None:
    late = board(session=heat(flag=Flag.CHEQUERED))
    assert mirror_at(5, board()).receive(snapshot(5, late)) == change(5, 5, board(), late)


@pytest.mark.parametrize(
    "message",
    [snapshot(9, board(), stream="b"), snapshot(4, board())],
    ids=["of another stream", "of an earlier number"],
)
def test_a_stream_that_starts_anew_is_passed_on_as_a_snapshot(message: Snapshot) -> None:
    assert mirror_at(5, board(laps=1)).receive(message) is message
