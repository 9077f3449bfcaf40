"""The build of a case: one in which nothing has changed, against the first one."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.ledgers import Shape, payments_of, shape_of
from bench.official.amending import amended
from bench.official.mix import Mix
from bench.official.writing import write
from bench.row import Row, Timed, WrongAnswerError, shown_seconds
from headwater.base.build import Ran, build
from headwater.base.case import read_case
from headwater.base.ids import slug
from headwater.base.money import plain_dollars
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

SEED = 3
DONOR_SETS, CANDIDATES = 2, 2
PLACE = "ocd-division/country:us/state:ca/county:example"
CASE = """\
title = "A measured case"
question = "How long does a build take?"
"""
DONOR_SET = """
[[donor_sets]]
id = "{id}"
name = "{name}"
members = ["{id}"]
"""
CLAIM = """\
id = "one"
statement = "At least one payment was made."
speaker = "Nobody"
publication = "Invented for a measurement"
article = "{article}"
lines = "1"
kind = "count"
unit = "payments"
definition = "Payments in these records."
needs = "Nothing more."
query = "SELECT count(*) AS value FROM payments"

[stated]
comparison = ">="
value = 1
"""
PAYMENT_COLUMNS = ("id", "date", "payer", "payer_id", "payer_kind", "payee", "payee_id", "payee_kind", "amount")
CONTEST_COLUMNS = (
    "division", "office", "election_date", "stage", "candidate", "party", "votes", "elected", "denominator",
    "denominator_kind", "count_status", "as_of", "committees", "publisher", "url",
)  # fmt: skip


def unchanged_against_first(payments: int) -> tuple[Row, ...]:
    """Both builds of an invented case with two donor sets, two candidates and one claim."""
    with TemporaryDirectory() as folder:
        write_case(Path(folder), shape_of(payments, max(1, payments // 2_000)))
        first, ran = _timed_build(Path(folder))
        second, ran_again = _timed_build(Path(folder))
    if not all(stage.was_built for stage in ran) or any(stage.was_built for stage in ran_again):
        raise WrongAnswerError("the first build must run every stage and the second none (does someone edit the code?)")
    timed = Timed(second, first)
    measured, against = f"second build, {shown_seconds(second)}", f"first build, {shown_seconds(first)}"
    return (Row("a build in which nothing has changed", measured, against, timed.ratio, payments),)


def amended_against_first(lines: int) -> tuple[Row, ...]:
    """Lines and ledger of made-up bulk files, and again once an amended filing has been added; the cores' time.

    Raises:
        WrongAnswerError: if the second differs in a byte from what a build from nothing gives.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, Mix(lines=lines, seed=SEED))
        files = sorted((folder / "bulk").iterdir())
        later = folder / "itcont_amended.txt"
        later.write_bytes(amended((folder / "bulk" / "itcont.txt").read_bytes()))
        first = _cores(folder / "grown", files)
        second = _cores(folder / "grown", [later])
        _cores(folder / "fresh", [later, *files])
        grown, fresh = (Warehouse(folder / case / ".headwater").manifest.tables for case in ("grown", "fresh"))
        if {name: entry.sha256 for name, entry in grown.items()} != {name: e.sha256 for name, e in fresh.items()}:
            raise WrongAnswerError("a build after an addition differs from a build from nothing")
    measured, against = (
        f"{said}, {shown_seconds(cores)} of the cores"
        for said, cores in (("with an amended filing added later", second), ("the first reading and build", first))
    )
    return (Row("a ledger to which an amended filing is added", measured, against, first / second, lines),)


def _cores(case: Path, files: Sequence[Path]) -> float:
    """The cores' seconds for adding files and bringing lines and ledger up to date."""
    begin = process_time()
    case.mkdir(exist_ok=True)
    (case / "case.toml").write_text(CASE, "utf-8")
    add_files(case / ".headwater", files, "fec_bulk")
    build([stage for stage in STAGES if stage.name in ("sources", "ledger")], read_case(case), case / ".headwater")
    return process_time() - begin


def write_case(folder: Path, shape: Shape) -> None:
    """Writes a case folder whose payments are an invented ledger of this shape."""
    sets = (DONOR_SET.format(id=_id(name), name=name) for name in shape.source_names[:DONOR_SETS])
    (folder / "case.toml").write_text(CASE + "".join(sets), "utf-8")
    (folder / "claims").mkdir()
    (folder / "claims" / "one.toml").write_text(CLAIM.format(article="0" * 64), "utf-8")
    _write_csv(folder / "payments.csv", PAYMENT_COLUMNS, _payment_rows(shape))
    _write_csv(folder / "contests.csv", CONTEST_COLUMNS, _contest_rows(shape))


def _timed_build(folder: Path) -> tuple[float, list[Ran]]:
    begin = perf_counter()
    ran = build(STAGES, read_case(folder), folder / ".headwater")
    return perf_counter() - begin, ran


def _payment_rows(shape: Shape) -> Iterator[Sequence[str]]:
    for paid in payments_of(shape, SEED):
        day = date.fromordinal(paid.day_from).isoformat()
        payer, payee = ((name, _id(name), "committee") for name in (paid.payer, paid.payee))
        yield paid.id, day, *payer, *payee, plain_dollars(paid.cents)


def _contest_rows(shape: Shape) -> Iterator[Sequence[str]]:
    for number, committee in enumerate(shape.campaign_names[:CANDIDATES], start=1):
        votes = ("", "100", "", "200", "all_votes_cast", "certified", "2022-07-01")
        named = f"Candidate {number}"
        yield PLACE, "district attorney", "2022-06-07", "general", named, *votes, _id(committee), "Invented", ""


def _id(name: str) -> str:
    return f"invented:{slug(name)}"


def _write_csv(path: Path, columns: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
