from random import Random

import pytest

from livetiming.ingest.backoff import FIRST_US, LONGEST_US, Backoff


@pytest.mark.parametrize("chance", range(20))
def test_pauses_double_up_to_a_limit_and_spread_by_half(chance: int) -> None:
    backoff = Backoff(Random(chance))
    usual_us = FIRST_US
    for _ in range(30):
        assert usual_us // 2 <= backoff.next_us() <= usual_us
        usual_us = min(2 * usual_us, LONGEST_US)


def test_decoder_that_was_heard_is_looked_for_at_once_again() -> None:
    backoff = Backoff(Random(1))
    for _ in range(10):
        backoff.next_us()
    backoff.reset()
    assert backoff.next_us() <= FIRST_US


def test_two_clients_do_not_knock_in_step() -> None:
    one, other = Backoff(Random(1)), Backoff(Random(2))
    assert [one.next_us() for _ in range(5)] != [other.next_us() for _ in range(5)]
