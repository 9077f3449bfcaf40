"""NetFile's exports: the summary pages are the oracle of the schedules, in CSV and in XLSX."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from tests.sources.workbooks import sheet_xml, workbook

Rows = dict[str, list[dict[str, Any]]]
SAMPLE = Path(headwater.sources.__path__[0]) / "ca_netfile_export" / "sample"
SOURCE = "ca_netfile_export"
OF_SCHEDULE_D = "contributions and independent expenditures made, itemized"
ORIGINAL = "ca_netfile:1900011-460-0-2030-07-31-2030-01-01-2030-06-30"
AMENDED = "ca_netfile:1900011-460-1-2030-08-15-2030-01-01-2030-06-30"


def _rows(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    return parsed.tables[table].to_pylist() if table in parsed.tables else []


def _text(name: str) -> str:
    return (SAMPLE / name).read_text("utf-8")


def _changed(name: str, row: int, **cells: str) -> str:
    """A sample with some cells of one row, counted from 1, written anew."""
    rows = list(csv.DictReader(io.StringIO(_text(name))))
    rows[row - 1] |= cells
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _sheets() -> dict[str, tuple[list[str], list[dict[str, str]]]]:
    """The amended report of the sample as sheets, one a schedule; one more that is detail, and one without rows."""
    sheets = {}
    for path in sorted(SAMPLE.glob("[A-Z]*.csv")):
        reader = csv.DictReader(io.StringIO(_text(path.name)))
        rows = [row for row in reader if row["Report_Num"] == "001"]
        sheets[path.stem] = (list(reader.fieldnames or ()), rows)
    header, (first, *_) = sheets["E-Expenditure"]
    sheets["G-Expenditure"] = (header, [first | {"Form_Type": "G", "Tran_ID": "EDT1", "BakRef_TID": "EXP1"}])
    sheets["496"] = (_text("496.csv").splitlines()[0].split(","), [])
    return sheets


def _book(**parts: bytes) -> bytes:
    """The sample as a workbook, with some of its sheets (``sheet1`` …) or further parts given."""
    return workbook(_sheets(), {f"xl/worksheets/{name}.xml": content for name, content in parts.items()})


def _first_sheet() -> bytes:
    return sheet_xml(*_sheets()["A-Contributions"]).encode()


def _named(parsed: Parsed) -> dict[str, dict[str, Any]]:
    """The lines by transaction, with the names of the parties beside their ids."""
    names = {party["party_id"]: party["name"] for party in _rows(parsed, "source_parties")} | {"": ""}
    roles = ("payer", "payee", "about", "conduit", "filer")
    return {
        line["transaction_id"]: line | {role: names[line[f"{role}_party_id"]] for role in roles}
        for line in _rows(parsed, "source_lines")
    }


def _compared(parsed: Iterable[Parsed], schedules: str) -> tuple[list[tuple[str, str, int]], int]:
    """What each filing states of its schedules against their lines: those that differ, and how many were compared.

    Compared is every total of these schedules that must be itemized, and every total that any line is part of.
    """
    lines = [line for one in parsed for line in _rows(one, "source_lines")]
    totals = [total for one in parsed for total in _rows(one, "source_totals")]
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        sums[line["filing_id"], line["adds_to"]] += line["cents"]
    differ, count = [], 0
    for total in totals:
        key = (total["filing_id"], total["measure"])
        is_there = total["page"].removeprefix("schedule ")[0] in schedules
        if key in sums or (is_there and (total["itemizes"] or total["measure"] == OF_SCHEDULE_D)):
            count += 1
            if sums[key] != total["cents"]:
                differ.append((*key, total["cents"]))
    return differ, count


def test_the_sample_agrees_with_its_summary(read_file: Callable[..., Parsed]) -> None:
    # Planted: A, C, D, E, F, I and B1 agree in the amendment; of the original only schedule A is there.
    csv_files = [read_file(SOURCE, _text(path.name), path.name) for path in sorted(SAMPLE.glob("*-*.csv"))]
    summary = read_file(SOURCE, _text("Summary.csv"), "Summary.csv")
    # Amendment: A 1 and 2, C 1, D 1, E 1, 2 and 3, F 1 and 2, I 1, loans net twice; original: A 1 and 2.
    assert _compared([*csv_files, summary], "ACDEI") == ([], 14)
    book = read_file(SOURCE, _book(), "export.xlsx")
    assert _compared([book], "ACDEI") == ([], 12)


def test_who_paid_whom(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file(SOURCE, _text("A-Contributions.csv"), "A-Contributions.csv")
    rows = _rows(parsed, "source_lines")
    memos = [line for line in rows if line["schedule"] == "A memo"]
    assert [(line["report_number"], line["adds_to"]) for line in memos] == [(0, ""), (1, "")]  # and its amendment's
    lines = {(line["transaction_id"], line["report_number"]): line for line in rows}
    gift = lines["INC1", 1]
    assert (gift["kind"], gift["side"], gift["cents"]) == ("monetary", "payee", 50000)
    assert (gift["form"], gift["schedule"], gift["report_date"]) == ("460", "A", date(2030, 8, 15))
    assert (gift["period_from"], gift["period_thru"]) == (date(2030, 1, 1), date(2030, 6, 30))
    assert (gift["filing_id"], lines["INC1", 0]["filing_id"]) == (AMENDED, ORIGINAL)
    assert lines["INC3", 1]["cents"] == -10000
    assert _named(parsed)["INC2"]["conduit"] == "Relay Example Fund"
    filer = next(row for row in _rows(parsed, "source_parties") if row["party_id"] == gift["filer_party_id"])
    assert (filer["scheme"], filer["identifier"], filer["kind"]) == ("fppc", "1900011", "committee")
    giver = next(row for row in _rows(parsed, "source_parties") if row["party_id"] == gift["payer_party_id"])
    assert (giver["place"], giver["zip5"], giver["employer"]) == ("Exampleville, CA", "95999", "Sample Foundry")


def test_schedules_d_and_e_of_a_workbook_are_one_payment(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file(SOURCE, _book(), "export.xlsx")
    lines = _named(parsed)
    # EXP1 of schedule E is what D says of PDT1, told by the amount; the gift in kind stands on D alone.
    assert (lines["EXP1"]["about"], lines["EXP1"]["stance"]) == ("Sam Exemplar", "against")
    assert (lines["PDT1"]["schedule"], lines["NON9"]["schedule"]) == ("D memo", "D")
    assert lines["EXP1"]["payee"] == 'Sample "Quick" Mail'
    # A payment without a day was made on some day of the period. Schedule G is detail of E: a memo.
    assert (lines["EXP3"]["date_from"], lines["EXP3"]["date_to"]) == (date(2030, 1, 1), date(2030, 6, 30))
    assert (lines["EDT1"]["schedule"], lines["EDT1"]["adds_to"]) == ("G memo", "")
    about = next(row for row in _rows(parsed, "source_parties") if row["name"] == "Sam Exemplar")
    assert about["place"] == "ocd-division/country:us/state:ca/place:exampleville"


def test_the_workbook_says_what_the_csv_files_say(read_file: Callable[..., Parsed]) -> None:
    """The same rows in both shapes are the same records: a case with both reads each once."""
    book = _rows(read_file(SOURCE, _book(), "export.xlsx"), "source_lines")
    by_id = {line["line_id"]: line for line in book}
    files = [path for path in SAMPLE.glob("*-*.csv") if path.name[0] in "ABCEFI"]
    lines = [line for path in files for line in _rows(read_file(SOURCE, _text(path.name), path.name), "source_lines")]
    ours = (
        "cents",
        "kind",
        "side",
        "payer_party_id",
        "payee_party_id",
        "date_from",
        "adds_to",
        "filing_id",
        "schedule",
    )
    again = [line for line in lines if line["filing_id"] == AMENDED]
    assert len(again) == 14  # A 3 and a memo, B1 3 (lent, paid back, interest), C 1, E 3, F 2, I 1
    for line in again:
        assert [by_id[line["line_id"]][name] for name in ours] == [line[name] for name in ours]


def test_notices(read_file: Callable[..., Parsed]) -> None:
    lines = _named(read_file(SOURCE, _text("496.csv"), "496.csv"))
    (told,) = lines.values()
    assert (told["form"], told["kind"], told["side"]) == ("496", "independent_expenditure", "payer")
    assert (told["about"], told["stance"], told["cents"]) == ("Sam Exemplar", "against", 29000)
    assert told["period_from"] is None
    lines = _named(read_file(SOURCE, _text("497.csv"), "497.csv"))
    assert {key: (line["kind"], line["side"], line["schedule"]) for key, line in lines.items()} == {
        "INC9": ("monetary", "payee", "P1"),
        "EXP9": ("contribution_made", "payer", "P2"),
    }


def test_the_same_row_as_json_is_the_same_record(read_file: Callable[..., Parsed]) -> None:
    """NetFile's JSON of form 496 and schedule E has this export's columns as letters: their ids are equal."""
    export = {
        name: _rows(read_file(SOURCE, _text(f"{name}.csv"), f"{name}.csv"), "source_lines")
        for name in ("E-Expenditure", "496")
    }
    letters = {"E-Expenditure": 63, "496": 31}
    for name, count in letters.items():
        rows = list(csv.reader(io.StringIO(_text(f"{name}.csv"))))
        assert len(rows[0]) == count
        objects = [
            "{" + ",".join(f'"{_letter(at)}": {_json(cell)}' for at, cell in enumerate(row) if cell) + "}"
            for row in rows[1:]
            if row[23] or name == "496"  # the JSON's payments all have a day
        ]
        parsed = read_file("ca_netfile", "[" + ",".join(objects) + "]", "x.json")
        assert [row["reason"] for row in _rows(parsed, "rejected")] == []
        same = {line["line_id"] for line in _rows(parsed, "source_lines")}
        assert same
        assert same <= {line["line_id"] for line in export[name]}
        assert {line["filing_id"] for line in _rows(parsed, "source_lines")} <= {
            line["filing_id"] for line in export[name]
        }


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _json(cell: str) -> str:
    escaped = cell.replace('"', '\\"')
    return f'"{escaped}"'


def test_a_row_without_its_filers_number_is_tied_by_name_and_reported(read_file: Callable[..., Parsed]) -> None:
    # No other row has this name: it stays without a number, under its own name, and says so.
    parsed = read_file(SOURCE, _text("Summary.csv"), "Summary.csv")
    (alone,) = [row for row in _rows(parsed, "source_totals") if "gives no number" in row["page"]]
    party = next(row for row in _rows(parsed, "source_parties") if row["party_id"] == alone["party_id"])
    assert (alone["cents"], party["name"], party["identifier"]) == (2749, "A committee without a number", "")
    # The same name and period as rows with a number: it is that committee's.
    tied = read_file(SOURCE, _changed("Summary.csv", 68, Filer_NamL="HARBOR VOICES for Exampleville 2030"), "S.csv")
    (found,) = [row for row in _rows(tied, "source_totals") if "by name and period" in row["page"]]
    owner = next(row for row in _rows(tied, "source_parties") if row["party_id"] == found["party_id"])
    assert (owner["identifier"], found["filing_id"]) == ("1900011", ORIGINAL)
    # A line says it too.
    line_file = read_file(SOURCE, _changed("A-Contributions.csv", 1, Filer_ID=""), "A.csv")
    (line,) = [row for row in _rows(line_file, "source_lines") if "by name and period" in row["description"]]
    assert (line["filing_id"], line["cents"]) == (ORIGINAL, 50000)
    # Two numbers under one name: neither is taken.
    two = _changed("A-Contributions.csv", 1, Filer_ID="")
    two = two.replace("1900011", "1900099", 1)
    unsure = read_file(SOURCE, two, "A.csv")
    assert [row["description"] for row in _rows(unsure, "source_lines") if "gives no number" in row["description"]] == [
        "the row gives no number of its filer"
    ]


def test_words_for_a_number_keep_filers_apart(read_file: Callable[..., Parsed]) -> None:
    text = _changed("A-Contributions.csv", 1, Filer_ID="Pending", Filer_NamL="One of Exampleville")
    rows = text.splitlines()
    other = rows[1].replace("One of Exampleville", "Another of Exampleville").replace("INC1", "INC77")
    parsed = read_file(SOURCE, "\n".join([rows[0], rows[1], other]), "A.csv")
    assert len({line["filing_id"] for line in _rows(parsed, "source_lines")}) == 2
    assert len({line["filer_party_id"] for line in _rows(parsed, "source_lines")}) == 2


def test_what_a_spreadsheet_made_of_a_letter(read_file: Callable[..., Parsed]) -> None:
    """Rewritten exports have 00:00:00 for schedule A (the letter read as a time) and f for F (read as false)."""
    text = _changed("A-Contributions.csv", 5, Form_Type="00:00:00", Tran_Type="f")
    lines = {
        (line["transaction_id"], line["report_number"]): line
        for line in _rows(read_file(SOURCE, text, "a.csv"), "source_lines")
    }
    assert (lines["INC1", 1]["schedule"], lines["INC1", 1]["description"]) == ("A", "forgiven loan")


def test_the_form_of_a_summary_is_the_same_whichever_line_comes_first(read_file: Callable[..., Parsed]) -> None:
    header, *rows = _text("Summary.csv").splitlines(keepends=True)
    for turned in (rows, rows[::-1], sorted(rows, key=lambda row: ",B1," not in row)):
        found = read_file(SOURCE, "".join((header, *turned)), "Summary.csv")
        # Lettered schedules belong to form 460, those of two characters too.
        assert {row["form"] for row in _rows(found, "source_filings")} == {"460"}


def test_the_list_of_a_committee(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file(SOURCE, _text("1900011.json"), "1900011.json")
    assert parsed.counts.kept == 3
    lines = _rows(parsed, "source_lines")
    assert [(line["cents"], line["kind"], line["side"], line["form"]) for line in lines] == [
        (50000, "unclassified", "payee", ""),
        (12050, "unclassified", "payee", ""),
    ]
    (total,) = _rows(parsed, "source_totals")
    assert (total["cents"], total["measure"], total["row"]) == (62050, "receipts", 3)
    page = read_file(SOURCE, _text("1900011.md"), "1900011.md")
    (committee,) = _rows(page, "source_parties")
    assert (committee["name"], committee["identifier"]) == ("Harbor Voices for Exampleville 2030", "1900011")
    empty = read_file(SOURCE, '{"iec": true, "total_contributions": 0, "contributions": []}', "1.json")
    assert (empty.counts.read, empty.counts.ignored) == (1, 1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=st.lists(st.integers(1, 3), min_size=1), later=st.lists(st.integers(1, 3), min_size=1))
def test_a_list_published_anew_holds_the_same_records(
    read_file: Callable[..., Parsed], earlier: list[int], later: list[int]
) -> None:
    whole = json.loads(_text("1900011.json"))
    (gift, _other) = whole["contributions"]

    def known(dollars: list[int]) -> set[str]:
        found = whole | {"contributions": [gift | {"Tran_Amt1": amount} for amount in dollars]}
        return {line["line_id"] for line in _rows(read_file(SOURCE, json.dumps(found), "l.json"), "source_lines")}

    # Alike entries of one list are as many gifts; in both lists together there are as many as one of them has.
    assert (len(known(earlier)), len(known(later))) == (len(earlier), len(later))
    assert len(known(earlier) | known(later)) == (Counter(earlier) | Counter(later)).total()


def test_streets_are_in_no_table(read_file: Callable[..., Parsed]) -> None:
    for path in sorted(SAMPLE.glob("*.csv")):
        # Every row is rejected for its day of filing: what is shown of it has no street either.
        for text in (
            _text(path.name),
            _text(path.name).replace(",2030-08-15,", ",soon,").replace(",2030-07-31,", ",soon,"),
        ):
            parsed = read_file(SOURCE, text, path.name)
            assert not any("Nowhere" in str(table.to_pylist()) for table in parsed.tables.values())


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"Tran_Amt1": "12.345"}, "AMOUNT", "more than two decimals"),
        ({"Tran_Amt1": "20000000000000"}, "AMOUNT", "too large"),
        ({"Tran_Amt1": "=1+1"}, "AMOUNT", "amount"),
        ({"Tran_Date": "2030-02-30"}, "RCPT_DATE", "does not exist"),
        ({"Tran_Date": "2030-02-01T10:00"}, "RCPT_DATE", "is not a day"),
        ({"Entity_Cd": "XXX"}, "ENTITY_CD", "is none of"),
        ({"Form_Type": "Q"}, "FORM_TYPE", "is none of"),
        ({"Report_Num": "-1"}, "REPORT_NUM", "not a whole number"),
        ({"Rpt_Date": ""}, "RPT_DATE", "is empty"),
        ({"Filer_NamL": ""}, "FILER_NAML", "is empty"),
        ({"Committee_Type": "ZZZ"}, "COMMITTEE_TYPE", "is none of"),
        ({"Thru_Date": "2029-01-01"}, "THRU_DATE", "is before From_Date"),
        ({"Memo_Code": "Y"}, "MEMO_CODE", "is none of"),
        ({"Tran_NamL": "", "Tran_NamF": ""}, "CTRIB_NAML", "nobody is named"),
    ],
)
def test_a_bad_row_is_rejected_alone(
    read_file: Callable[..., Parsed], cells: dict[str, str], field: str, said: str
) -> None:
    parsed = read_file(SOURCE, _changed("A-Contributions.csv", 1, **cells), "A.csv")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["row"], rejected["field"]) == (2, field)
    assert said in rejected["reason"]
    assert (parsed.counts.read, parsed.counts.kept) == (8, 7)


def test_a_row_of_another_length_is_rejected_alone(read_file: Callable[..., Parsed]) -> None:
    head, first, *rest = _text("A-Contributions.csv").splitlines()
    parsed = read_file(SOURCE, "\n".join([head, first + ",x", *rest]), "A.csv")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["reason"], rejected["raw_text"]) == ("76 fields where the header has 75", "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Robin"', '"Rob\\ud800in"', "half of a surrogate pair"),
        ('"Robin"', '"Rob\\u0000in"', "a NUL"),
        ("500.0", "1e400", "too large"),
        ("500.0", "20000000000000.0", "too large"),
        ("500.0", "[1]", "is not an amount"),
        ('"2030-02-01"', '{"a": 1}', "is not text"),
        ('"Individual"', '"Robot"', "is none of"),
        ('"title"', '"street"', "unknown field"),
    ],
)
def test_a_bad_entry_of_a_list_is_rejected_alone(
    read_file: Callable[..., Parsed], old: str, new: str, said: str
) -> None:
    parsed = read_file(SOURCE, _text("1900011.json").replace(old, new, 1), "1.json")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["row"], parsed.counts.kept) == (1, 2)
    assert said in rejected["reason"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "Filer_ID,Amount\n1,2\n", "none of the schedules"),
        ("a.csv", "Filer_ID,Filer_ID\n", "occurs twice"),
        ("a.csv", 'Filer_ID,"Filer_NamL\n', "a quotation mark that nothing closes"),
        ("a.csv", b"\x81\n", "neither UTF-8 nor cp1252"),
        ("a.xlsx", b"PK\x03\x04 no archive", "not an XLSX file"),
        ("a.xlsx", b"", "not an XLSX file"),
        ("a.json", "[]", "not an object with contributions"),
        ("a.json", '{"iec": true, "iec": true}', "occurs twice"),
        ("a.json", '{"iec": NaN}', "a number that is none"),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.json", '{"iec": ' + "9" * 10_000 + "}", "too long"),
        ("a.json", '{"iec": true, "total_contributions": 0, "contributions": [1]}', "not a list of objects"),
        ("a.json", '{"iec": true', "not JSON"),
        ("a.md", "no page", "no front matter"),
        ("a.md", "---\nfiler_id: '1'\nname: A\nstreet: 1 Nowhere Street\n---\n", "unknown field"),
    ],
)
def test_files_that_are_refused(read_file: Callable[..., Parsed], name: str, content: str | bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file(SOURCE, content, name)


def test_workbooks_that_are_refused(read_file: Callable[..., Parsed]) -> None:
    sheet = _first_sheet()
    far = sheet.replace(b'r="A2"', b'r="XFD1048576"', 1)
    with pytest.raises(InputError, match="a cell stands at 'XFD1048576'"):
        read_file(SOURCE, _book(sheet1=far), "a.xlsx")
    for place in (b'r="A0"', b'r="A99999999999"', b'r=""', b"r='XFD2'", b'r="a2"'):
        with pytest.raises(InputError, match="a cell stands at"):
            read_file(SOURCE, _book(sheet1=sheet.replace(b'r="A2"', place, 1)), "a.xlsx")
    entity = b'<!DOCTYPE worksheet [<!ENTITY a "b">]>'
    with pytest.raises(InputError, match="declares a document type"):
        read_file(SOURCE, _book(sheet1=entity + sheet), "a.xlsx")
    with pytest.raises(InputError, match="unpacks to more than"):
        read_file(SOURCE, _book(bomb=b" " * (2**28 + 1)), "a.xlsx")
    with pytest.raises(InputError, match="sheet 'A-Contributions': the header is none of"):
        read_file(SOURCE, _book(sheet1=sheet.replace(b"Filer_NamL", b"Filer_Xyz")), "a.xlsx")
    with pytest.raises(InputError, match="not an XLSX file"):
        read_file(SOURCE, _book(sheet1=b"<worksheet><sheetData><row"), "a.xlsx")


def test_text_beyond_the_header_makes_a_row_too_long(read_file: Callable[..., Parsed]) -> None:
    sheet = _first_sheet()
    cell = b'<c r="CZ2" t="inlineStr"><is><t>1 Nowhere Street</t></is></c></row>'
    end = sheet.index(b"</row>", sheet.index(b'<row r="2"'))
    parsed = read_file(SOURCE, _book(sheet1=sheet[:end] + cell + sheet[end + 6 :]), "a.xlsx")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["row"], rejected["reason"]) == (2, "104 fields where the header has 75")


def _first_row_with(cell: bytes) -> bytes:
    """The first sheet with one more cell in column BQ (Memo_Code) of its first row."""
    sheet = _first_sheet()
    assert _sheets()["A-Contributions"][0][68] == "Memo_Code"
    end = sheet.index(b"</row>", sheet.index(b'<row r="2"'))
    return sheet[:end] + cell + sheet[end:]


def test_a_stray_mark_swallows_no_row(read_file: Callable[..., Parsed]) -> None:
    # A mark before the name in the first row and one behind that of the fourth: all between them was one name.
    rows = _text("A-Contributions.csv").splitlines()
    names = [row.split(",")[14] for row in rows]
    rows[1] = rows[1].replace(names[1], f'"{names[1]}', 1)
    rows[4] = rows[4].replace(names[4], f'{names[4]}"', 1)
    parsed = read_file(SOURCE, "\n".join(rows), "a.csv")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["row"], rejected["reason"]) == (2, "a quotation mark that nothing closes")
    assert (parsed.counts.read, parsed.counts.kept) == (len(rows) - 1, len(rows) - 2)


def test_a_cell_that_could_not_be_worked_out_rejects_its_row(read_file: Callable[..., Parsed]) -> None:
    # A reader of spreadsheets gives an empty cell: nothing would tell that the row is a memo.
    parsed = read_file(SOURCE, _book(sheet1=_first_row_with(b'<c r="BQ2" t="e"><v>#REF!</v></c>')), "a.xlsx")
    (rejected,) = _rows(parsed, "rejected")
    assert (rejected["row"], rejected["reason"]) == (2, "the spreadsheet program could not work out MEMO_CODE: #REF!")
    text = _changed("A-Contributions.csv", 1, Memo_Code="#N/A")
    (rejected,) = _rows(read_file(SOURCE, text, "a.csv"), "rejected")
    assert rejected["reason"] == "the spreadsheet program could not work out MEMO_CODE: #N/A"


@pytest.mark.parametrize("value", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_without_its_value_is_refused(read_file: Callable[..., Parsed], value: bytes) -> None:
    cell = b'<c r="BQ2"><f>UPPER("x")</f>' + value + b"</c>"
    with pytest.raises(InputError, match="column 69 of row 2 has a formula without its value"):
        read_file(SOURCE, _book(sheet1=_first_row_with(cell)), "a.xlsx")


def test_a_formula_with_its_value_is_read(read_file: Callable[..., Parsed]) -> None:
    for value, schedule in ((b"X", "A memo"), (b"", "A")):
        cell = b'<c r="BQ2" t="str"><f>UPPER("x")</f><v>' + value + b"</v></c>"
        parsed = read_file(SOURCE, _book(sheet1=_first_row_with(cell)), "a.xlsx")
        (line,) = (line for line in _rows(parsed, "source_lines") if line["row"] == 2)
        assert line["schedule"] == schedule


def test_two_rows_in_one_place_are_refused(read_file: Callable[..., Parsed]) -> None:
    # A reader of spreadsheets keeps the second, and the money of the first would be lost.
    sheet = _first_sheet()
    row = sheet[sheet.index(b'<row r="2"') : sheet.index(b"</row>", sheet.index(b'<row r="2"')) + 6]
    with pytest.raises(InputError, match="row 2 stands twice"):
        read_file(SOURCE, _book(sheet1=sheet.replace(row, row + row)), "a.xlsx")


@pytest.mark.real
def test_the_real_workbook_agrees_with_its_summary(real: Path, read_file: Callable[..., Parsed]) -> None:
    path = real / "ca_netfile_oakland" / "efile_BRK_2018.xlsx"
    parsed = read_file(SOURCE, path.read_bytes(), path.name)
    # 513 rows under the headers of 16 sheets; ignored: a bill that did not move and two loans that stood still.
    counts = parsed.counts
    assert (counts.read, counts.kept, counts.ignored, counts.rejected) == (513, 510, 3, 0)
    differ, count = _compared([parsed], "ACDEI")
    # Nine filings; each states A 1, C 1, D 1, E 1 and I 1, which must be itemized (45), and eleven more that lines are
    # part of: what A and E do not itemize, net loans on their schedule and on the summary page, bills incurred.
    assert (differ, count) == ([], 56)


@pytest.mark.real
def test_the_real_csv_files_agree_with_their_summaries(real: Path, read_file: Callable[..., Parsed]) -> None:
    compared = 0
    for folder in sorted((real / "ca_netfile_oakland" / "spec_fixtures").iterdir()):
        files = [read_file(SOURCE, path.read_bytes(), path.name) for path in sorted(folder.glob("*.csv"))]
        assert not any(_rows(one, "rejected") for one in files)
        # A schedule whose file is not in the folder has nothing to be compared with: that is the one exception.
        there = "".join(path.name[0] for path in folder.glob("*-*.csv"))
        differ, count = _compared(files, there)
        assert differ == []
        compared += count if (folder / "Summary.csv").exists() and there else 0
    assert compared > 40


@pytest.mark.real
def test_published_sums_of_the_real_csv_files(real: Path, read_file: Callable[..., Parsed]) -> None:
    """What the city's public site computed of the same files (its own test suite), and the filers' own running sums."""
    fixtures = real / "ca_netfile_oakland" / "spec_fixtures"

    def spent(folder: str, stance: str) -> int:
        path = fixtures / folder / "D-Expenditure.csv"
        lines = _rows(read_file(SOURCE, path.read_bytes(), path.name), "source_lines")
        return sum(
            line["cents"] for line in lines if (line["kind"], line["stance"]) == ("independent_expenditure", stance)
        )

    assert spent("candidate_independent_supporting_trenado", "for") == 9928896
    assert spent("candidate_independent_supporting_kalb", "against") == 1324165
    origin = fixtures / "referendum_contributions_by_origin"
    lines = [
        line
        for path in (origin / "A-Contributions.csv", origin / "C-Contributions.csv")
        for line in _rows(read_file(SOURCE, path.read_bytes(), path.name), "source_lines")
    ]
    assert round(sum(line["cents"] for line in lines) / 100) == 477720


@pytest.mark.real
def test_the_list_of_a_real_committee(real: Path, read_file: Callable[..., Parsed]) -> None:
    path = real / "ca_netfile_oakland" / "da_committees" / "1462695.json"
    parsed = read_file(SOURCE, path.read_bytes(), path.name)
    lines = _rows(parsed, "source_lines")
    # The published number and sum.
    assert (len(lines), sum(line["cents"] for line in lines)) == (953, 44000453)
    (total,) = _rows(parsed, "source_totals")
    assert total["cents"] == 44000453


def _without_file(parsed: Parsed) -> list[dict[str, Any]]:
    # A loan and what was paid of it stand in one row.
    lines = sorted(_rows(parsed, "source_lines"), key=lambda line: (line["row"], line["record_id"]))
    return [line | {"file_sha256": "", "line_id": ""} for line in lines]


def test_a_copied_sheet_counts_once(read_file: Callable[..., Parsed]) -> None:
    sheets = _sheets()
    header, rows = sheets["A-Contributions"]
    alone = read_file(SOURCE, workbook(sheets), "b.xlsx")
    # A whole sheet again under another name with its columns turned round, some of its rows, and the summary again.
    copied = sheets | {
        "A (2)": (header[::-1], rows),
        "to look at": (header, rows[1:3]),
        "Summary (2)": sheets["Summary"],
    }
    both = read_file(SOURCE, workbook(copied), "b.xlsx")
    assert _without_file(both) == _without_file(alone)
    assert len(_rows(both, "source_totals")) == len(_rows(alone, "source_totals"))
    assert both.counts.rejected == alone.counts.rejected
    assert both.counts.ignored - alone.counts.ignored == len(rows) + 2 + len(sheets["Summary"][1])


def test_rows_that_are_alike_on_one_sheet_are_as_many_payments(read_file: Callable[..., Parsed]) -> None:
    header, (first, *_) = _sheets()["A-Contributions"]
    unnamed = first | {"Tran_ID": ""}
    twice = read_file(SOURCE, workbook({"A": (header, [first, first])}), "b.xlsx")
    assert len(_rows(twice, "source_lines")) == 2
    # A third one elsewhere is no copy of the two; one without an id is a copy only on a sheet of nothing else.
    thrice = workbook({"A": (header, [first, unnamed]), "B": (header, [first, first]), "C": (header, [unnamed])})
    assert len(_rows(read_file(SOURCE, thrice, "b.xlsx"), "source_lines")) == 3
    mixed = workbook({"A": (header, [unnamed]), "B": (header, [unnamed, first])})
    assert len(_rows(read_file(SOURCE, mixed, "b.xlsx"), "source_lines")) == 3
