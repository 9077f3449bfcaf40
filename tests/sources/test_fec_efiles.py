"""Electronic filings of the Federal Election Commission, on invented filings with planted answers."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater.sources
from bench.efiles import readers_against_others
from headwater.base.errors import InputError
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import Parsed, parse
from headwater.sources._reading.raw import raw_file
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.fec_efiles import opening, text
from headwater.sources.fec_efiles.families import FAMILIES, family_of
from headwater.sources.fec_efiles.forms import FORMS, IGNORED
from headwater.sources.fec_efiles.groups import record_of
from headwater.sources.fec_efiles.opening import number_of
from headwater.sources.fec_efiles.versions import columns, is_known
from tests.planted import filed, judged

Rows = dict[str, list[dict[str, Any]]]
ReadFile = Callable[..., Parsed]
SAMPLE = Path(headwater.sources.__path__[0]) / "fec_efiles" / "sample"
# As most programs write it.
REPORT = (SAMPLE / "900101.fec").read_text("utf-8").encode("cp1252")
NOTICE = (SAMPLE / "900102.fec").read_bytes()
OLD = (SAMPLE / "900103.fec").read_bytes()
FS = b"\x1c"
PERIODIC = [f"8.{minor}" for minor in range(6)] + ["7.0", *(f"6.{minor}" for minor in range(1, 5))]
OLDER = ["5.3", "5.2", "5.1", "5.00", "3.00", "2.02", "1.00"]
PAPER = ["P1.0", "P2.2", "P2.4", "P2.6", "P3.0", "P3.1", "P3.2", "P3.3", "P3.4"]


def _rows(found: Parsed, table: str) -> list[dict[str, Any]]:
    return found.tables[table].to_pylist() if table in found.tables else []


def _lines(found: Parsed) -> dict[str, dict[str, Any]]:
    return {line["transaction_id"]: line for line in _rows(found, "source_lines")}


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_the_samples_lines(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", REPORT, "900101.fec")
    # Planted, in cents: refunds, repayments and offsets are negative amounts of what they undo.
    assert {
        key: (line["schedule"], line["kind"], line["cents"], line["side"]) for key, line in _lines(found).items()
    } == {
        "A1": ("A", "monetary", 100000, "payee"),
        "A2": ("A", "monetary", 50050, "payee"),
        "A3": ("A memo", "monetary", 50050, "payee"),
        "A4": ("A", "in_kind", 25000, "payee"),
        "A5": ("A", "monetary", 500000, "payee"),
        "A6": ("A", "monetary", 150000, "payee"),
        "A7": ("A memo", "monetary", 70000, "payee"),
        "A8": ("A", "loan", 300000, "payee"),
        "A9": ("A", "spending", -7500, "payer"),
        "A10": ("A", "contribution_made", -25000, "payer"),
        "B1": ("B", "spending", 95075, "payer"),
        "B2": ("B memo", "spending", 25000, "payer"),
        "B3": ("B", "contribution_made", 250000, "payer"),
        "B4": ("B", "loan", -100000, "payee"),
        "B5": ("B", "monetary", -10000, "payee"),
        "B6": ("B", "spending", 12000, "payer"),
        "E1": ("E", "independent_expenditure", 150000, "payer"),
    }
    # Header, loan agreement, note and blank line are left out; the cover and 17 lines are kept.
    assert (found.counts.read, found.counts.kept, found.counts.ignored) == (22, 18, 4)


def test_the_samples_parties(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", REPORT, "900101.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    lines = _lines(found)
    giver = parties[lines["A1"]["payer_party_id"]]
    assert (giver["name"], giver["kind"], giver["place"], giver["zip5"]) == (
        "Specimen, Robin Q",
        "person",
        "Exampleville, KS",
        "66002",
    )
    assert (giver["employer"], giver["occupation"]) == ("Invented Mills", "Miller")
    # The earmarked gift points at the memo below it, which names who passed the money on.
    conduit = parties[lines["A2"]["conduit_party_id"]]
    assert (conduit["name"], conduit["identifier"]) == ("Sample Conduit", "C99900777")
    assert lines["A3"]["conduit_party_id"] == ""
    # Written in Windows-1252.
    assert parties[lines["B1"]["payee_party_id"]]["name"] == "Café Imprimé"
    # A refund stands as the gift that it undoes: the same giver, to the same committee.
    filer = lines["A1"]["payee_party_id"]
    assert parties[lines["B5"]["payer_party_id"]]["name"] == giver["name"]
    assert lines["B5"]["payee_party_id"] == filer == lines["A9"]["payer_party_id"] == lines["A10"]["payer_party_id"]
    about = parties[lines["E1"]["about_party_id"]]
    assert (about["name"], about["identifier"], about["place"]) == (
        "Nobody, Pat",
        "H0KS09999",
        "ocd-division/country:us/state:ks/cd:2",
    )
    assert (lines["E1"]["stance"], lines["E1"]["date_from"]) == ("against", date(2024, 2, 18))


def test_a_person_is_the_same_party_as_in_the_bulk_files(read_file: ReadFile) -> None:
    # The bulk files' line of the same gift: its name, place, ZIP code, employer and occupation.
    bulk = (
        "C99900101|N|Q1|P2024|202404159000000001|15|IND|Specimen, Robin Q|Exampleville|KS|660021234|Invented Mills|"
        "Miller|01102024|1000||A1|900101|||4041520240000000001\n"
    )
    theirs = read_file("fec_bulk", bulk, "itcont.txt")
    ours = _lines(read_file("fec_efiles", REPORT, "900101.fec"))["A1"]["payer_party_id"]
    assert _rows(theirs, "source_lines")[0]["payer_party_id"] == ours


def test_the_summary_is_stated_and_its_lines_add_up(read_file: ReadFile) -> None:
    for name in ("900101.fec", "900103.fec", "900104.fec"):
        found = read_file("fec_efiles", (SAMPLE / name).read_bytes(), name)
        stated = {row["measure"]: row for row in _rows(found, "source_totals")}
        for measure, total in stated.items():
            own = [line["cents"] for line in _rows(found, "source_lines") if line["adds_to"] == measure]
            assert not total["itemizes"] or sum(own) == total["cents"], measure
    found = read_file("fec_efiles", REPORT, "900101.fec")
    cents = {row["measure"]: row["cents"] for row in _rows(found, "source_totals")}
    assert (cents["opening_balance"], cents["receipts"], cents["expenditures"], cents["closing_balance"]) == (
        100000,
        1169550,
        642075,
        627475,
    )
    assert cents["11(a)(ii) individuals, not itemized"] == 12000
    assert {row["filing_id"] for row in _rows(found, "source_totals")} == {"fec:900101"}


def test_the_older_formats(read_file: ReadFile) -> None:
    old = read_file("fec_efiles", OLD, "900103.fec")
    parties = {row["party_id"]: row for row in _rows(old, "source_parties")}
    lines = _lines(old)
    giver = parties[lines["R1"]["payer_party_id"]]
    # One field holds last name, first names and titles; quotes inside a quoted field were not doubled.
    assert (giver["name"], giver["kind"], giver["employer"]) == (
        "Specimen, Robin Q Ms.",
        "person",
        'Invented "Old" Mills',
    )
    assert (lines["R2"]["kind"], lines["D2"]["kind"], lines["D2"]["cents"]) == ("loan", "loan", -10000)
    assert parties[lines["R2"]["payer_party_id"]]["identifier"] == "H0KS09999"
    oldest = read_file("fec_efiles", (SAMPLE / "900104.fec").read_bytes(), "900104.fec")
    assert [line["cents"] for line in _rows(oldest, "source_lines")] == [500000, 2500]
    # Twelve lines of header.
    assert (oldest.counts.read, oldest.counts.ignored) == (15, 12)


def test_filings(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("fec_efiles")
    found = {row["filing_id"]: row for row in tables["source_filings"]}
    assert {key: (row["form"], row["report_number"], row["schedules"]) for key, row in found.items()} == {
        "fec:900101": ("3X", 2, "*"),
        "fec:900102": ("24", 0, "*"),
        "fec:900103": ("3", 1, "*"),
        "fec:900104": ("3X", 0, "*"),
        "fec:900105": ("99", 0, "*"),
        "fec:900106": ("6", 0, "*"),
    }
    report = found["fec:900101"]
    assert (report["period_from"], report["period_thru"]) == (date(2024, 1, 1), date(2024, 3, 31))
    assert report["url"] == "https://docquery.fec.gov/cgi-bin/forms/C99900101/900101/"
    codes = {line["filing_id"]: line["report_code"] for line in tables["source_lines"]}
    assert codes == {
        "fec:900101": "Q1",
        "fec:900102": "48",
        "fec:900103": "YE",
        "fec:900104": "M6",
        "fec:900106": "48",
    }
    assert not tables["rejected"]


def test_a_zip_is_its_filings(read_file: ReadFile) -> None:
    both = read_file("fec_efiles", _zip({"900102.fec": NOTICE, "900101.fec": REPORT}), "20240415.zip")
    alone = [read_file("fec_efiles", REPORT, "900101.fec"), read_file("fec_efiles", NOTICE, "900102.fec")]
    ids = [row["line_id"] for found in alone for row in _rows(found, "source_lines")]
    assert sorted(row["line_id"] for row in _rows(both, "source_lines")) == sorted(ids)
    assert both.counts.read == sum(found.counts.read for found in alone)
    # Rows go on over the members, in the order of their names.
    assert max(row["row"] for row in _rows(both, "source_lines")) == 22 + 3
    assert {row["filing_id"] for row in _rows(both, "source_filings")} == {"fec:900101", "fec:900102"}


def test_an_unreadable_filing_of_a_zip_is_rejected_line_by_line(read_file: ReadFile) -> None:
    bad = REPORT.replace(b"\x1c8.4\x1c", b"\x1c180.5\x1c", 1)
    found = read_file("fec_efiles", _zip({"900101.fec": bad, "900102.fec": NOTICE}), "20240415.zip")
    rejected = _rows(found, "rejected")
    assert sorted(row["row"] for row in rejected) == list(range(1, 23))
    assert "180.5" in rejected[0]["reason"]
    assert [row["transaction_id"] for row in _rows(found, "source_lines")] == ["E1"]


def test_zips_that_are_refused(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"is no \.fec file"):
        read_file("fec_efiles", _zip({"readme.txt": b"x"}), "day.zip")
    with pytest.raises(InputError, match="holds no file"):
        read_file("fec_efiles", _zip({}), "day.zip")
    whole = _zip({"900101.fec": REPORT * 50})
    with pytest.raises(InputError, match="cannot be unpacked"):
        read_file("fec_efiles", whole[:900] + b"\0\0\0\0" + whole[904:], "day.zip")
    with pytest.raises(InputError, match="cannot be unpacked"):
        read_file("fec_efiles", whole[: len(whole) // 2], "day.zip")
    monkeypatch.setattr(opening, "RATIO_FROM_BYTES", 1000)
    monkeypatch.setattr(opening, "RATIO", 2)
    with pytest.raises(InputError, match="more than any day's filings"):
        read_file("fec_efiles", whole, "day.zip")


def test_what_is_refused(read_file: ReadFile) -> None:
    for content, said in (
        (b"", "the file is empty"),
        (b"\n\n", "begins with no header"),
        (b"not a filing\n", "begins with no header"),
        (REPORT.split(b"\n")[0] + b"\n", "ends after its header"),
        (REPORT.replace(b"\x1c8.4\x1c", b"\x1c9.9\x1c", 1), "format version '9.9' is none that is known"),
        (REPORT.replace(b"F3XA", b"F3QA", 1), "'F3QA' is no form that is known in version 8.4"),
        (REPORT.replace(b"C99900101", b"X1", 1), "'X1' is no id of the Commission"),
        (REPORT.replace(b"\x1c20240331", b"\x1c20240332", 1), "'20240332' is no day"),
        (REPORT.replace(b"11695.50", b"11,695.50", 1), "col_a_total_receipts"),
        ((SAMPLE / "900104.fec").read_bytes().replace(b"= DEC", b"= NODEC"), "'NODEC' where only DEC is read"),
        (b"/* Header\n", "its header does not end"),
    ):
        with pytest.raises(InputError, match=said.replace("(", r"\(")) as caught:
            read_file("fec_efiles", content, "900101.fec")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        (b"\x1c1000.00\x1c", b"\x1c1000.001\x1c", "contribution_amount", "is not dollars"),
        (b"\x1c1000.00\x1c", b"\x1c1e9\x1c", "contribution_amount", "is not dollars"),
        (b"\x1c1000.00\x1c", b"\x1c10000000000001.00\x1c", "contribution_amount", "more money than there is"),
        (
            b"\x1c1000.00\x1c",
            b"\x1c\x1c",
            "contribution_amount",
            "an empty field is not dollars with at most two decimals, such as 1250.00",
        ),
        (b"\x1c20240110\x1c", b"\x1c20240230\x1c", "contribution_date", "no day that exists"),
        (
            b"\x1c20240110\x1c",
            b"\x1c2024-01-10\x1c",
            "contribution_date",
            "'2024-01-10' is no day that exists, written YYYYMMDD",
        ),
        (b"\x1c20240110\x1c", b"\x1c99990110\x1c", "contribution_date", "no day that exists"),
        (
            b"\x1cIND\x1c",
            b"\x1cXYZ\x1c",
            "entity_type",
            "no known type of entity: CAN, CCM, COM, IND, ORG, PAC, PTY or none",
        ),
        (b"SA11AI\x1cC99900101", b"SA11AI\x1cC99900102", "filer_committee_id_number", "is not who filed, C99900101"),
        (b"SA11AI\x1c", b"SA99\x1c", "form_type", "is no record of form 3X"),
        (b"\x1cMiller\x1c", b"\x1cMil\0ler\x1c", "", "a NUL byte"),
        (b"\x1cMiller\x1c", b"\x1cMil\x81ler\x1c", "", "neither UTF-8 nor cp1252"),
        (b"\x1cMiller\x1c", "\x1cMül".encode() + b"l\xe9r\x1c", "", "text in two encodings"),
        (b"SA11AI\x1c", b"ZZ1\x1c", "", "is no record that is known"),
    ],
)
def test_a_line_that_cannot_be_read_is_rejected(
    read_file: ReadFile, old: bytes, new: bytes, field: str, reason: str
) -> None:
    cover, rest = REPORT.split(b"\nSA11AI", 1)
    found = read_file("fec_efiles", cover + b"\n" + (b"SA11AI" + rest).replace(old, new, 1), "900101.fec")
    (row,) = _rows(found, "rejected")
    assert (row["row"], row["field"]) == (3, field)
    assert reason in row["reason"]
    assert "Sample Street" not in row["raw_text"]
    assert found.counts.kept == 17
    if field:
        assert json.loads(row["raw_text"])["transaction_id"] == "A1"


def test_a_side_must_be_stated(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", NOTICE.replace(b"\x1cO\x1c", b"\x1cQ\x1c"), "900102.fec")
    assert [row["field"] for row in _rows(found, "rejected")] == ["support_oppose_code"]


def test_fields_beyond_the_last(read_file: ReadFile) -> None:
    lines = REPORT.split(b"\n")
    # Empty ones are some programs' habit; a filled one means that the columns cannot be trusted.
    lines[2] += FS * 3
    assert read_file("fec_efiles", b"\n".join(lines), "900101.fec").counts.kept == 18
    lines[2] += b"10 Sample Street"
    found = read_file("fec_efiles", b"\n".join(lines), "900101.fec")
    (row,) = _rows(found, "rejected")
    assert row["reason"] == "48 fields where a record of schedule A has 45 in this version"
    assert row["raw_text"] == "SA11AI C99900101 A1"
    # Fewer are the last ones left off.
    lines[2] = lines[2].rstrip(b"10 Sample Street").rstrip(FS)
    assert read_file("fec_efiles", b"\n".join(lines), "900101.fec").counts.kept == 18


def test_a_field_beyond_the_last_is_seen_wherever_it_stands(read_file: ReadFile) -> None:
    head = REPORT.split(b"\n")[:3]
    gifts = [head[2]] * 3000
    # Planted: a filled field too many in one line of thousands.
    gifts[2500] += FS * 3 + b"9"
    found = read_file("fec_efiles", b"\n".join([*head[:2], *gifts, b""]), "900101.fec")
    assert [row["row"] for row in _rows(found, "rejected")] == [2 + 2501]


def _kinds_of_record() -> list[tuple[str, str]]:
    return [("8.4", "SA11AI"), ("8.4", "SB21B"), ("8.4", "H3"), ("5.3", "SB21B"), ("3.00", "SA11A")]


@pytest.mark.parametrize(("version", "record"), _kinds_of_record())
def test_a_file_cut_off_in_its_last_line_never_gives_another_amount(tmp_path: Path, version: str, record: str) -> None:
    names = columns(record, version)
    family = FAMILIES[family_of(record)]
    given = {"form_type": record, "filer_committee_id_number": "C99900101", family.amount: "2500.00"}
    given |= {family.transaction: "T1", family.days[0]: "20240110"}
    mark = "," if version < "6" else FS.decode()
    cover = {"form_type": "F3XN", "filer_committee_id_number": "C99900101", "committee_name": "INVENTED"}
    cover |= {"coverage_from_date": "20240101", "coverage_through_date": "20240331"}
    head = ["HDR", "FEC", version], [cover.get(name, "") for name in columns("F3XN", version)]
    line = mark.join(given.get(name, "") for name in names)
    before = "".join(mark.join(parts) + "\n" for parts in head)
    path = tmp_path / "900199.fec"
    whole_fields = line.count(mark)
    for end in range(1, len(line) + 1):
        path.write_text(before + line[:end], "utf-8")
        found = parse(raw_file(path, path.name), find_source("fec_efiles"))
        cents = [row["cents"] for row in _rows(found, "source_lines")]
        # Planted: 2,500 dollars or nothing; nothing where a field is missing, or the last one is the amount.
        is_whole = line[:end].count(mark) == whole_fields and names[-1] != family.amount
        assert cents == ([250_000] if is_whole else []), line[:end]
        assert found.counts.rejected == (not is_whole)
    path.write_text(before + line.rstrip(mark) + "\n", "utf-8")
    # With its end of line a shorter one is whole: its last fields are left off.
    assert parse(raw_file(path, path.name), find_source("fec_efiles")).counts.rejected == 0


def test_a_flood_of_blank_lines_is_taken_out_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = b"\n" * 100_000
    looked: list[int] = []
    of_line = text.Reader._one

    def counted(lines: text.Reader, line: bytes, row: int, block: text.Block) -> bytes | None:
        looked.append(row)
        return of_line(lines, line, row, block)

    monkeypatch.setattr(text.Reader, "_one", counted)
    for name, content in (("900101.fec", REPORT), ("900103.fec", OLD)):
        looked.clear()
        path = tmp_path / name
        *head, last = content.rstrip(b"\n").rpartition(b"\n")
        path.write_bytes(b"".join(head) + flood + last + b"\n")
        found = parse(raw_file(path, name), find_source("fec_efiles"))
        # Work, not time: no blank line is looked at by itself, and each is accounted for.
        assert len(looked) <= content.count(b"\n")
        path.write_bytes(content)
        alone = parse(raw_file(path, name), find_source("fec_efiles"))
        assert found.counts.ignored - alone.counts.ignored == pytest.approx(len(flood), abs=1)
        assert found.counts.kept == alone.counts.kept
        cents = [sorted(row["cents"] for row in _rows(one, "source_lines")) for one in (found, alone)]
        assert cents[0] == cents[1]


def test_a_payment_without_a_day_is_of_the_reports_period(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", REPORT.replace(b"\x1c20240110\x1c", b"\x1c\x1c"), "900101.fec")
    line = _lines(found)["A1"]
    assert (line["date_from"], line["date_to"]) == (date(2024, 1, 1), date(2024, 3, 31))
    # A notice covers no period.
    undated = NOTICE.replace(b"\x1c20240220\x1c", b"\x1c\x1c").replace(b"\x1c20240218\x1c", b"\x1c\x1c")
    assert read_file("fec_efiles", undated, "900102.fec").counts.rejected == 1


def test_a_notice_gives_way_by_the_day_of_showing(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", NOTICE, "900102.fec")
    (told,) = _rows(found, "source_lines")
    # As written in the sample: paid on 18 February, shown on the 20th.
    assert (told["date_from"], told["shown_date"]) == (date(2024, 2, 18), date(2024, 2, 20))
    # A report that begins between the two days and itemizes nothing.
    report = b"\r\n".join(REPORT.split(b"\n")[:2]).replace(b"20240101", b"20240219")
    assert not _rows(read_file("fec_efiles", report, "900101.fec"), "source_lines")
    for begins, counts in ((b"20240219", False), (b"20240221", True)):
        covering = read_file("fec_efiles", report.replace(b"20240219", begins), "900101.fec")
        rows = {name: [*_rows(found, name), *_rows(covering, name)] for name in (*found.tables, *covering.tables)}
        filings = [Filing(**row) for row in rows["source_filings"]]
        ledger = filed([Line(**told)], [Party(**row) for row in rows["source_parties"]], filings)
        assert [line["counts"] for line in judged(ledger)] == [counts]


def test_conduits_are_found_wherever_the_filing_names_them(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _lines(read_file("fec_efiles", REPORT, "900101.fec"))
    # The memo stands in another block than the gift, in whichever order: the same lines.
    normal = text.Reader.blocks
    monkeypatch.setattr(text.Reader, "blocks", lambda self, size=420: normal(self, size))
    assert _lines(read_file("fec_efiles", REPORT, "900101.fec")) == whole
    swapped = REPORT.split(b"\n")
    swapped[3], swapped[4] = swapped[4], swapped[3]
    found = _lines(read_file("fec_efiles", b"\n".join(swapped), "900101.fec"))
    assert found["A2"]["conduit_party_id"] == whole["A2"]["conduit_party_id"] != ""


@pytest.mark.parametrize(
    ("note", "name", "number"),
    [
        ("Earmarked through Invented House Fund", "Invented House Fund", ""),
        ("Conduit: Sample Conduit", "Sample Conduit", ""),
        ("Contribution earmarked via Sample Conduit (C99900777)", "Sample Conduit", "C99900777"),
        ("Earmarked contribution through this organization", "", ""),
        ("* Earmarked Contribution: See Below", "", ""),
        ("Payroll deduction", "", ""),
    ],
)
def test_a_conduit_by_name(read_file: ReadFile, note: str, name: str, number: str) -> None:
    swapped = REPORT.split(b"\n")
    swapped[2] = swapped[2].rstrip(b"\x1c")
    fields = swapped[2].split(FS)
    fields += [b""] * (45 - len(fields))
    fields[columns("SA11AI", "8.4").index("memo_text_description")] = note.encode()
    swapped[2] = FS.join(fields)
    found = read_file("fec_efiles", b"\n".join(swapped), "900101.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    conduit = parties.get(_lines(found)["A1"]["conduit_party_id"])
    assert (conduit["name"], conduit["identifier"]) == (name, number) if conduit else not name


def test_a_conduits_own_record(read_file: ReadFile) -> None:
    fields = REPORT.split(b"\n")[2].split(FS)
    fields[columns("SA11AI", "8.4").index("memo_text_description")] = b"Earmarked for Friends of Nobody (C99900505)"
    lines = REPORT.split(b"\n")
    lines[2] = FS.join(fields)
    found = read_file("fec_efiles", b"\n".join(lines), "900101.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    line = _lines(found)["A1"]
    assert (line["schedule"], parties[line["earmarked_for_party_id"]]["identifier"]) == ("A earmark", "C99900505")


def test_what_a_conduit_passes_on_is_no_money_twice(read_file: ReadFile) -> None:
    lines = REPORT.split(b"\n")
    gift = lines[2].split(FS)
    gift[columns("SA11AI", "8.4").index("memo_text_description")] = b"Earmarked for Friends of Nobody (C99900505)"
    passed = lines[14].split(FS)
    passed[columns("SB23", "8.4").index("expenditure_purpose_descrip")] = b"Earmarked contribution"
    lines[14] = FS.join(passed)
    # Without a receipt that is earmarked for the payee the payment out is one like any other.
    alone = _lines(read_file("fec_efiles", b"\n".join(lines), "900101.fec"))["B3"]
    assert (alone["schedule"], alone["kind"], alone["earmarked_for_party_id"]) == ("B", "contribution_made", "")
    lines[2] = FS.join(gift)
    both = _lines(read_file("fec_efiles", b"\n".join(lines), "900101.fec"))
    assert (both["A1"]["schedule"], both["B3"]["schedule"]) == ("A earmark", "B memo")
    assert both["A1"]["earmarked_for_party_id"] == both["B3"]["earmarked_for_party_id"] != ""


def test_what_a_conduit_passes_on_to_another_is_for_whom_its_text_names(read_file: ReadFile) -> None:
    """The payee of line B3 is another conduit, the text says for whom: the gift above it is that money."""
    lines = REPORT.split(b"\n")
    for row, record in ((2, "SA11AI"), (14, "SB23")):
        fields = lines[row].split(FS)
        fields[columns(record, "8.4").index("memo_text_description")] = b"Earmarked for Friends of Nobody (C99900707)"
        lines[row] = FS.join(fields)
    found = _lines(read_file("fec_efiles", b"\n".join(lines), "900101.fec"))

    assert (found["A1"]["schedule"], found["B3"]["schedule"]) == ("A earmark", "B memo")
    assert found["A1"]["earmarked_for_party_id"] == found["B3"]["earmarked_for_party_id"] != ""


def test_the_batch_of_a_conduit_has_givers_that_are_not_named(read_file: ReadFile) -> None:
    lines = REPORT.split(b"\n")
    fields = lines[6].split(FS)
    fields[columns("SA11AI", "8.4").index("contribution_purpose_descrip")] = b"Total earmarked through conduit"
    lines[6] = FS.join(fields)
    found = read_file("fec_efiles", b"\n".join(lines), "900101.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    line = _lines(found)["A5"]
    assert (parties[line["conduit_party_id"]]["identifier"], line["is_sum"]) == ("C99900303", True)
    assert parties[line["payer_party_id"]]["name"] == "Contributors not itemized by Harbor Example PAC"


def test_text_between_marks_is_no_record(read_file: ReadFile) -> None:
    letter = (SAMPLE / "900105.fec").read_bytes()
    windows = letter.decode("utf-8").encode("cp1252")
    assert [read_file("fec_efiles", one, "900105.fec").counts.ignored for one in (letter, windows)] == [6, 6]
    found = read_file("fec_efiles", letter.replace(b"[ENDTEXT]", b"the end"), "900105.fec")
    assert [(row["row"], row["reason"]) for row in _rows(found, "rejected")] == [
        (3, "a text begins here that does not end")
    ]


def test_quotes_around_whole_fields_are_the_programs(read_file: ReadFile) -> None:
    found = read_file("fec_efiles", NOTICE.replace(b"\x1cNobody\x1cPat\x1c", b'\x1c"Nobody"\x1c"Pat"\x1c'), "1.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    assert parties[_rows(found, "source_lines")[0]["about_party_id"]]["name"] == "Nobody, Pat"


def test_the_number_of_a_filing() -> None:
    assert [
        number_of(name) for name in ("1544132.fec", "fastfec_1544132.fec", "FEC-12.FEC", "letter.fec", "1.fec.txt")
    ] == [
        "1544132",
        "1544132",
        "12",
        "",
        "",
    ]


def test_a_filing_without_a_number_is_known_by_its_content(read_file: ReadFile) -> None:
    one, again = (read_file("fec_efiles", REPORT, name) for name in ("letter.fec", "again.fec"))
    other = read_file("fec_efiles", REPORT + b"\n", "letter.fec")
    (first,), (second,), (third,) = (_rows(found, "source_filings") for found in (one, again, other))
    assert first["filing_id"] == second["filing_id"] != third["filing_id"]
    assert (first["number"], first["url"]) == ("", "")


@pytest.mark.parametrize("version", [*PERIODIC, *OLDER, *PAPER])
def test_every_version_says_what_the_reader_needs(version: str) -> None:
    assert is_known(version)
    assert columns("F3XN", version)
    for family in FAMILIES.values():
        names = columns(family.example, version)
        # The maps lack some forms in versions in which they were not filed electronically.
        if not names:
            continue
        assert family.of_version(names).amount in names, (family.example, version)
        assert any(day in names for day in family.days), (family.example, version)
        named = {f"{family.party}_{part}" for part in ("name", "last_name", "organization_name")}
        assert not family.party or named & set(names), (family.example, version)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("form", ["3", "3X", "3P", "4", "5", "7", "9", "13"])
def test_every_total_is_a_field_of_its_form(form: str) -> None:
    versions = ["8.4", "5.3", "P3.4"] if form not in ("13", "7") else ["8.4"]
    names = {name for version in versions for name in columns(f"F{form}N", version)}
    stated = [line for line in FORMS[form] if line.measure]
    for line in stated:
        assert set(line.column.split("+")) <= names, line.measure
        for record in line.records.split():
            assert family_of(record), record
            assert record_of(record) == record
    measures = [line.measure for line in stated]
    assert len(set(measures)) == len(measures)


def test_spellings_of_a_record() -> None:
    assert [record_of(begins) for begins in ("SA11A1", "sa11ai ", '"SA11AI"', "SA11A2", "SC/10", "SC1/10", "SD10")] == [
        "SA11AI",
        "SA11AI",
        "SA11AI",
        "SA11AII",
        "SC",
        "SC1",
        "SD",
    ]
    # SA3L and SB3L tell of gifts that lobbyists bundled, and of their refunds: form 3 holds that money.
    assert not [record for record in IGNORED if family_of(record)]
    assert {"SA3L", "SB3L"} <= set(IGNORED)


def test_streets_are_in_no_record(read_file: ReadFile) -> None:
    for path in sorted(SAMPLE.iterdir()):
        found = read_file("fec_efiles", path.read_bytes(), path.name)
        seen = [str(value) for table in found.tables.values() for row in table.to_pylist() for value in row.values()]
        assert not [value for value in seen if "Sample Street" in value or "Placeholder\x1c" in value]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([REPORT, NOTICE, OLD, (SAMPLE / "900104.fec").read_bytes()]),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.sampled_from(
                [
                    b"\0",
                    b"\xed\xa0\x80",
                    b"\n",
                    b"\r",
                    b'"',
                    b",",
                    FS,
                    b"9" * 400,
                    b"=1+1",
                    b"[BEGINTEXT]\n",
                    b"^",
                    b"/*",
                ]
            ),
        ),
        max_size=6,
    ),
)
def test_hostile_bytes_end_in_the_error_tree(tmp_path: Path, content: bytes, cuts: list[tuple[float, bytes]]) -> None:
    for where, put in cuts:
        place = int(where * len(content))
        content = content[:place] + put + content[place:]
    path = tmp_path / "900101.fec"
    path.write_bytes(content)
    try:
        found = parse(raw_file(path, path.name), find_source("fec_efiles"))
    except InputError:
        return
    counts = found.counts
    assert counts.read == counts.kept + counts.ignored + counts.rejected
    assert all(abs(line["cents"]) <= 10**15 for line in _rows(found, "source_lines"))


def test_fields_of_many_megabytes(read_file: ReadFile) -> None:
    long = REPORT.replace(b"\x1cMiller\x1c", b"\x1c" + b"x" * 8_000_000 + b"\x1c", 1)
    assert read_file("fec_efiles", long, "900101.fec").counts.kept == 18
    longer = REPORT.replace(b"\x1cMiller\x1c", b"\x1c" + b"x" * 40_000_000 + b"\x1c", 1)
    found = read_file("fec_efiles", longer, "900101.fec")
    assert [row["reason"] for row in _rows(found, "rejected")] == ["the line is longer than 8,388,608 bytes"]
    assert found.counts.kept == 17


def test_the_filers_own_number_beside_a_payee_is_not_the_payees(read_file: ReadFile) -> None:
    fields = NOTICE.split(b"\r\n")[2].split(FS)
    fields[columns("SE", "8.4").index("payee_cmtte_fec_id_number")] = b"C99900101"
    lines = NOTICE.split(b"\r\n")
    lines[2] = FS.join(fields)
    found = read_file("fec_efiles", b"\r\n".join(lines), "900102.fec")
    parties = {row["party_id"]: row for row in _rows(found, "source_parties")}
    payee = parties[_rows(found, "source_lines")[0]["payee_party_id"]]
    assert (payee["name"], payee["kind"], payee["identifier"]) == ("Invented Mailers", "organisation", "")


def _written(record: str, version: str, values: dict[str, str]) -> str:
    """A record of a version with the values that it has fields for, as its version is written."""
    names = columns(record, version)
    has_commas = version[0] in "1235"
    parts = [record, *(values.get(name, "") for name in names[1:])]
    return ",".join(f'"{part}"' for part in parts) if has_commas else "\x1c".join(parts)


@pytest.mark.parametrize("version", [*PERIODIC, *OLDER, *PAPER])
def test_every_record_of_every_form_and_version_becomes_a_line(read_file: ReadFile, version: str) -> None:
    values = dict.fromkeys(
        ("contribution_amount", "expenditure_amount", "total_amount", "transferred_amount", "communication_cost",
         "total_amount_transferred", "donation_amount", "refund_amount"), "10.25",
    ) | dict.fromkeys(
        ("contribution_date", "expenditure_date", "disbursement_date", "dissemination_date", "receipt_date",
         "communication_date", "donation_date", "refund_date"), "20040702",
    ) | {
        "filer_committee_id_number": "C99900101", "candidate_id_number": "H0KS09999", "committee_name": "Invented PAC",
        "organization_name": "Invented Group", "candidate_last_name": "Nobody", "candidate_name": "Nobody^Pat",
        "coverage_from_date": "20040701", "coverage_through_date": "20040930", "date_signed": "20041001",
        "entity_type": "ORG", "support_oppose_code": "S", "contributor_organization_name": "Invented Mills",
        "contributor_name": "Invented Mills", "payee_organization_name": "Invented Mills",
        "payee_name": "Invented Mills",
        "account_name": "Second account",
    }  # fmt: skip
    head = f"HDR,FEC,{version}" if version[0] in "1235" else f"HDR\x1cFEC\x1c{version}"
    seen = 0
    for form in FORMS:
        records = [record for line in FORMS[form] if line.code for record in line.records.split()]
        known = [record for record in dict.fromkeys(records) if columns(record, version)]
        if not columns(f"F{form}N", version):
            continue
        lines = [head, _written(f"F{form}N", version, values), *(_written(one, version, values) for one in known)]
        found = read_file("fec_efiles", "\n".join(lines) + "\n", "900107.fec")
        assert not _rows(found, "rejected"), (form, _rows(found, "rejected")[:1])
        kept = _rows(found, "source_lines")
        assert [abs(line["cents"]) for line in kept] == [1025] * len(known)
        assert {str(line["date_from"]) for line in kept} <= {"2004-07-02"}
        assert {line["adds_to"] for line in kept} <= {line.measure for line in FORMS[form]}
        parties = {row["party_id"]: row["name"] for row in _rows(found, "source_parties")}
        assert all(parties[line["payer_party_id"]] and parties[line["payee_party_id"]] for line in kept)
        seen += len(known)
    # Forms 3, 3X and 3P alone have some seventy records in versions that know all schedules.
    assert seen > 40 or version in ("1.00", "2.02"), seen


@pytest.mark.parametrize("version", ["8.4", "6.1", "5.3", "P3.4"])
def test_levin_funds_go_through_the_levin_account_once(read_file: ReadFile, version: str) -> None:
    # Instructions for form 3X: schedule L is a memo of another account; what its line 4 transfers, H5 receives.
    same = {"filer_committee_id_number": "C99900101", "entity_type": "ORG", "contributor_organization_name": "Mills",
            "contributor_name": "Mills", "payee_organization_name": "Mills", "payee_name": "Mills",
            "contribution_date": "20040702", "expenditure_date": "20040702", "receipt_date": "20040702"}  # fmt: skip
    amounts = {"SASL1A": "10000", "SASL2": "20", "SBSL4A": "3000", "SBSL4C": "1000", "SBSL5": "500", "H5": "4000"}
    names = ("contribution_amount", "expenditure_amount", "total_amount_transferred")
    cover = {"filer_committee_id_number": "C99900101", "committee_name": "Invented Party"}
    cover |= {"coverage_from_date": "20040701", "coverage_through_date": "20040930", "col_a_levin_funds": "4000.00"}
    lines = [_written("F3XN", version, cover), _written("SL", version, same)]
    lines += [_written(record, version, same | dict.fromkeys(names, of)) for record, of in amounts.items()]
    head = f"HDR,FEC,{version}" if version[0] in "1235" else f"HDR\x1cFEC\x1c{version}"
    found = read_file("fec_efiles", "\n".join([head, *lines, ""]), "900107.fec")
    assert not _rows(found, "rejected")
    name = {row["party_id"]: row["name"] for row in _rows(found, "source_parties")}
    said = [
        (line["schedule"], name[line["payer_party_id"]], name[line["payee_party_id"]], line["cents"])
        for line in sorted(_rows(found, "source_lines"), key=lambda line: line["row"])
    ]
    account = "Levin account of Invented Party"
    assert said == [
        ("LA", "Mills", account, 1000000), ("LA", "Mills", account, 2000), ("LB memo", account, "Mills", 300000),
        ("LB memo", account, "Mills", 100000), ("LB", account, "Mills", 50000),
        ("H5", account, "Invented Party", 400000),
    ]  # fmt: skip
    (total,) = [row for row in _rows(found, "source_totals") if row["measure"].startswith("18(b)")]
    assert total["cents"] == sum(line["cents"] for line in _rows(found, "source_lines") if line["adds_to"])


def test_the_measured_filing_is_read_alike_by_all() -> None:
    # Raises unless the planted sum, ours, the stated total and the other readers' sums are one.
    rows = readers_against_others(300)
    assert rows
    assert all(row.ratio > 0 for row in rows)
