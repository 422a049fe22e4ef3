"""How faults are asked for."""

import pytest

from livetiming_simulators.faults import ROUGH, Faults, UnknownFault


def test_no_text_is_a_perfect_afternoon() -> None:
    assert Faults.parse("") == Faults()
    assert not any(getattr(Faults(), name) for name in Faults.__struct_fields__)


def test_faults_are_read_by_name() -> None:
    faults = Faults.parse("missed_read=0.02, resend_delay_us=50000,clock_drift_ppm=-30")
    assert faults == Faults(missed_read=0.02, resend_delay_us=50_000, clock_drift_ppm=-30)


def test_rough_day_can_be_made_rougher() -> None:
    assert Faults.parse("rough") == Faults(**ROUGH)  # type: ignore[arg-type]
    assert Faults.parse("rough,split=1") == Faults(**{**ROUGH, "split": 1.0})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rain=1", "unknown fault 'rain=1'; use name=value with one of: rough, missed_read"),
        ("split", "unknown fault 'split'"),
        ("split=often", "split needs a number, not 'often'"),
        ("split=1.5", "split is a probability from 0 to 1, not 1.5"),
        ("split=nan", "split is a probability from 0 to 1, not nan"),
        ("clock_drift_ppm=1.5", "clock_drift_ppm needs a number, not '1.5'"),
        ("resend_delay_us=-1", "resend_delay_us cannot be negative"),
    ],
)
def test_what_cannot_be_is_refused_by_name(text: str, problem: str) -> None:
    with pytest.raises(UnknownFault, match=problem):
        Faults.parse(text)
