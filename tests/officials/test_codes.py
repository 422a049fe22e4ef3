"""A pairing code lets one device in, once, for five minutes."""

import pytest

from livetiming.officials import codes
from livetiming.officials.codes import Codes
from livetiming.officials.errors import NotFound, NotPossible
from livetiming.officials.roles import Role
from support.clocks import ManualClock, us
from support.officials import counted_secrets


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def waiting(clock: ManualClock) -> Codes:
    return Codes(clock.server_us, counted_secrets())


def test_a_code_works_once(waiting: Codes) -> None:
    code, offer = waiting.offer("Grid tablet", Role.GRID)
    assert waiting.redeem(code) == offer
    assert waiting.redeem(code) is None


def test_a_code_is_of_no_use_after_five_minutes(waiting: Codes, clock: ManualClock) -> None:
    code, _ = waiting.offer("Grid tablet", Role.GRID)
    clock.advance(us(300) - 1)
    assert len(waiting.waiting()) == 1
    clock.advance(1)
    assert waiting.waiting() == []
    assert waiting.redeem(code) is None


def test_a_withdrawn_code_lets_nobody_in(waiting: Codes) -> None:
    code, offer = waiting.offer("Grid tablet", Role.GRID)
    kept, _ = waiting.offer("Director's tablet", Role.DIRECTOR)
    waiting.withdraw(offer.id)
    assert waiting.redeem(code) is None
    assert waiting.redeem(kept) is not None
    with pytest.raises(NotFound):
        waiting.withdraw(offer.id)


def test_a_code_is_not_kept_itself(waiting: Codes) -> None:
    code, _ = waiting.offer("Grid tablet", Role.GRID)
    assert code not in repr(waiting.__dict__)


def test_too_many_codes_are_refused_until_some_are_too_old(waiting: Codes, clock: ManualClock) -> None:
    for number in range(codes.WAITING_MAX):
        waiting.offer(f"Tablet {number}", Role.GRID)
    with pytest.raises(NotPossible):
        waiting.offer("One more", Role.GRID)
    clock.advance(codes.VALID_US)
    assert waiting.offer("One more", Role.GRID)
