"""New York's rows through the ledger's rules: planted reports, and what of them is money once."""

import csv
import io
from collections.abc import Callable, Sequence

from ibis.backends.duckdb import Backend

from headwater.sources._reading.parsed import Parsed
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.ny_boe.layouts import REPORTS
from tests.planted import filed, judged, paid

ReadFile = Callable[..., Parsed]
Rows = Sequence[dict[str, str]]
_USUAL = {
    "FILER_ID": "990001",
    "CAND_COMM_NAME": "Friends Of Example",
    "ELECTION_YEAR": "2025",
    "FILING_ABBREV": "K",
    "R_AMEND": "N",
    "FILING_CAT_DESC": "Itemized",
    "SCHED_DATE": "2025-06-01 00:00:00.0000000",
    "CNTRBR_TYPE_DESC": "Corporation",
    "FLNG_ENT_NAME": "Example Works",
}
_NOTICE = {"FILING_ABBREV": "E", "FILING_CAT_DESC": "IE 24 Hour/Weekly Notices"}


def _read(read_file: ReadFile, *files: Rows) -> Backend:
    lines: list[Line] = []
    parties: list[Party] = []
    filings: dict[str, Filing] = {}
    for number, rows in enumerate(files):
        stream = io.StringIO()
        csv.writer(stream).writerows([(_USUAL | row).get(name, "") for name in REPORTS[45]] for row in rows)
        tables = read_file("ny_boe", stream.getvalue(), f"planted{number}.csv").tables
        lines += [Line(**row) for row in tables["source_lines"].to_pylist()]
        parties += [Party(**row) for row in tables["source_parties"].to_pylist()]
        filings |= {row["filing_id"]: Filing(**row) for row in tables["source_filings"].to_pylist()}
    return filed(lines, parties, filings.values(), [])


def _counting(read_file: ReadFile, *rows: dict[str, str]) -> list[tuple[str, int]]:
    """Schedule and cents of the lines that count, of one file."""
    told = judged(_read(read_file, rows))
    return sorted((line["schedule"], line["cents"]) for line in told if line["counts"])


def _paid(read_file: ReadFile, *files: Rows) -> list[tuple[int, bool]]:
    """Cents of every payment, and whether it stands in doubt."""
    return sorted((payment["cents"], bool(payment["doubt"])) for payment in paid(_read(read_file, *files)))


def _row(schedule: str, number: str, amount: str, **more: str) -> dict[str, str]:
    return {"FILING_SCHED_ABBREV": schedule, "TRANS_NUMBER": number, "ORG_AMT": amount, **more}


def test_an_amended_row_replaces_none_of_another_schedule(read_file: ReadFile) -> None:
    # The first rows of A, B and F all have the number 1; the amendment changes that of A alone.
    report = (_row("A", "1", "500"), _row("B", "1", "250"), _row("F", "1", "40"))
    amendment = _row("A", "1", "510", R_AMEND="Y")
    assert _counting(read_file, *report, amendment) == [("A", 51000), ("B", 25000), ("F", 4000)]


def test_an_independent_expenditure_of_a_notice_counts_once(read_file: ReadFile) -> None:
    # Planted: one payment of 9,000 on a weekly notice and in the report, whose days begin before it and end after it.
    paid = (_row("F", "21", "9000"), _row("F", "22", "100", SCHED_DATE="2025-06-20"))
    given = _row("A", "23", "20000", SCHED_DATE="2025-05-20")
    noticed = _row("F", "20", "9000", **_NOTICE)
    assert _counting(read_file, *paid, given, noticed) == [("A", 2000000), ("F", 10000), ("F", 900000)]


def test_a_notice_that_no_report_covers_counts(read_file: ReadFile) -> None:
    later = _row("F", "20", "9000", **{**_NOTICE, "SCHED_DATE": "2025-10-20"})
    assert _counting(read_file, _row("F", "21", "100"), later) == [("F", 10000), ("F", 900000)]


def test_a_gift_among_the_expenditures_is_one_with_the_payees_receipt(read_file: ReadFile) -> None:
    # Planted: 700 sent on the first of June, booked by the other committee three weeks later.
    sent = _row("F", "1", "700", PURPOSE_CODE_DESC="Political Contributions", FLNG_ENT_NAME="Example For Senate")
    other = {"FILER_ID": "990002", "CAND_COMM_NAME": "Example For Senate", "FLNG_ENT_NAME": "Friends Of Example"}
    booked = _row("C", "9", "700", SCHED_DATE="2025-06-22", CNTRBR_TYPE_DESC="Committee", **other)
    assert _counting(read_file, sent, booked) == [("C", 70000)]


# What the Board's own numbers of transactions look like; each is one transaction's, and its amended copy's.
_NUMBERS = [f"0A1B2C3D-0000-4000-8000-{number:012d}" for number in range(20)]
_GIFTS = [_row("A", _NUMBERS[n], str(100 + n), FLNG_ENT_NAME=f"Example Works {n}") for n in range(10)]
_AMENDED = {"R_AMEND": "Y"}


