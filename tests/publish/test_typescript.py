"""The types that browsers share with the server: one contract, written once."""

import enum
import functools
import operator
import sys
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from click.testing import CliRunner

from livetiming.publish import messages, typescript


class Tyre(enum.StrEnum):
    """What the kart runs on."""

    SLICK = "slick"
    WET = "wet"
    """With grooves."""


class Fuel(msgspec.Struct, kw_only=True):
    """What is in the tank."""

    litres: float
    note: str | None = None


class PitStop(msgspec.Struct, kw_only=True, omit_defaults=True, tag_field="type", tag="pit"):
    """A visit to the pit lane.

    ``None`` of it is scored.
    """

    row: str
    tyre: Tyre | None = None
    """What went on."""
    fuel: Fuel | None
    sectors: tuple[int, ...] = ()
    lane: tuple[int, str] = (1, "left")
    until_n: int = msgspec.field(name="until", default=0)
    by_kart: Mapping[str, bool] = {}
    mixed: tuple[int | str, ...]
    kind: Literal["stop", "drive through"]


class Exit(msgspec.Struct, tag_field="type", tag="exit"):
    """Out again."""

    after: "AnyVisit | None"


class Unused(msgspec.Struct):
    """No union reaches it."""

    row: str


AnyVisit = PitStop | Exit


@pytest.fixture(scope="module")
def generated() -> str:
    return typescript.typescript(sys.modules[__name__])


def declaration(generated: str, name: str) -> str:
    """The lines of one type in `generated`, without its comment."""
    return generated.partition(f"export interface {name} {{\n")[2].partition("\n}\n")[0]


def module_with(name: str, value: object) -> types.ModuleType:
    module = types.ModuleType("invented")
    setattr(module, name, value)
    return module


def test_enum_becomes_a_union_that_tells_its_documented_values(generated: str) -> None:
    assert (
        "/**\n * What the kart runs on.\n *\n * - 'wet': With grooves.\n */\n"
        "export type Tyre = 'slick' | 'wet';\n"
    ) in generated


def test_tagged_struct_names_its_tag_first(generated: str) -> None:
    assert declaration(generated, "PitStop").startswith("  readonly type: 'pit';\n")


def test_field_that_the_encoder_may_omit_is_optional_and_never_null(generated: str) -> None:
    assert "  /** What went on. */\n  readonly tyre?: Tyre;" in generated


def test_field_that_is_always_sent_may_be_null(generated: str) -> None:
    assert "  readonly fuel: Fuel | null;" in generated
    assert "  readonly note: string | null;" in declaration(generated, "Fuel")


def test_omitted_default_is_told(generated: str) -> None:
    assert "  /** Absent: []. */\n  readonly sectors?: readonly number[];" in generated
    assert '  /** Absent: [1,"left"]. */\n  readonly lane?: readonly [number, string];' in generated
    assert "  /** Absent: {}. */\n  readonly by_kart?: Readonly<Record<string, boolean>>;" in generated


def test_field_goes_by_its_name_on_the_wire(generated: str) -> None:
    assert "  /** Absent: 0. */\n  readonly until?: number;" in generated
    assert "until_n" not in generated


def test_union_inside_a_list_is_bracketed(generated: str) -> None:
    assert "  readonly mixed: readonly (number | string)[];" in generated


def test_literal_is_spelled_out(generated: str) -> None:
    assert "  readonly kind: 'drive through' | 'stop';" in generated


def test_named_union_goes_by_its_name(generated: str) -> None:
    assert "export type AnyVisit = PitStop | Exit;\n" in generated


def test_docstring_keeps_its_paragraphs_in_words_of_typescript(generated: str) -> None:
    assert "/**\n * A visit to the pit lane.\n *\n * absent of it is scored.\n */" in generated


def test_struct_that_the_module_lists_is_shared_without_a_union() -> None:
    module = module_with("Fuel", Fuel)
    module.__all__ = ["Fuel"]  # type: ignore[attr-defined]
    assert "export interface Fuel {" in typescript.typescript(module)


def test_type_that_another_file_declares_is_imported_from_there() -> None:
    text = typescript.typescript(
        module_with("AnyVisit", AnyVisit), {"Fuel": "./fuel.ts", "Tyre": "./tyres.ts", "Exit": "./fuel.ts"}
    )
    assert "import type { Exit, Fuel } from './fuel.ts';\nimport type { Tyre } from './tyres.ts';\n" in text
    assert "export interface PitStop {" in text
    assert "export interface Fuel" not in text
    assert "export type Tyre" not in text


