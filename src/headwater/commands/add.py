"""Puts local raw files into the case's archive after reading them whole."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.commands.options import CaseOption
from headwater.opened import open_case
from headwater.sources.add import add_files


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Raw files, or folders of them")],
    source: Annotated[str, typer.Option("--source", help="The source that reads them; see docs/sources.md")],
    case: CaseOption,
) -> None:
    opened = open_case(case)
    print(add_files(opened.home, files, source).text)
    print(f"next: headwater build {case}")
