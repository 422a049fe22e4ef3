"""What the source says about a class and its members, which Python forgets at run time."""

import ast
import inspect
import textwrap

import msgspec


class Documented(msgspec.Struct, frozen=True, kw_only=True):
    """The docstring of a class, and of its members the strings that follow them."""

    text: str = ""
    members: dict[str, str] = {}


def of_class(cls: type) -> Documented:
    """What is written in and under `cls`. Raises `OSError` if its source is not to be had."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    node = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    members = {
        name: inspect.cleandoc(following.value.value)
        for statement, following in zip(node.body, node.body[1:], strict=False)
        if (name := _member(statement)) is not None
        and isinstance(following, ast.Expr)
        and isinstance(following.value, ast.Constant)
        and isinstance(following.value.value, str)
    }
    return Documented(text=ast.get_docstring(node) or "", members=members)


def _member(statement: ast.stmt) -> str | None:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None
