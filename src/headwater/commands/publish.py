"""The same pages as a folder of static files, with the data they show."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.commands.options import CaseFolder
from headwater.opened import open_case
from headwater.up_to_date import build_all, publish_pages


def command(
    case: CaseFolder, out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write the site")]
) -> None:
    opened = open_case(case)
    build_all(opened)
    print(f"site: {publish_pages(opened, out).resolve() / 'index.html'}")