def test_union_that_another_file_declares_is_not_declared_again() -> None:
    class Garage(msgspec.Struct):
        visits: tuple[PitStop | Exit, ...]

    module = module_with("AnyVisit", AnyVisit)
    vars(module).update(Garage=Garage, __all__=["Garage"])
    names = ("AnyVisit", "PitStop", "Exit", "Fuel", "Tyre")
    text = typescript.typescript(module, dict.fromkeys(names, "./visits.ts"))
    assert "import type { AnyVisit } from './visits.ts';" in text
    assert "  readonly visits: readonly AnyVisit[];" in text
    assert "export type" not in text


def test_many_imports_stand_one_a_line() -> None:
    members = {f"Lap{i}": msgspec.defstruct(f"Lap{i}", [], tag=True) for i in range(20)}
    module = module_with("AnyLap", functools.reduce(operator.or_, members.values()))
    text = typescript.typescript(module, dict.fromkeys(members, "./laps.ts"))
    assert "import type {\n  Lap0,\n  Lap1,\n" in text
    assert "  Lap9,\n} from './laps.ts';\n" in text


def test_list_of_pairs_is_bracketed() -> None:
    class Spans(msgspec.Struct, tag_field="type", tag="spans"):
        spans: tuple[tuple[int, int], ...]

    text = typescript.typescript(module_with("AnySpans", Spans | Exit))
    assert "  readonly spans: readonly (readonly [number, number])[];" in text


def test_struct_that_no_union_reaches_is_left_out(generated: str) -> None:
    assert "Unused" not in generated


def test_types_stand_in_the_order_of_the_source(generated: str) -> None:
    places = [generated.index(f" {name} ") for name in ("Tyre", "Fuel", "PitStop", "Exit", "AnyVisit =")]
    assert places == sorted(places)


def test_type_that_the_module_only_refers_to_is_declared_before_its_own() -> None:
    text = typescript.typescript(module_with("AnyVisit", AnyVisit))
    assert text.index("interface Fuel") < text.index("interface PitStop") < text.index("type AnyVisit")


def test_type_without_counterpart_is_refused_by_name() -> None:
    class Photo(msgspec.Struct, tag_field="type", tag="photo"):
        jpeg: bytes

    with pytest.raises(typescript.UnsupportedTypeError, match="BytesType"):
        typescript.typescript(module_with("AnyPhoto", Photo | Exit))


def test_two_types_of_one_name_are_refused() -> None:
    class Fuel(msgspec.Struct):
        other: int

    class Tank(msgspec.Struct, tag_field="type", tag="tank"):
        fuel: Fuel

    with pytest.raises(ValueError, match="two types are called Fuel"):
        typescript.typescript(module_with("AnyTank", Tank | PitStop))


def test_every_field_that_is_always_sent_is_required_in_the_public_protocol() -> None:
    """The encoder itself is the witness: a message with nothing but defaults sends these keys."""
    text = typescript.typescript(messages)
    row = messages.Row(id="r1", number="07", name="", status=messages.RowStatus.WAITING)
    state = messages.PublicState(rows=(row,), timing=messages.Timing(live=True))
    snapshot = messages.Snapshot(stream="s", n=1, state=state)
    sent = msgspec.json.decode(msgspec.json.encode(snapshot))
    for name, keys in (("Snapshot", sent), ("PublicState", sent["state"]), ("Row", sent["state"]["rows"][0])):
        fields = [line.split()[1] for line in declaration(text, name).splitlines() if "readonly" in line]
        required = {field.rstrip(":") for field in fields if not field.endswith("?:")}
        assert required <= set(keys) <= {field.rstrip("?:") for field in fields}


def test_file_of_the_pages_is_up_to_date() -> None:
    result = CliRunner().invoke(typescript.main, ["--check"])
    assert result.exit_code == 0, result.output


def test_check_shows_the_difference_until_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "messages.ts"
    monkeypatch.setattr(typescript, "TARGETS", {messages.__name__: path})
    run = CliRunner().invoke
    missing = run(typescript.main, ["--check"])
    assert missing.exit_code == 1
    assert "+export interface Row {" in missing.output
    assert run(typescript.main, ["--write"]).exit_code == 0
    assert run(typescript.main, ["--check"]).exit_code == 0
    assert run(typescript.main, []).output == path.read_text(encoding="utf-8")
