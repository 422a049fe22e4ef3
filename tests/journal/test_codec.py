"""Facts as text: what is written, what is read, and what is refused with which sentence."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livetiming import facts
from livetiming.errors import StoreCorrupt, StoreTooNew
from livetiming.facts import AnyFact
from livetiming.journal import codec
from livetiming.rulings import AnyRuling
from support.samples import FACTS, RULINGS


def changed(fact: AnyFact, fields: dict[str, object]) -> bytes:
    """The fact's text with other fields."""
    return msgspec.json.encode(msgspec.json.decode(codec.encode(fact), type=dict[str, object]) | fields)


def test_samples_have_every_fact_and_ruling_with_every_field_set() -> None:
    assert {type(fact) for fact in FACTS} == set(facts.AnyFact.__args__)
    assert {type(ruling) for ruling in RULINGS} == set(AnyRuling.__args__)
    fields, written = set(), set()
    for value in structs(FACTS):
        name = type(value).__name__
        fields |= {(name, field) for field in value.__struct_fields__}
        written |= {(name, field) for field in msgspec.to_builtins(value)}
    assert fields <= written


def test_no_part_of_a_fact_lets_an_unknown_field_pass() -> None:
    lenient = {type(v).__name__ for v in structs(FACTS) if not v.__struct_config__.forbid_unknown_fields}
    assert not lenient


def structs(value: object) -> Iterator[msgspec.Struct]:
    """All structs in a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from structs(item)
    elif isinstance(value, msgspec.Struct):
        yield value
        for field in value.__struct_fields__:
            yield from structs(getattr(value, field))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_text_names_the_fact_and_always_its_version(fact: AnyFact) -> None:
    shape = msgspec.json.decode(codec.encode(fact), type=dict[str, object])
    assert shape["fact"] == fact.__struct_config__.tag
    assert shape["v"] == fact.v


def test_text_is_one_line_that_a_shell_can_show() -> None:
    assert all(codec.encode(fact).isprintable() for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_fact_with_a_field_of_a_later_release_is_refused(fact: AnyFact) -> None:
    with pytest.raises(StoreTooNew, match=r"Fact 7 of the store is not known .* install"):
        codec.decode(7, changed(fact, {"wind_cm_s": 300}))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_fact_of_a_later_version_is_refused_though_its_fields_are_known(fact: AnyFact) -> None:
    with pytest.raises(StoreTooNew):
        codec.decode(7, changed(fact, {"v": fact.v + 1}))


def test_unknown_fact_is_refused_as_too_new() -> None:
    with pytest.raises(StoreTooNew, match="fuel_weighed"):
        codec.decode(7, changed(FACTS[0], {"fact": "fuel_weighed"}))


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"null", b"5", b"[1]", b'"text"', b"{}", b'{"fact":"meeting_opened"}', b'{"fact":1,"v":1}'],
)
def test_what_is_no_fact_of_any_release_is_damage(text: bytes) -> None:
    with pytest.raises(StoreCorrupt, match="Fact 7 of the store is damaged"):
        codec.decode(7, text)


@given(text=st.binary(max_size=60) | st.text(max_size=60))
def test_garbage_is_always_told_and_never_a_bug(text: str | bytes) -> None:
    with pytest.raises((StoreCorrupt, StoreTooNew)):
        codec.decode(7, text)


@given(data=st.data())
def test_a_damaged_byte_gives_a_fact_or_is_told(data: st.DataObject) -> None:
    text = bytearray(codec.encode(data.draw(st.sampled_from(FACTS))).encode())
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        codec.decode(7, bytes(text))
    except (StoreCorrupt, StoreTooNew):
        return
