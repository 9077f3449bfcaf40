"""Downloads a source's official files into the case: --NAME VALUE fills each blank of its addresses."""

from typing import Annotated

import typer

from headwater.base.terminal import progress_bars
from headwater.commands.options import CaseOption
from headwater.opened import open_case
from headwater.sources._reading.fetching.fetch import fetch_source
from headwater.sources._reading.fetching.recipes import choices_of

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True}
"""The blanks of a source's addresses are its own options."""


def command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source to fetch from; see docs/sources.md")],
    case: CaseOption,
) -> None:
    opened = open_case(case)
    with progress_bars() as report:
        print(fetch_source(opened.home, source, choices_of(context.args), report).text)
    print(f"next: headwater build {case}")
