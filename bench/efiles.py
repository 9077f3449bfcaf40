"""The reader of electronic filings against the two that others use: ``python -m bench.efiles [LINES]``."""

import csv
import random
import shutil
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pyarrow.compute as pc

from bench.page import shown_ratio
from bench.row import Row, Timed, WrongAnswerError, in_turns, shown_seconds
from headwater.base.log import start_log
from headwater.base.money import plain_dollars
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources._reading.records import Batch
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.totals import TOTALS
from headwater.sources.fec_efiles.read import read
from headwater.sources.fec_efiles.versions import columns

LINES_READ = 500_000
SEED, TIMES = 7, 2
VERSION, FILER = "8.4", "C99990001"
ITEMIZED = "11(a)(i) individuals, itemized"
_FS = "\x1c"
_FIRST = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gum", "Hazel", "Ivy", "Juniper", "Kauri", "Larch")
_LAST = ("Anvil", "Beacon", "Candle", "Drum", "Easel", "Funnel", "Gavel", "Hinge", "Inkwell", "Jug", "Kettle", "Ladle")
_WORK = ("Invented Mills", "Sample Foundry", "Placeholder Labs", "Example Orchards", "Specimen Freight", "None")
_DONORS = 0.4
"""How many distinct givers there are for each gift."""
_SPENT = 0.04
"""How many disbursements there are for each gift."""


def written(path: Path, gifts: int) -> int:
    """Writes an invented filing of so many itemized gifts.

    Returns:
        The sum of the gifts in cents, which the summary states too.
    """
    dice = random.Random(SEED)
    body = list(_gifts(dice, gifts))
    spent = [(number, dice.randrange(100, 900_000)) for number in range(int(gifts * _SPENT))]
    total = sum(cents for cents, _ in body)
    cover = _filled(
        "F3XN",
        filer_committee_id_number=FILER,
        committee_name="Invented Committee for Measurements",
        city="Exampleville",
        state="KS",
        zip_code="66002",
        report_code="Q1",
        coverage_from_date="20240101",
        coverage_through_date="20240331",
        date_signed="20240415",
        col_a_individuals_itemized=plain_dollars(total),
        col_a_total_receipts=plain_dollars(total),
        col_a_total_disbursements=plain_dollars(sum(cents for _, cents in spent)),
    )
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(_FS.join(("HDR", "FEC", VERSION, "Invented", "1.0", "", "")) + "\n")
        out.write(cover)
        out.writelines(line for _, line in body)
        out.writelines(_spending(number, cents) for number, cents in spent)
    return total


