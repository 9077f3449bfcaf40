"""Every claim with its verdict; exit status 1 if a verdict changed since the accepted ones."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from headwater import asking
from headwater.claims import accepted
from headwater.claims import check as checking
from headwater.claims.reading import read_claims
from headwater.commands.options import AsJson, CaseFolder
from headwater.opened import open_case


def command(
    case: CaseFolder,
    as_json: AsJson = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the verdicts as they are for the accepted ones")
    ] = False,
    claimreview: Annotated[
        Path | None, typer.Option("--claimreview", metavar="FILE", help="Write the verdicts as ClaimReview JSON-LD")
    ] = None,
    memo: Annotated[
        Path | None, typer.Option("--memo", metavar="FILE", help="Write them as a memo in Markdown, to send as a reply")
    ] = None,
) -> None:
    opened = open_case(case)
    read_claims(opened.case.folder)
    found = asking.verdicts(opened)
    asking.write_reviews(opened, found, claimreview, memo)
    if as_json:
        print(json.dumps(checking.report(found), indent=1))
    else:
        asking.show_verdicts(opened, found)
    if accept:
        accepted.accept(case, found, datetime.now(tz=UTC).date())
        return
    changes = checking.changed(found, accepted.read_accepted(case))
    for change in changes:
        sys.stderr.write(f"{change}\n")
    if changes:
        raise typer.Exit(1)
