"""Quotations of one text in another: exact, altered, not found; exit status 1 unless all are exact."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.claims.article.files import compare
from headwater.commands.options import AsJson


def command(
    first: Annotated[Path, typer.Argument(metavar="A", help="The text that quotes")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The text in which its quotations are looked for")],
    as_json: AsJson = False,
) -> None:
    text, all_exact = compare(first, second, as_json=as_json)
    print(text)
    if not all_exact:
        raise typer.Exit(1)
