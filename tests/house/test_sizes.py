"""House rule 8: small modules and functions; a listed exception has its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "headwater"
MODULES = sorted(SOURCE.rglob("*.py"))
EXCEPTIONS: dict[str, str] = {}
NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: Function) -> int:
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def depth(node: ast.AST, inside: int = 0) -> int:
    """How deep blocks nest; an ``elif`` does not count as deeper."""
    deepest = inside
    for child in ast.iter_child_nodes(node):
        is_elif = isinstance(node, ast.If) and child in node.orelse and isinstance(child, ast.If)
        deepest = max(deepest, depth(child, inside + (isinstance(child, NESTING) and not is_elif)))
    return deepest


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_and_functions_are_small(path: Path) -> None:
    name = str(path.relative_to(SOURCE))
    too_big = []
    if len(path.read_text("utf-8").splitlines()) > 300:
        too_big.append(f"{name} has over 300 lines")
    for function in functions(path):
        arguments = function.args
        count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
        command = path.parent.name == "commands" and function.name == "command"
        if (
            length(function) > 40
            or depth(function) > 3
            or (count > 6 + ("self" in [a.arg for a in arguments.args]) and not command)
        ):
            too_big.append(
                f"{name}:{function.name}: {length(function)} lines, {count} parameters, depth {depth(function)}"
            )
    assert [said for said in too_big if said.split(": ")[0] not in EXCEPTIONS] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_say_what_they_are_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    if path.name != "__init__.py" and tree.body:
        assert ast.get_docstring(tree)
