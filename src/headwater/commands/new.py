"""Makes a folder to start a case from."""

from typing import Annotated

import typer

from headwater.base.errors import CaseError
from headwater.base.new_case import new_case


def command(
    what: Annotated[str, typer.Argument(metavar="case", help="What to start: case")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new folder")],
) -> None:
    if what != "case":
        raise CaseError(f"`headwater new {what}` is not known: say `headwater new case NAME`")
    folder = new_case(name)
    print(f"{folder} is ready: write its question into case.toml, then `headwater build {folder}`")
