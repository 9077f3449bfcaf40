"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder, such as cases/prosecutors")]
CaseOption = Annotated[Path, typer.Option("--case", metavar="CASE", help="The case's folder")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text")]
