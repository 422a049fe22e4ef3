"""TypeScript types from msgspec definitions, so that the browser and the server share one contract.

``python -m livetiming.publish.typescript`` prints the types of the public live protocol, ``--write``
puts them where the pages import them, ``--check`` fails when that file is out of date.

What a module says is what the browser sees:

- every struct and enum that a module-level union of structs, or a struct in the module's ``__all__``, can
  reach becomes a type of its own, in the order of the source, documented by its docstring and by the
  strings that follow its fields; what an earlier module of `TARGETS` has declared is imported from there;
- a tagged struct gets its tag as a literal, so that a ``switch`` over the tag narrows a union;
- a field is optional (``?``) exactly when the encoder may leave it out: the struct has
  ``omit_defaults`` and the field a default, which the comment names. A default of ``None`` is then
  never sent, and ``null`` is not part of the type;
- names are those on the wire, after `msgspec.field(name=...)` and ``rename``.
"""

import difflib
import types
from collections.abc import Iterable, Mapping, Set
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import click
import msgspec
from msgspec import inspect as shapes

from livetiming.publish import docstrings

WEB = Path(__file__).resolve().parents[3] / "web"
TARGETS = {
    "livetiming.publish.messages": WEB / "src" / "lib" / "messages.ts",
    "livetiming.publish.tower.messages": WEB / "src" / "lib" / "tower-messages.ts",
    "livetiming.http.tower.documents": WEB / "src" / "lib" / "tower-api.ts",
}
"""Each module that browsers share, and the file that carries it."""

NamedType: TypeAlias = shapes.StructType | shapes.EnumType
"""A shape that gets a declaration of its own."""

SCALARS: dict[type[shapes.Type], str] = {
    shapes.BoolType: "boolean",
    shapes.IntType: "number",
    shapes.FloatType: "number",
    shapes.StrType: "string",
    shapes.NoneType: "null",
    shapes.AnyType: "unknown",
    shapes.RawType: "unknown",
}


LINE_LENGTH = 100
"""As in the pages' formatter settings, which leave the generated files as they are."""


class UnsupportedTypeError(TypeError):
    """A type without a counterpart in TypeScript that anybody has needed yet."""


Declared: TypeAlias = Mapping[str, str]
"""Names of types, and the files that declare them, as an import spells them."""


def typescript(module: types.ModuleType, elsewhere: Declared = MappingProxyType({})) -> str:
    """The text of a TypeScript module with the types that `module` shares, but for those declared
    `elsewhere`, which it imports.

    Raises `UnsupportedTypeError` naming the first type that has no counterpart, and `ValueError` if
    two types of one name would meet.
    """
    unions = _unions(module)
    named = _in_source_order(module, _reachable(_roots(module)))
    spelling = Spelling(aliases={Spelling().of(union): name for name, union in unions.items()})
    declarations = [
        _declaration(shape, docstrings.of_class(shape.cls), spelling)
        for shape in named
        if shape.cls.__name__ not in elsewhere
    ]
    for members, name in spelling.aliases.items():
        if name not in elsewhere:
            spelling.used.update(members.split(" | "))
            declarations.append(_union(name, members.split(" | ")))
    head = f"// Generated from {module.__name__} by livetiming.publish.typescript; do not edit."
    return "\n\n".join([head, *_imports(spelling.used, elsewhere), *declarations]) + "\n"


def declared(module: types.ModuleType) -> set[str]:
    """The names of all types and unions that `typescript` has for `module`."""
    return _unions(module).keys() | _reachable(_roots(module)).keys()


def _unions(module: types.ModuleType) -> dict[str, shapes.Type]:
    return {
        name: shapes.type_info(value)
        for name, value in vars(module).items()
        if isinstance(value, types.UnionType)
    }


def _roots(module: types.ModuleType) -> list[shapes.Type]:
    listed = (getattr(module, name) for name in getattr(module, "__all__", ()))
    return [*_unions(module).values(), *(shapes.type_info(struct) for struct in listed)]


def _imports(used: Set[str], elsewhere: Declared) -> list[str]:
    """One statement for each file that declares something used; no text where there is none."""
    files: dict[str, list[str]] = {}
    for name in sorted(used & elsewhere.keys(), key=str.casefold):
        files.setdefault(elsewhere[name], []).append(name)
    return ["\n".join(_import(names, file) for file, names in sorted(files.items()))] if files else []


def _import(names: list[str], file: str) -> str:
    one_line = f"import type {{ {', '.join(names)} }} from '{file}';"
    if len(one_line) <= LINE_LENGTH:
        return one_line
    return "import type {\n" + "".join(f"  {name},\n" for name in names) + f"}} from '{file}';"


def _reachable(roots: Iterable[shapes.Type]) -> dict[str, NamedType]:
    """By name, every struct and enum inside the roots."""
    found: dict[str, NamedType] = {}
    waiting = list(roots)
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, NamedType):
            name = shape.cls.__name__
            known = found.get(name)
            if known is not None and known.cls is not shape.cls:
                raise ValueError(f"two types are called {name}: {known.cls} and {shape.cls}")
            if known is not None:
                continue
            found[name] = shape
        waiting += _parts(shape)
    return found


def _parts(shape: shapes.Type) -> list[shapes.Type]:
    match shape:
        case shapes.StructType():
            return [field.type for field in shape.fields]
        case shapes.UnionType():
            return list(shape.types)
        case shapes.CollectionType():
            return [shape.item_type]
        case shapes.TupleType():
            return list(shape.item_types)
        case shapes.DictType():
            return [shape.key_type, shape.value_type]
    return []