def test_what_an_amended_report_leaves_out_of_an_older_download_does_not_count(read_file: ReadFile) -> None:
    # Planted: ten gifts and a purchase; the amended report has eight gifts of them, one corrected, and a new one.
    older = [*_GIFTS, _row("F", _NUMBERS[10], "40")]
    newer = [row | _AMENDED for row in _GIFTS[:8]]
    newer[0] |= {"ORG_AMT": "555", "SCHED_DATE": "2024-12-30"}
    newer.append(_row("A", _NUMBERS[11], "77", **_AMENDED))
    true = sorted([55500, 7700, *(100 * (100 + n) for n in range(1, 8))])
    # The second download may be of schedule A alone: what is not in it at all is not taken for left out.
    assert _paid(read_file, older, newer) == sorted((cents, False) for cents in [*true, 4000])
    # The same in one file, whichever report stands first.
    assert _paid(read_file, [*newer, *older]) == sorted((cents, False) for cents in [*true, 4000])


def test_what_an_extract_of_an_amended_report_lacks_still_counts(read_file: ReadFile) -> None:
    # One gift of five was asked for of the amended report; and a second report off the cycle has numbers of its own.
    assert _paid(read_file, _GIFTS[:5], [_GIFTS[0] | _AMENDED]) == [(100 * (100 + n), False) for n in range(5)]
    off_cycle = {"FILING_ABBREV": "L"}
    first, second = [row | off_cycle for row in _GIFTS[:5]], [_GIFTS[9] | off_cycle | _AMENDED]
    assert _paid(read_file, first, second) == sorted((100 * (100 + n), False) for n in (0, 1, 2, 3, 4, 9))


def test_what_a_credit_cards_bill_was_for_counts_with_the_bill_alone(read_file: ReadFile) -> None:
    bill = _row("F", _NUMBERS[0], "1000", FLNG_ENT_NAME="Example Bank", PURPOSE_CODE_DESC="Credit Card Payment")
    bought = [_row("F", _NUMBERS[n], amount, TRANS_MAPPING=_NUMBERS[0]) for n, amount in ((1, "600"), (2, "400"))]
    assert _paid(read_file, [bill, *bought]) == [(100000, False)]
    # More than the bill: somebody should look. Without the bill they are all that is known to be paid.
    assert _paid(read_file, [bill | {"ORG_AMT": "900"}, *bought]) == [(90000, True)]
    assert _paid(read_file, bought) == [(40000, False), (60000, False)]


def test_what_pays_off_a_liability_is_no_detail_of_it(read_file: ReadFile) -> None:
    # The first payment of a bill of 1,000, and the second, which has the first's number as its parent's.
    owed = {"LOAN_LIB_NUMBER": "7"}
    first = _row("F", _NUMBERS[0], "600", R_LIABILITY="Y", **owed)
    assert _paid(read_file, [first, _row("F", _NUMBERS[1], "400", TRANS_MAPPING=_NUMBERS[0], **owed)]) == [
        (40000, False),
        (60000, False),
    ]


_SENATE = {"FILER_ID": "990002", "CAND_COMM_NAME": "Example For Senate", "CNTRBR_TYPE_DESC": "Committee"}


def test_a_transfer_to_one_of_two_filers_of_a_name_counts_once(read_file: ReadFile) -> None:
    sent = _row("H", _NUMBERS[0], "700", FLNG_ENT_NAME="Example For Senate")
    booked = _row("G", _NUMBERS[1], "700", **_SENATE, FLNG_ENT_NAME="Friends Of Example")
    # Each of the two committees was registered once more, for another office.
    others = [
        _row("A", _NUMBERS[2], "5", FILER_ID="990003", CAND_COMM_NAME="Example For Senate"),
        _row("A", _NUMBERS[3], "6", FILER_ID="990004"),
    ]
    assert _paid(read_file, [sent, booked, *others]) == [(500, False), (600, False), (70000, False)]
    late = booked | {"SCHED_DATE": "2025-06-21"}
    assert _paid(read_file, [sent, late, *others]) == [(500, False), (600, False), (70000, True)]
    # Two were sent: one is what the other committee booked.
    again = sent | {"TRANS_NUMBER": _NUMBERS[4]}
    assert len(_paid(read_file, [sent, again, booked, *others])) == 4


def test_a_gift_in_kind_bought_of_a_vendor_counts_once_in_doubt(read_file: ReadFile) -> None:
    giver = {"FILER_ID": "990005", "CAND_COMM_NAME": "Example PAC", "FLNG_ENT_NAME": "Example Printers"}
    given = {"CNTRBR_TYPE_DESC": "Political Action Committee (PAC)", "FLNG_ENT_NAME": "Example PAC"}
    called = _row("F", _NUMBERS[0], "900", **giver, TRANS_EXPLNTN="In-kind to Friends of Example")
    assert _paid(read_file, [called, _row("D", _NUMBERS[1], "900", **given)]) == [(90000, True)]
    odd = _row("F", _NUMBERS[0], "900.17", **giver)
    assert _paid(read_file, [odd, _row("D", _NUMBERS[1], "900.17", **given)]) == [(90017, True)]
    # Nothing but a round amount tells that they are one; and of two purchases nobody knows which was given.
    plain = _row("F", _NUMBERS[0], "900", **giver)
    assert _paid(read_file, [plain, _row("D", _NUMBERS[1], "900", **given)]) == [(90000, False)] * 2
    twice = [odd, odd | {"TRANS_NUMBER": _NUMBERS[2]}, _row("D", _NUMBERS[1], "900.17", **given)]
    assert _paid(read_file, twice) == [(90017, False)] * 3
