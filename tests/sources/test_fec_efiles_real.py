"""Electronic filings as the Commission published them: each filing's own summary is the oracle of its lines."""

import csv
import io
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import Parsed, parse
from headwater.sources._reading.raw import raw_file

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fecfile import fecparser

pytestmark = pytest.mark.real
REFUSED = "fastfec_filing_invalid_version.fec"
DAY = "fecfile_20180616.zip"
# Filing and line: itemized are not the cents that the summary states, where all must be itemized.
NOT_EQUAL = {
    # This file was cut down to its cover and one loan's agreement (schedules C): schedules A and B are not in it.
    ("fec:1385191", "17(a)(i) individuals, itemized"): (519156400, 0),
    ("fec:1385191", "17(c) other political committees"): (1500, 0),
    ("fec:1385191", "19(a) loans from the candidate"): (40000000, 0),
    ("fec:1385191", "28(c) refunds to other committees"): (-3300, 0),
}
# Lines of which small amounts need not be itemized, but the itemized ones are more than the summary states.
ABOVE = {
    # Refunds that were voided stand as negative lines here; those not itemized are negative too, by 2,738.79.
    ("fec:1527862", "28(a) refunds to individuals"): (-10230746, -10504625),
    # One line itemized under 15 whose amount the summary states under 17 (other receipts, 46.88).
    ("fec:1238420", "15 offsets to operating expenditures"): (0, -4688),
}


def _files(real: Path) -> list[Path]:
    return [path for path in sorted((real / "fec_efilings").iterdir()) if path.name != REFUSED]


def _parsed(path: Path) -> Parsed:
    return parse(raw_file(path, path.name), find_source("fec_efiles"))


def _rows(found: Parsed, table: str) -> list[dict[str, Any]]:
    return found.tables[table].to_pylist() if table in found.tables else []


def _documents(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from ((name.removesuffix(".fec"), archive.read(name)) for name in archive.namelist())
    else:
        yield path.stem.rpartition("_")[2], path.read_bytes()


def test_lines_add_up_to_each_filings_own_summary(real: Path) -> None:
    compared = 0
    not_equal: dict[tuple[str, str], tuple[int, int]] = {}
    above: dict[tuple[str, str], tuple[int, int]] = {}
    for path in _files(real):
        found = _parsed(path)
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for line in _rows(found, "source_lines"):
            sums[line["filing_id"], line["adds_to"]] += line["cents"]
        stated = {(total["filing_id"], total["measure"]): total for total in _rows(found, "source_totals")}
        for key, total in stated.items():
            compared += total["itemizes"]
            if total["itemizes"] and sums[key] != total["cents"]:
                not_equal[key] = (total["cents"], sums[key])
            if not total["itemizes"] and abs(sums[key]) > abs(total["cents"]):
                above[key] = (total["cents"], sums[key])
        assert {key for key in sums if key[1]} <= set(stated), path.name
    assert not_equal == NOT_EQUAL
    assert above == ABOVE
    # 31 filings of forms 3, 3X and 3P; those that state 0.00 where nothing is itemized are compared as well.
    assert compared > 400


def test_every_line_of_every_file_has_one_fate(real: Path) -> None:
    for path in _files(real):
        counts = _parsed(path).counts
        lines = sum(content.count(b"\n") for _, content in _documents(path))
        assert counts.read == lines == counts.kept + counts.ignored, path.name
        assert counts.rejected == 0, path.name


def test_fecfile_reads_the_same_money(real: Path) -> None:
    # A second library, row by row: sums and counts of each kind of record in each filing.
    for path in _files(real):
        ours: Counter[tuple[str, str]] = Counter()
        for line in _rows(_parsed(path), "source_lines"):
            schedule = line["schedule"].split(" ")[0]
            ours[line["filing_id"], schedule] += abs(line["cents"])
            ours[line["filing_id"], f"{schedule} lines"] += 1
        theirs: Counter[tuple[str, str]] = Counter()
        for number, content in _documents(path):
            for schedule, amount in _by_fecfile(content):
                theirs[f"fec:{number}", schedule] += abs(int(Decimal(amount) * 100))
                theirs[f"fec:{number}", f"{schedule} lines"] += 1
        assert ours == theirs, path.name


def _by_fecfile(content: bytes) -> Iterator[tuple[str, str]]:
    text = content.decode("cp1252", "replace")
    amounts = ("contribution_amount", "expenditure_amount", "transferred_amount", "total_amount")
    schedules = {"F65": "A", "SE": "E", "H4": "H4", "H3": "H3"}
    for item in fecparser.iter_lines(text.split("\n"), options={"as_strings": True}):
        record = item.data.get("form_type", "") if item.data_type == "itemization" else ""
        is_money = record[:2] in ("SA", "SB") or record in schedules
        amount = next((item.data[name] for name in amounts if name in item.data), "") if is_money else ""
        if is_money:
            yield schedules.get(record, record[1]), amount


def test_an_invalid_version_is_refused_in_one_line(real: Path) -> None:
    with pytest.raises(InputError, match=r"format version '180\.5' is none that is known") as caught:
        _parsed(real / "fec_efilings" / REFUSED)
    assert "\n" not in str(caught.value)


def test_old_versions_and_amendments(real: Path) -> None:
    found = {row["filing_id"]: row for path in _files(real) for row in _rows(_parsed(path), "source_filings")}
    # Their own headers and covers: an amendment of version 2.02 without a number, and two first ones.
    assert [(found[key]["form"], found[key]["report_number"]) for key in ("fec:13360", "fec:1550548", "fec:27789")] == [
        ("3X", 1),
        ("3X", 1),
        ("3X", 1),
    ]
    assert str(found["fec:27789"]["period_from"]) == "2001-07-01"
    # 10 files, and 52 in the archive.
    assert len(found) == 62


def test_the_days_archive_is_the_filings_in_it(real: Path, tmp_path: Path) -> None:
    whole = _parsed(real / "fec_efilings" / DAY)
    number, content = next(pair for pair in _documents(real / "fec_efilings" / DAY) if pair[0] == "1238378")
    (tmp_path / f"{number}.fec").write_bytes(content)
    alone = _parsed(tmp_path / f"{number}.fec")
    own = {row["line_id"] for row in _rows(alone, "source_lines")}
    assert own
    assert own == {row["line_id"] for row in _rows(whole, "source_lines") if row["filing_id"] == "fec:1238378"}


def test_no_street_or_treasurer_is_in_any_record(real: Path) -> None:
    path = real / "fec_efilings" / "fecfile_27789.fec"
    # The fourth field of a schedule A line of version 3 is the contributor's street.
    rows = list(csv.reader(io.StringIO(path.read_text("cp1252"))))
    streets = {row[4] for row in rows if row[0] == "SA11A1" and any(c.isdigit() for c in row[4])}
    seen = "\n".join(
        str(value) for table in _parsed(path).tables.values() for row in table.to_pylist() for value in row.values()
    )
    assert len(streets) > 100
    assert not [street for street in streets if street in seen]