def _in_source_order(module: types.ModuleType, found: dict[str, NamedType]) -> list[NamedType]:
    """As `module` has them in its namespace, those that it only refers to by others first."""
    place = {name: index for index, name in enumerate(vars(module))}
    return sorted(found.values(), key=lambda shape: (place.get(shape.cls.__name__, -1), shape.cls.__name__))


class Spelling(msgspec.Struct, frozen=True):
    """How TypeScript spells a type; a union that has a name goes by it."""

    aliases: dict[str, str] = {}
    """The names of unions, by their members as `of` spells them."""
    used: set[str] = set()
    """Every name that was spelled."""

    def of(self, shape: shapes.Type) -> str:
        """The expression for `shape`. Raises `UnsupportedTypeError`."""
        match shape:
            case shapes.StructType() | shapes.EnumType():
                return self._name(str(shape.cls.__name__))
            case shapes.LiteralType():
                return " | ".join(_literal(value) for value in shape.values)
            case shapes.UnionType():
                return self._union(shape)
            case shapes.CollectionType():
                item = self.of(shape.item_type)
                return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
            case shapes.TupleType():
                return f"readonly [{', '.join(self.of(item) for item in shape.item_types)}]"
            case shapes.DictType():
                return f"Readonly<Record<{self.of(shape.key_type)}, {self.of(shape.value_type)}>>"
            case _ if type(shape) in SCALARS:
                return SCALARS[type(shape)]
        raise UnsupportedTypeError(f"{type(shape).__name__} has no counterpart in TypeScript yet")

    def _union(self, shape: shapes.UnionType) -> str:
        members = " | ".join(Spelling().of(member) for member in shape.types)
        if members in self.aliases:
            return self._name(self.aliases[members])
        return " | ".join(self.of(member) for member in shape.types)

    def _name(self, name: str) -> str:
        self.used.add(name)
        return name


def _declaration(shape: NamedType, docs: docstrings.Documented, spelling: Spelling) -> str:
    if isinstance(shape, shapes.EnumType):
        return _enum(shape, docs)
    lines = [f"{_comment(docs.text)}export interface {shape.cls.__name__} {{"]
    if shape.tag_field is not None:
        lines.append(f"  readonly {shape.tag_field}: {_literal(shape.tag)};")
    lines += [_field(shape, field, docs.members.get(field.name, ""), spelling) for field in shape.fields]
    return "\n".join([*lines, "}"])


def _enum(shape: shapes.EnumType, docs: docstrings.Documented) -> str:
    """A union of the values; the documented ones are told in the type's comment."""
    said = [
        f"- {_literal(member.value)}: {docs.members[member.name]}"
        for member in shape.cls
        if member.name in docs.members
    ]
    doc = "\n".join([docs.text, *(["", *said] if said else [])])
    return _comment(doc) + _union(shape.cls.__name__, [_literal(member.value) for member in shape.cls])


def _union(name: str, members: list[str]) -> str:
    one_line = f"export type {name} = {' | '.join(members)};"
    if len(one_line) <= LINE_LENGTH:
        return one_line
    indented = f"  {' | '.join(members)};"
    if len(indented) <= LINE_LENGTH:
        return f"export type {name} =\n{indented}"
    return f"export type {name} =" + "".join(f"\n  | {member}" for member in members) + ";"


def _field(shape: shapes.StructType, field: shapes.Field, doc: str, spelling: Spelling) -> str:
    omitted = shape.cls.__struct_config__.omit_defaults and not field.required
    made = field.default_factory is not msgspec.NODEFAULT
    default = field.default_factory() if made else field.default
    spelled = spelling.of(field.type)
    if omitted and default is None:
        spelled = spelling.of(_without_none(field.type))
    elif omitted:
        doc = f"{doc} Absent: {msgspec.json.encode(default).decode()}.".lstrip()
    return f"{_comment(doc, indent='  ')}  readonly {field.encode_name}{'?' if omitted else ''}: {spelled};"


def _without_none(shape: shapes.Type) -> shapes.Type:
    if not isinstance(shape, shapes.UnionType):
        return shape
    rest = tuple(member for member in shape.types if not isinstance(member, shapes.NoneType))
    return rest[0] if len(rest) == 1 else shapes.UnionType(rest)


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _comment(text: str, indent: str = "") -> str:
    """`text` as a TSDoc block, with markup that TSDoc knows."""
    text = text.replace("``", "`").replace("`None`", "absent").strip()
    if not text:
        return ""
    if "\n" not in text:
        return f"{indent}/** {text} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in text.splitlines())
    return f"{indent}/**\n{body}{indent} */\n"


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Write each file instead of printing.")
@click.option("--check", is_flag=True, help="Fail, showing the difference, when a file is out of date.")
def main(*, write: bool, check: bool) -> None:
    """The command line; exits with 1 when `--check` finds a difference."""
    elsewhere: dict[str, str] = {}
    outdated = []
    for name, path in TARGETS.items():
        module = import_module(name)
        text = typescript(module, elsewhere)
        elsewhere |= dict.fromkeys(declared(module) - elsewhere.keys(), f"./{path.name}")
        if write:
            path.write_text(text, encoding="utf-8")
        elif check:
            there = path.read_text(encoding="utf-8") if path.is_file() else ""
            diff = difflib.unified_diff(there.splitlines(True), text.splitlines(True), str(path), name)
            difference = "".join(diff)
            click.echo(difference, nl=False)
            outdated += [path.name] if difference else []
        else:
            click.echo(text, nl=False)
    if outdated:
        raise click.ClickException(f"{', '.join(outdated)}: out of date; run it again with --write")


if __name__ == "__main__":
    main()
