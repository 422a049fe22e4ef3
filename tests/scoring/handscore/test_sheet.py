"""Charts as they are folded from facts."""

from livetiming import facts
from livetiming.clock import ServerUs, TrackUs
from livetiming.facts import Authority, Instant
from livetiming.lapchart import Tap, TapRef
from livetiming.scoring.handscore.sheet import HandSheet

BY = Authority(who="Sam Scorer", role="scorer")
AT = Instant(epoch=1, server_us=ServerUs(1))


def tapped(sheet: HandSheet, n: int, *taps: Tap, device: str = "a") -> None:
    fact = facts.HandTapped(session="race", device=device, taps=taps, at=AT, by=BY)
    sheet.tap(n, fact, TrackUs(n))


def edited(sheet: HandSheet, n: int, seq: int, number: str | None) -> None:
    fact = facts.HandTapEdited(session="race", device="a", seq=seq, number=number, at=AT, by=BY)
    sheet.edit(n, fact)


def tap(seq: int, *, before: int | None = None) -> Tap:
    return Tap(seq=seq, number=str(10 * seq), before=before)


def numbers(sheet: HandSheet, until_n: int | None = None) -> list[str]:
    return [tap.number for chart in sheet.charts(until_n) for tap in chart.taps]


def test_taps_stand_in_the_order_of_their_numbers_whenever_they_came() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(3), tap(1))
    tapped(sheet, 2, tap(2), tap(4))
    assert numbers(sheet) == ["10", "20", "30", "40"]


def test_taps_written_in_stand_before_the_one_they_name() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1), tap(2), tap(3))
    tapped(sheet, 2, tap(4, before=2), tap(5, before=2))
    assert numbers(sheet) == ["10", "40", "50", "20", "30"]


def test_chart_knows_where_taps_have_not_arrived() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1), tap(2), tap(5))
    assert sheet.charts()[0].gaps == (2,)
    tapped(sheet, 2, tap(9))
    assert sheet.charts()[0].gaps == (2, 3)
    tapped(sheet, 3, tap(4), tap(3))
    assert sheet.charts()[0].gaps == (5,)


def test_chart_grown_and_chart_made_at_once_are_the_same() -> None:
    grown, whole = HandSheet(), HandSheet()
    for n, seq in enumerate((1, 2, 4, 7, 8, 6), 1):
        tapped(grown, n, tap(seq))
        tapped(whole, n, tap(seq))
        grown.charts()
    assert grown.charts() == whole.charts()


def test_chart_until_a_fact_leaves_out_what_came_later() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1), tap(3))
    tapped(sheet, 5, tap(2), tap(6))
    assert numbers(sheet, 1) == ["10", "30"]
    assert sheet.charts(1)[0].gaps == (1,)
    assert sheet.charts(5)[0].gaps == (3,)
    assert not sheet.charts(0)


def test_edits_are_undone_one_by_one() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1), tap(2))
    edited(sheet, 2, 1, "11")
    edited(sheet, 3, 1, None)
    assert numbers(sheet) == ["20"]
    assert sheet.number_of(TapRef("a", 1)) is None
    sheet.withdraw(3)
    assert numbers(sheet) == ["11", "20"]
    sheet.withdraw(2)
    assert numbers(sheet) == ["10", "20"]
    assert sheet.number_of(TapRef("a", 1)) == "10"


def test_taps_withdrawn_are_gone_and_stay_known() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1))
    tapped(sheet, 2, tap(2))
    sheet.withdraw(2)
    assert numbers(sheet) == ["10"]
    tapped(sheet, 4, tap(2))
    assert numbers(sheet) == ["10"]


def test_correction_of_a_tap_depends_on_it_and_on_the_correction_before() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1), tap(2))
    edited(sheet, 2, 1, "11")
    edited(sheet, 3, 1, "12")
    edited(sheet, 4, 2, "21")
    assert sheet.dependents_of(1) == [2, 3, 4]
    assert sheet.dependents_of(2) == [3]
    assert sheet.dependents_of(4) == []


def test_copy_is_changed_apart() -> None:
    sheet = HandSheet()
    tapped(sheet, 1, tap(1))
    twin = sheet.copy()
    tapped(twin, 2, tap(2))
    edited(twin, 3, 1, "11")
    assert numbers(sheet) == ["10"]
    assert numbers(twin) == ["11", "20"]


def test_instant_that_finds_its_place_dates_the_taps_that_came_with_it() -> None:
    sheet = HandSheet()
    sheet.tap(1, facts.HandTapped(session="race", device="a", taps=(tap(1),), at=AT, by=BY), None)
    assert sheet.charts()[0].taps[0].arrived_us is None
    sheet.place(1, TrackUs(77))
    assert sheet.charts()[0].taps[0].arrived_us == 77
