"""What must have, what may have, and what by each rule did reach a target from a donor."""

import json
from pathlib import Path
from typing import Annotated

import typer

from headwater import picturing, tracing
from headwater.base.errors import CaseError
from headwater.commands.options import AsJson
from headwater.opened import open_case
from headwater.trace.case_book import TARGET_CLASSES
from headwater.trace.text import text_of


def command(  # noqa: PLR0913, PLR0917 - a parameter is an option of the command
    donors: Annotated[list[str], typer.Option("--from", help="A donor; repeat it for a set")],
    targets: Annotated[list[str], typer.Option("--to", help="A candidate or receiver; repeat it for several")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A CSV with date,payer,payee,amount")] = None,
    case: Annotated[Path | None, typer.Option("--case", metavar="CASE", help="A case instead of a file")] = None,
    count: Annotated[
        list[str] | None, typer.Option("--count", help="With --case: gifts, expenditures_for, expenditures_against")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="OUT", help="Draw the (first) answer: .svg, .png or .html")
    ] = None,
    as_json: AsJson = False,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE", help="Write there what proves the (first) answer's bounds"),
    ] = None,
    rules: Annotated[
        list[str] | None, typer.Option("--rule", help="One more rule: first_tainted, first_tainted_newest")
    ] = None,
    backed: Annotated[
        list[str] | None,
        typer.Option("--backed", help="The rule owner: an account that counts as the donor's; repeat it"),
    ] = None,
) -> None:
    if (file is None) == (case is None) or (count and file):
        raise CaseError("give either a FILE or --case, one of the two; --count goes with --case")
    classes = tuple(count or TARGET_CLASSES[:2])
    if unknown := set(classes) - set(TARGET_CLASSES):
        raise CaseError(f"--count {min(unknown)!r} is not one of {', '.join(TARGET_CLASSES)}")
    more = tracing.More(rules or [], backed or [])
    if file is not None:
        asked = [tracing.trace_file(file, donors, targets, more, with_urls=picture is not None)]
    else:
        asked = tracing.trace_case(open_case(Path(str(case))), (donors, targets), classes, more)
    if picture is not None:
        picturing.write_picture(picture, asked[0])
    if certificate is not None:
        tracing.write_certificate(certificate, asked[0])
    if as_json:
        print(json.dumps(asked[0].answer.to_json(), indent=1, ensure_ascii=False))
        return
    for one in asked:
        print(text_of(one.answer) if file is not None else f"== {one.title}\n{text_of(one.answer)}\n")