def readers_against_others(gifts: int) -> tuple[Row, ...]:
    """Reads one invented filing to typed lines, against libfec's CSV and fecfile's objects, in one run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "900001.fec"
        planted = written(path, gifts)
        megabytes = path.stat().st_size / 1e6
        rows = [_against_libfec(path, planted, gifts), _against_fecfile(path, planted, gifts)]
    return tuple(replace(row, measured=f"{row.measured} ({megabytes:,.1f} MB)") for row in rows if row is not None)


def _against_libfec(path: Path, planted: int, gifts: int) -> Row | None:
    program = shutil.which("libfec", path=sysconfig.get_path("scripts")) or shutil.which("libfec")
    if program is None:
        return None
    out = path.with_name("csv")

    def theirs() -> int:
        shutil.rmtree(out, ignore_errors=True)
        command = [program, "export", str(path), "--output-directory", str(out), "--format", "csv", "--offline"]
        subprocess.run(command, check=True, capture_output=True)
        return 0

    # The hash is what the archive needs, once; no other reader makes one.
    raw = raw_file(path, path.name)
    timed, ours, _ = in_turns(lambda: _read(raw), theirs, TIMES)
    _check(planted, ours, _summed_csv(out))
    return _row("libfec writing CSV", timed, gifts)


def _against_fecfile(path: Path, planted: int, gifts: int) -> Row:
    import fecfile  # noqa: PLC0415 it loads a client for the network, which nothing else here needs

    def theirs() -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = fecfile.loads(path.read_text("utf-8"))
        return sum(round(line["contribution_amount"] * 100) for line in found["itemizations"]["Schedule A"])

    raw = raw_file(path, path.name)
    timed, ours, summed = in_turns(lambda: _read(raw), theirs, 1)
    _check(planted, ours, summed)
    return _row("fecfile making objects", timed, gifts)


def _row(other: str, timed: Timed, gifts: int) -> Row:
    measured, against = f"typed lines in {shown_seconds(timed.measured)}", f"{other}, {shown_seconds(timed.against)}"
    return Row("an electronic filing read", measured, against, timed.ratio, gifts)


def _check(planted: int, *sums: int) -> None:
    if any(one != planted for one in sums):
        raise WrongAnswerError(f"the filing's gifts are {planted} cents; read were {sums}")


def _read(raw: RawFile) -> int:
    """Reads a filing and gives the sum of the lines of its first total, which must be what is stated."""
    summed = stated = 0
    for record in read(raw):
        if isinstance(record, Batch) and record.table is LINES:
            own = record.rows.filter(pc.equal(record.rows.column("adds_to"), ITEMIZED))
            summed += pc.sum(own.column("cents")).as_py() or 0
        elif isinstance(record, Batch) and record.table is TOTALS:
            own = record.rows.filter(pc.equal(record.rows.column("measure"), ITEMIZED))
            stated += pc.sum(own.column("cents")).as_py() or 0
    if summed != stated:
        raise WrongAnswerError(f"the lines are {summed} cents where the summary states {stated}")
    return summed


def _summed_csv(folder: Path) -> int:
    total = 0
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if "contribution_amount" in row:
                    total += round(float(row["contribution_amount"]) * 100)
    return total


def _gifts(dice: random.Random, count: int) -> Iterator[tuple[int, str]]:
    names = columns("SA11AI", VERSION)
    template = dict.fromkeys(names, "")
    first_day = date(2024, 1, 1)
    for number in range(count):
        donor = dice.randrange(max(1, int(count * _DONORS)))
        cents = dice.choice((2500, 5000, 10000, 25000, dice.randrange(100, 330_000)))
        template.update(
            form_type="SA11AI",
            filer_committee_id_number=FILER,
            transaction_id=f"SA11AI.{number}",
            entity_type="IND",
            contributor_last_name=f"{_LAST[donor % 12]}{donor // 144}",
            contributor_first_name=_FIRST[donor // 12 % 12],
            contributor_middle_name=chr(65 + donor % 26),
            contributor_street_1=f"{donor} Example Street",
            contributor_city="Exampleville",
            contributor_state="KS",
            contributor_zip_code=f"66{donor % 1000:03d}{donor % 10000:04d}",
            election_code="P2024",
            contribution_date=(first_day + timedelta(days=number % 91)).strftime("%Y%m%d"),
            contribution_amount=plain_dollars(cents),
            contribution_aggregate=plain_dollars(cents + 100_000),
            contributor_employer=_WORK[donor % 6],
            contributor_occupation="Maker of examples",
        )
        yield cents, _FS.join(template.values()) + "\n"


def _spending(number: int, cents: int) -> str:
    return _filled(
        "SB21B",
        filer_committee_id_number=FILER,
        transaction_id_number=f"SB21B.{number}",
        entity_type="ORG",
        payee_organization_name=f"Invented Vendor {number % 400}",
        payee_city="Exampleville",
        payee_state="KS",
        payee_zip_code="66002",
        expenditure_date="20240215",
        expenditure_amount=plain_dollars(cents),
        expenditure_purpose_descrip="Examples",
    )


def _filled(record: str, **values: str) -> str:
    names: Sequence[str] = columns(record, VERSION)
    unknown = set(values) - set(names)
    if unknown:
        raise WrongAnswerError(f"{record} has no field {min(unknown)}")
    return _FS.join({"form_type": record, **dict.fromkeys(names[1:], ""), **values}.values()) + "\n"


def main() -> None:
    """Measures and prints; the size may be given."""
    start_log("warning")
    gifts = int(sys.argv[1]) if len(sys.argv) > 1 else LINES_READ
    begin = perf_counter()
    for row in readers_against_others(gifts):
        print(f"{shown_ratio(row.ratio):>6}  {row.what}: {row.measured}; {row.against}", flush=True)
    print(f"measured in {shown_seconds(perf_counter() - begin)}")


if __name__ == "__main__":
    main()
