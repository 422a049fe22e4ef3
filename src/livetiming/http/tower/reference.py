"""The OpenAPI document as a page: plain HTML tables, made here."""

from collections.abc import Iterator
from html import escape

import msgspec

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; width: 100%; }
td, th { border: 1px solid #8886; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
code { font: 0.9em ui-monospace, monospace; }
h2 { margin-top: 2.5rem; }
"""


class Schema(msgspec.Struct, frozen=True, rename={"ref": "$ref", "one_of": "oneOf", "all_of": "allOf"}):
    """As much of a schema as the page tells."""

    ref: str | None = None
    type: str | list[str] | None = None
    title: str | None = None
    description: str | None = None
    enum: list[str | int | None] | None = None
    const: str | int | None = None
    items: "Schema | None" = None
    one_of: "list[Schema] | None" = None
    all_of: "list[Schema] | None" = None
    properties: "dict[str, Schema]" = {}
    required: list[str] = []


class Media(msgspec.Struct, frozen=True):
    """What a body looks like."""

    schema: Schema


class Body(msgspec.Struct, frozen=True):
    """A request's or an answer's body."""

    description: str = ""
    content: dict[str, Media] = {}


class Parameter(msgspec.Struct, frozen=True):
    """A part of a path or of a query."""

    name: str
    schema: Schema


class Operation(msgspec.Struct, frozen=True, rename="camel"):
    """One method of one path."""

    responses: dict[str, Body]
    description: str = ""
    parameters: list[Parameter] = []
    request_body: Body | None = None


class Shapes(msgspec.Struct, frozen=True):
    """The document's components."""

    schemas: dict[str, Schema] = {}


class Document(msgspec.Struct, frozen=True):
    """The document."""

    paths: dict[str, dict[str, Operation]]
    components: Shapes


def reference_page(document: bytes) -> bytes:
    """The page for a document, which is JSON."""
    known = msgspec.json.decode(document, type=Document)
    return "\n".join(_page(known)).encode()


def _page(document: Document) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>livetiming interface</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield '<link rel="stylesheet" href="/api/style.css"></head>'
    yield '<body><h1>Officials\' interface</h1><p>The same as <a href="/openapi.json">OpenAPI</a>.</p>'
    yield "<table><tr><th>Request</th><th>What it does</th><th>Takes</th><th>Answers</th></tr>"
    for path, operations in document.paths.items():
        for method, operation in operations.items():
            yield _row(f"<code>{method.upper()} {escape(path)}</code>", *_cells(operation))
    yield "</table>"
    for name, schema in sorted(document.components.schemas.items()):
        yield from _shape(name, schema)
    yield "</body></html>"


def _cells(operation: Operation) -> Iterator[str]:
    yield escape(operation.description)
    takes = [f"{escape(each.name)}: {_spelled(each.schema)}" for each in operation.parameters]
    if operation.request_body is not None:
        takes += _bodies(operation.request_body)
    yield "<br>".join(takes)
    yield "<br>".join(
        f"{status}: {', '.join(_bodies(body)) or escape(body.description)}"
        for status, body in operation.responses.items()
        if status != "default"
    )


def _bodies(body: Body) -> list[str]:
    return [_spelled(media.schema) for media in body.content.values()]


def _shape(name: str, schema: Schema) -> Iterator[str]:
    yield f'<h2 id="{escape(name)}">{escape(name)}</h2>'
    if schema.description:
        yield f"<p>{escape(schema.description)}</p>"
    if not schema.properties:
        yield f"<p>{_spelled(schema)}</p>"
        return
    yield "<table><tr><th>Field</th><th>Type</th><th></th></tr>"
    for field, of in schema.properties.items():
        yield _row(
            f"<code>{escape(field)}</code>",
            _spelled(of),
            "" if field in schema.required else "may be left out",
        )
    yield "</table>"


def _spelled(schema: Schema) -> str:
    """A type in words, with a link where it has a name."""
    if schema.ref is not None:
        name = escape(schema.ref.rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if schema.one_of or schema.all_of:
        return " or ".join(dict.fromkeys(_spelled(each) for each in schema.one_of or schema.all_of or ()))
    if schema.const is not None:
        return f"<code>{escape(str(schema.const))}</code>"
    if schema.enum is not None:
        return " or ".join(f"<code>{escape(str(each))}</code>" for each in schema.enum)
    if schema.items is not None:
        return f"list of {_spelled(schema.items)}"
    kinds = [schema.type] if isinstance(schema.type, str) else schema.type or ["anything"]
    return " or ".join(map(escape, kinds))


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
