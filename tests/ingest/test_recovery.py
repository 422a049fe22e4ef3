import pytest

from livetiming.ingest.recovery import AGAIN_AFTER_US, ANSWER_WITHIN_US, ATTEMPTS, BLOCK, GRACE_US, Recovery
from livetiming.scoring.numbers import Range


class Asking:
    """A recovery beside a clock, and the list of what is missing."""

    def __init__(self, *missing: Range) -> None:
        self.recovery = Recovery()
        self.missing = list(missing)
        self.now_us = 0
        self.asked: list[Range] = []

    def wait(self, time_us: int) -> None:
        """Let time pass, with a look every tenth of a second."""
        until_us = self.now_us + time_us
        while self.now_us < until_us:
            self.now_us += 100_000
            request = self.recovery.next_request(self.missing, self.now_us)
            if request is not None:
                self.asked.append(request)

    def wait_until_asked(self) -> None:
        while not self.asked:
            self.wait(100_000)

    def answer(self, *numbers: int) -> None:
        """Passings arrive."""
        for number in numbers:
            self.recovery.heard(number, self.now_us)
            parts = [
                part
                for first, last in self.missing
                for part in ((first, min(last, number - 1)), (max(first, number + 1), last))
            ]
            self.missing = list(dict.fromkeys(part for part in parts if part[0] <= part[1]))


@pytest.fixture
def outage() -> Asking:
    return Asking((101, 105))


def test_number_that_was_only_overtaken_is_not_asked_for() -> None:
    asking = Asking((7, 7))
    asking.wait(GRACE_US // 2)
    asking.missing = []
    asking.wait(10 * GRACE_US)
    assert asking.asked == []


def test_missing_numbers_are_asked_for_after_a_moment(outage: Asking) -> None:
    outage.wait(3 * GRACE_US)
    assert outage.asked == [(101, 105)]


def test_answers_come_in_any_order_and_twice(outage: Asking) -> None:
    outage.wait_until_asked()
    outage.answer(105, 101, 103, 103, 102, 104)
    outage.wait(10 * ANSWER_WITHIN_US)
    assert outage.asked == [(101, 105)]
    assert outage.recovery.failed() == []


def test_long_outage_is_asked_for_in_blocks_one_after_the_other() -> None:
    asking = Asking((1, 2 * BLOCK + 3))
    asking.wait_until_asked()
    asking.answer(*range(1, BLOCK + 1))
    asking.wait(100_000)
    asking.answer(*range(BLOCK + 1, 2 * BLOCK + 1))
    asking.wait(100_000)
    assert asking.asked == [(1, BLOCK), (BLOCK + 1, 2 * BLOCK), (2 * BLOCK + 1, 2 * BLOCK + 3)]


def test_slow_answers_are_waited_for(outage: Asking) -> None:
    outage.wait_until_asked()
    for number in range(101, 106):
        outage.wait(ANSWER_WITHIN_US - 200_000)
        outage.answer(number)
    outage.wait(ANSWER_WITHIN_US)
    assert outage.asked == [(101, 105)]


def test_rest_of_an_answer_is_asked_for_again(outage: Asking) -> None:
    outage.wait_until_asked()
    outage.answer(101, 103)
    outage.wait(ANSWER_WITHIN_US)
    assert outage.asked == [(101, 105), (102, 105)]


def test_decoder_that_does_not_answer_is_given_up_and_tried_again_later(outage: Asking) -> None:
    outage.wait(3 * GRACE_US + ATTEMPTS * ANSWER_WITHIN_US)
    assert outage.asked == [(101, 105)] * ATTEMPTS
    assert outage.recovery.failed() == [(101, 105)]
    assert outage.recovery.failed() == []
    outage.wait(AGAIN_AFTER_US)
    assert outage.asked == [(101, 105)] * (ATTEMPTS + 1)


def test_block_that_is_given_up_does_not_hold_up_the_next() -> None:
    asking = Asking((10, 10), (20, 20))
    asking.wait(3 * GRACE_US + ATTEMPTS * ANSWER_WITHIN_US)
    assert asking.asked == [(10, 10)] * ATTEMPTS + [(20, 20)]


def test_passing_that_was_asked_for_is_known_from_one_that_was_not(outage: Asking) -> None:
    outage.wait(3 * GRACE_US)
    assert outage.recovery.asked_for(103)
    assert not outage.recovery.asked_for(106)
