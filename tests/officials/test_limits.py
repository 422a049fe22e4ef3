"""Who guesses runs out of attempts; who is mistaken now and then does not."""

from hypothesis import given
from hypothesis import strategies as st

from livetiming.officials import limits
from livetiming.officials.limits import Allowance, Attempts

THREE = Allowance(burst=3, regain_us=10_000_000)


class Hand:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now_us = 0

    def __call__(self) -> int:
        return self.now_us


def tried(attempts: Attempts, who: str, times: int) -> int:
    """How many of so many attempts in a row are allowed."""
    allowed = 0
    for _ in range(times):
        if not attempts.wait_us(who):
            attempts.take(who)
            allowed += 1
    return allowed


def test_a_burst_is_allowed_and_then_one_each_interval() -> None:
    clock = Hand()
    attempts = Attempts(THREE, clock)
    assert tried(attempts, "a", 10) == 3
    clock.now_us = 9_999_999
    assert tried(attempts, "a", 10) == 0
    clock.now_us = 10_000_000
    assert tried(attempts, "a", 10) == 1
    clock.now_us = 10_000_000_000
    assert tried(attempts, "a", 10) == 3


def test_it_says_how_long_to_wait() -> None:
    clock = Hand()
    attempts = Attempts(THREE, clock)
    tried(attempts, "a", 3)
    clock.now_us = 4_000_000
    assert attempts.wait_us("a") == 6_000_000


def test_everybody_has_attempts_of_their_own() -> None:
    attempts = Attempts(THREE, Hand())
    tried(attempts, "a", 3)
    assert tried(attempts, "b", 10) == 3


def test_a_good_attempt_is_given_back() -> None:
    attempts = Attempts(THREE, Hand())
    for _ in range(20):
        assert not attempts.wait_us("a")
        attempts.take("a")
        attempts.give_back("a")
    attempts.give_back("never tried")
    assert tried(attempts, "a", 10) == 3


def test_those_who_may_try_freely_are_forgotten_when_many_have_tried() -> None:
    clock = Hand()
    attempts = Attempts(THREE, clock)
    for number in range(limits.REMEMBERED_MAX):
        attempts.take(f"early {number}")
    clock.now_us = 60_000_000
    attempts.take("late")
    assert len(attempts._regained_us) == 1
    assert tried(attempts, "late", 10) == 2


@given(st.lists(st.integers(0, 30_000_000), max_size=60))
def test_over_any_time_no_more_than_burst_and_regained(pauses_us: list[int]) -> None:
    clock = Hand()
    attempts = Attempts(THREE, clock)
    allowed_us = []
    for pause_us in pauses_us:
        clock.now_us += pause_us
        if tried(attempts, "a", 1):
            allowed_us.append(clock.now_us)
    for i, first_us in enumerate(allowed_us):
        for j, last_us in enumerate(allowed_us[i:], 1):
            assert j <= THREE.burst + (last_us - first_us) // THREE.regain_us
