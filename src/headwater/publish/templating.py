"""How templates become pages: every value is written out safely, at the least cost a value.

A site of 100,000 pages writes some hundred million values. Jinja's own way takes four calls for each: to finish it, to
escape it, to mark it as safe, and to look for what a called function wants of the template. Here it is one.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from headwater.base.cite import CitedLine
from headwater.publish import showing

_FOLDER = Path(__file__).parent / "templates"
_PLAIN = frozenset({"num", "who", "to", "addresses", "wording", "quoting", "line_item"})
"""Functions of ours, and modules of such: what they need is in their arguments, and nothing of it is a template's."""


_SHORT = 200
"""Characters up to which text is worth keeping: most of a page's texts stand on many pages."""


def written(value: object) -> str:
    """A value as markup: text with its directions shown and its marks escaped, markup as it is."""
    if type(value) is str:
        return _text(value) if len(value) < _SHORT else str(escape(showing.visible(value)))
    return value if type(value) is Markup else str(escape(value))


@lru_cache(maxsize=1 << 15)
def _text(value: str) -> str:
    return str(escape(showing.visible(value)))


class _Generator(CodeGenerator):
    """Writes one call for each value of a template, takes columns of rows and calls plain functions straight."""

    def _output_child_pre(self, _node: nodes.Expr, _frame: Frame, _finalize: object) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, _node: nodes.Expr, _frame: Frame, _finalize: object) -> None:
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.write(f"(got[{node.attr!r}] if type(got := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {node.attr!r} in got else environment.getattr(got, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        of = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
        is_plain = isinstance(of, nodes.Name) and of.name in _PLAIN
        if not is_plain or forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")


class _Templates(Environment):
    """Jinja's templates, for which a row's columns come before a dictionary's methods."""

    code_generator_class = _Generator

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A column of a row, an attribute, or what Jinja finds."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@lru_cache(maxsize=1 << 14)
def line_item(line: CitedLine) -> Markup:
    """One line behind a number as an item of a list; a dossier and further notes show the same lines again."""
    where = line.document or (showing.page_words(line.url) if line.url else "")
    said = written(where)
    if line.url:
        said = f'<a href="{written(line.url)}" rel="noreferrer">{said}</a>'
    record = f"record {written(showing.bounded(line.record))}" if line.record else ""
    parts = (written(line.date), written(line.publisher), said, record, written(line.text))
    # every part went through `written`
    return Markup(f"<li>{' · '.join(part for part in parts if part)}</li>")  # noqa: S704


@cache
def templates() -> Environment:
    """The templates; every value is escaped, and a name that a template misspells is an error."""
    made = _Templates(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=written,
    )
    made.filters |= _FILTERS
    made.globals["line_item"] = line_item
    return made


_FILTERS: Mapping[str, Any] = {
    "name": showing.name,
    "page_title": showing.page_title,
    "bounded": showing.bounded,
    "page_words": showing.page_words,
}
