"""The command line: one thin command a verb; the only place where errors are caught and told to a person."""

import json
import os
import pwd
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from headwater import asking, picturing, tracing
from headwater.answering import CaseTracer
from headwater.base.errors import CaseError, HeadwaterError
from headwater.base.log import start_log
from headwater.base.money import format_cents
from headwater.base.new_case import new_case
from headwater.base.settings import read_settings
from headwater.base.terminal import show_grid
from headwater.claims import accepted as claim_accepted
from headwater.claims import check as claim_check
from headwater.claims.article import files as articles
from headwater.claims.reading import read_claims
from headwater.publish import server
from headwater.sources.add import add_files
from headwater.trace.case_book import TARGET_CLASSES
from headwater.trace.text import text_of
from headwater.trace.verify import verify as verify_certificate

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Traces money in elections from its source to the race it ends up in, and shows how sure one can be.",
)
CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder, such as cases/prosecutors")]
CaseOption = Annotated[Path, typer.Option("--case", metavar="CASE", help="The case's folder")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text")]


@app.command()
def new(
    what: Annotated[str, typer.Argument(metavar="case", help="What to start: case")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new folder")],
) -> None:
    """Makes a folder to start a case from."""
    if what != "case":
        raise CaseError(f"`headwater new {what}` is not known: say `headwater new case NAME`")
    folder = new_case(name)
    print(f"{folder} is ready: write its question into case.toml, then `headwater build {folder}`")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Raw files, or folders of them")],
    source: Annotated[str, typer.Option("--source", help="The source that reads them; see docs/sources.md")],
    case: CaseOption,
) -> None:
    """Puts local raw files into the case's archive after reading them whole."""
    opened = asking.open_case(case)
    print(add_files(opened.home, files, source).text)
    print(f"next: headwater build {case}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def fetch(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source to fetch from; see docs/sources.md")],
    case: CaseOption,
) -> None:
    """Downloads a source's official files into the case: --NAME VALUE fills each blank of its addresses."""
    opened = asking.open_case(case)
    print(asking.fetch(opened, source, context.args))
    print(f"next: headwater build {case}")


@app.command("build")
def build_case(case: CaseFolder) -> None:
    """Filings to ledger to verdicts to pages; only what changed."""
    opened = asking.open_case(case)
    asking.build_all(opened)
    site = asking.publish_pages(opened)
    asking.show_verdicts(opened, asking.verdicts(opened))
    print(f"site: {site.resolve() / 'index.html'}")
    print(f"      or `headwater serve {case}` for http://127.0.0.1:8000/")


@app.command()
def trace(  # noqa: PLR0913, PLR0917 - a parameter is an option of the command
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
    """What must have, what may have, and what by each rule did reach a target from a donor."""
    if (file is None) == (case is None) or (count and file):
        raise CaseError("give either a FILE or --case, one of the two; --count goes with --case")
    classes = tuple(count or TARGET_CLASSES[:2])
    if unknown := set(classes) - set(TARGET_CLASSES):
        raise CaseError(f"--count {min(unknown)!r} is not one of {', '.join(TARGET_CLASSES)}")
    more = tracing.More(rules or [], backed or [])
    if file is not None:
        asked = [tracing.trace_file(file, donors, targets, more, with_urls=picture is not None)]
    else:
        asked = tracing.trace_case(asking.open_case(Path(str(case))), (donors, targets), classes, more)
    if picture is not None:
        picturing.write_picture(picture, asked[0])
    if certificate is not None:
        tracing.write_certificate(certificate, asked[0])
    if as_json:
        print(json.dumps(asked[0].answer.to_json(), indent=1, ensure_ascii=False))
        return
    for one in asked:
        print(text_of(one.answer) if file is not None else f"== {one.title}\n{text_of(one.answer)}\n")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A certificate written by `trace --certificate`")],
) -> None:
    """Checks a certificate by plain arithmetic: that both bounds are reached and nothing goes beyond them."""
    low, high = verify_certificate(file)
    print(f"{file.name} holds: at least {format_cents(low)}, at most {format_cents(high)}")


