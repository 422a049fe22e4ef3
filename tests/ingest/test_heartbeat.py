from livetiming.ingest.heartbeat import Heartbeat

SECOND_US = 1_000_000


def after_statuses(expected_us: int | None, at_us: list[int]) -> Heartbeat:
    heartbeat = Heartbeat(expected_us)
    for instant_us in at_us:
        heartbeat.status(instant_us)
    return heartbeat


def test_silence_is_three_intervals_long() -> None:
    assert Heartbeat(5 * SECOND_US).silent_from_us(100 * SECOND_US) == 115 * SECOND_US


def test_interval_is_learnt_from_statuses() -> None:
    heartbeat = after_statuses(5 * SECOND_US, [i * SECOND_US for i in range(5)])
    assert heartbeat.interval_us == SECOND_US
    assert heartbeat.silent_from_us(4 * SECOND_US) == 7 * SECOND_US


def test_lost_and_doubled_statuses_do_not_mislead() -> None:
    seconds = [0.0, 5.05, 15.15, 15.16, 20.2, 25.25, 30.3]
    heartbeat = after_statuses(5 * SECOND_US, [round(at * SECOND_US) for at in seconds])
    assert heartbeat.interval_us == 5_050_000


def test_time_without_a_connection_is_no_interval() -> None:
    heartbeat = after_statuses(5 * SECOND_US, [0, SECOND_US, 2 * SECOND_US])
    heartbeat.connected()
    for at_us in (30 * SECOND_US, 31 * SECOND_US):
        heartbeat.status(at_us)
    assert heartbeat.interval_us == SECOND_US


def test_decoder_without_statuses_is_never_silent() -> None:
    assert Heartbeat(None).silent_from_us(0) is None
    learnt = Heartbeat(5 * SECOND_US)
    learnt.never_heard()
    assert learnt.silent_from_us(0) is None
