"""Older shapes of facts are carried to the present one step at a time."""

from typing import Annotated

import msgspec
import pytest

from livetiming import facts
from livetiming.errors import StoreTooNew
from livetiming.facts import Fact
from livetiming.journal import codec
from livetiming.journal.upgrade import STEPS, Shape, shape_of, upgraded


def whole_seconds(fields: dict[str, object]) -> dict[str, object]:
    """Version 1 counted a minimum lap in seconds."""
    seconds = fields.pop("min_lap_s")
    assert isinstance(seconds, int)
    return {**fields, "min_lap_us": seconds * 1_000_000}


def named(fields: dict[str, object]) -> dict[str, object]:
    """Version 2 had no name."""
    return {**fields, "name": str(fields["class_id"])}


OLDER_STEPS = {("class_defined", -1): whole_seconds, ("class_defined", 0): named}
OLDEST = msgspec.json.encode(
    {
        "fact": "class_defined",
        "v": -1,
        "class_id": "j1",
        "min_lap_s": 20,
        "by": {"who": "Tess", "role": "tower"},
    }
)


def test_one_step_leads_to_the_next_version() -> None:
    shape = shape_of(OLDEST)
    assert shape is not None
    newer = upgraded(shape, OLDER_STEPS)
    assert newer is not None
    assert shape_of(newer) == Shape(
        "class_defined",
        0,
        {
            "fact": "class_defined",
            "v": 0,
            "class_id": "j1",
            "min_lap_us": 20_000_000,
            "by": {"who": "Tess", "role": "tower"},
        },
    )


def test_no_step_leads_on_from_the_present_version() -> None:
    assert upgraded(Shape("class_defined", 1, {}), OLDER_STEPS) is None


def test_reading_takes_every_step_to_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, step in OLDER_STEPS.items():
        monkeypatch.setitem(STEPS, version, step)
    read = codec.decode(3, OLDEST)
    assert read.v == 1
    assert '"name":"j1"' in codec.encode(read)
    assert '"min_lap_us":20000000' in codec.encode(read)


def test_an_older_shape_without_a_step_is_told() -> None:
    with pytest.raises(StoreTooNew):
        codec.decode(3, OLDEST)


def test_a_narrowed_version_keeps_older_texts_from_being_taken_for_the_present() -> None:
    class Weighed(Fact, frozen=True, kw_only=True, tag="weighed"):
        v: Annotated[int, msgspec.Meta(ge=2, le=2)] = msgspec.field(default_factory=lambda: 2)
        weight_g: int

    decoder = msgspec.json.Decoder(Weighed)
    assert decoder.decode(msgspec.json.encode(Weighed(weight_g=70))) == Weighed(weight_g=70)
    with pytest.raises(msgspec.ValidationError):
        decoder.decode(b'{"fact":"weighed","v":1,"weight_g":70}')


def test_every_step_is_for_a_version_before_the_present() -> None:
    tags = {str(fact.__struct_config__.tag) for fact in facts.AnyFact.__args__}
    assert all(tag in tags and version >= 1 for tag, version in STEPS)