@app.command()
def check(
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
    """Every claim with its verdict; exit status 1 if a verdict changed since the accepted ones."""
    opened = asking.open_case(case)
    read_claims(opened.case.folder)
    found = asking.verdicts(opened)
    asking.write_reviews(opened, found, claimreview, memo)
    if as_json:
        print(json.dumps(claim_check.report(found), indent=1))
    else:
        asking.show_verdicts(opened, found)
    if accept:
        claim_accepted.accept(case, found, datetime.now(tz=UTC).date())
        return
    changes = claim_check.changed(found, claim_accepted.read_accepted(case))
    for change in changes:
        sys.stderr.write(f"{change}\n")
    if changes:
        raise typer.Exit(1)


@app.command("read")
def read_an_article(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="The article's text, as UTF-8")],
    case: Annotated[
        Path | None, typer.Option("--case", metavar="CASE", help="A case whose names are looked for")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write one TOML stub a claim here")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Show each sentence as a comment, not for a case's folder")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Proposes claims from an article: its countable statements, with their characters, as TOML."""
    print(articles.propose(article, asking.held_against(case), out, shows=show, as_json=as_json))


@app.command()
def quote(
    first: Annotated[Path, typer.Argument(metavar="A", help="The text that quotes")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The text in which its quotations are looked for")],
    as_json: AsJson = False,
) -> None:
    """Quotations of one text in another: exact, altered, not found; exit status 1 unless all are exact."""
    text, all_exact = articles.compare(first, second, as_json=as_json)
    print(text)
    if not all_exact:
        raise typer.Exit(1)


@app.command()
def review(
    case: CaseFolder,
    author: Annotated[str, typer.Option("--author", help="Who decides; the name of your account if not given")] = "",
) -> None:
    """Uncertain matches, one at a time: same, different or unsure, and why; most money times doubt first."""
    who = author.strip() or pwd.getpwuid(os.getuid()).pw_name
    if asking.review_case(asking.open_case(case), who, date.today()):  # noqa: DTZ011 - the reviewer's own day
        print(f"next: headwater build {case}")


@app.command()
def audit(case: CaseFolder, as_json: AsJson = False) -> None:
    """How complete and how consistent the ledger is."""
    found = asking.audit(asking.open_case(case))
    if as_json:
        print(json.dumps(found, indent=1))
        return
    show_grid(
        "Audit", ("what", "figure", "value"), [(w, f, str(n)) for w, row in found.items() for f, n in row.items()]
    )


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT on the public views")],
    case: CaseOption,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV")] = False,
    as_json: AsJson = False,
) -> None:
    """SQL on the documented views, read only."""
    names, rows = asking.query(asking.open_case(case), sql)
    if as_json:
        if doubled := [name for name in names if names.count(name) > 1]:
            raise CaseError(f"--json: two columns are named {doubled[0]!r}; give each a name of its own with AS")
        print(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=1, ensure_ascii=False, default=str)
        )
    elif as_csv:
        asking.write_csv(names, rows)
    else:
        show_grid("", names, [tuple("" if cell is None else str(cell) for cell in row) for row in rows])


@app.command()
def serve(
    case: CaseFolder, port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on localhost")] = 8000
) -> None:
    """The site and its JSON beside each page, on localhost."""
    opened = asking.open_case(case)
    asking.build_all(opened)
    asking.publish_pages(opened)
    server.serve(opened.home, port, CaseTracer(opened.home, opened.settings.threads))


@app.command()
def export(
    case: CaseFolder,
    kind: Annotated[
        str, typer.Option("--as", metavar="KIND", help="csv, parquet, ftm, claimreview, datapackage or sqlite")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write it")],
) -> None:
    """The case's data for other programs, as a folder of files with the terms of use."""
    print(f"{kind}: {asking.export(asking.open_case(case), kind, out).resolve()}")


@app.command()
def publish(
    case: CaseFolder, out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write the site")]
) -> None:
    """The same pages as a folder of static files, with the data they show."""
    opened = asking.open_case(case)
    asking.build_all(opened)
    print(f"site: {asking.publish_pages(opened, out).resolve() / 'index.html'}")


def main() -> None:
    """Runs a command; a known error is one line and exit status 2, nothing else is caught."""
    try:
        start_log(read_settings().log_level)
        app()
    except HeadwaterError as error:
        sys.stderr.write(f"headwater: {error}\n")
        sys.exit(error.exit_status)
    except OSError as error:
        sys.stderr.write(f"headwater: {error.filename or 'system'}: {error.strerror or error}\n")
        sys.exit(HeadwaterError.exit_status)


if __name__ == "__main__":
    main()
