"""One notice of an independent expenditure in three outlets of the Commission: the cents that were filed count."""

from collections.abc import Callable, Sequence

import pytest

from headwater.sources._reading.parsed import Parsed
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.fec_efiles.versions import columns
from tests.planted import filed, judged

_SPENT = {
    "filer_committee_id_number": "C99000002", "transaction_id_number": "SE.1", "entity_type": "ORG",
    "payee_organization_name": "PRINTER INC", "expenditure_amount": "1234.56", "disbursement_date": "20200205",
    "dissemination_date": "20200205", "support_oppose_code": "S", "candidate_id_number": "P00000001",
    "candidate_last_name": "DOE", "candidate_first_name": "JANE",
}  # fmt: skip
_NOTICE = {"filer_committee_id_number": "C99000002", "committee_name": "EXAMPLE ACTION FUND", "report_type": "48"}
_CSV = {
    "cand_id": "P00000001", "cand_name": "DOE", "spe_id": "C99000002", "spe_nam": "EXAMPLE ACTION FUND",
    "exp_amo": "1234.56", "exp_date": "05-FEB-20", "sup_opp": "S", "pay": "PRINTER INC", "file_num": "900107",
    "amndt_ind": "N", "tran_id": "SE.1", "prev_file_num": "900107", "dissem_dt": "05-FEB-20", "pur": "",
    "image_num": "", "receipt_dat": "", "ele_type": "", "can_office_state": "", "can_office_dis": "", "can_office": "",
    "cand_pty_aff": "", "agg_amo": "", "fec_election_yr": "",
}  # fmt: skip


def _filing() -> str:
    lines = [["HDR", "FEC", "8.4"]]
    for record, values in (("F24N", _NOTICE), ("SE", _SPENT)):
        lines.append([{"form_type": record, **values}.get(name, "") for name in columns(record, "8.4")])
    return "".join("\x1c".join(parts) + "\n" for parts in lines)


def _bulk(report: str) -> str:
    # As the Commission writes them: whole dollars.
    return (
        f"C99000002|N|{report}|P2020||24E|CAN|PRINTER INC|SPRINGFIELD|OH|45501|||02052020|1234|P00000001|P00000001|"
        "SE.1|900107|||4020620200000000001\n"
    )


_FILES = {
    "filing": ("fec_efiles", "900107.fec", _filing()),
    "csv": ("fec_bulk", "independent_expenditure_2020.csv", ",".join(_CSV) + "\n" + ",".join(_CSV.values()) + "\n"),
    "notice": ("fec_bulk", "itpas2.txt", _bulk("48")),
    "report": ("fec_bulk", "itpas2.txt", _bulk("Q1")),
}


@pytest.mark.parametrize(
    ("outlets", "counts"),
    [
        (["filing", "notice"], "filing"),
        (["filing", "csv"], "filing"),
        (["csv", "notice"], "csv"),
        (["csv", "notice", "filing"], "filing"),
        # A line that says that it stands on a periodic report is none of a notice, which such a report would cover.
        (["csv", "report"], "report"),
    ],
)
def test_the_amount_as_filed_counts(
    read_file: Callable[[str, str, str], Parsed], outlets: Sequence[str], counts: str
) -> None:
    lines: list[Line] = []
    parties: list[Party] = []
    filings: list[Filing] = []
    for source, name, content in (_FILES[outlet] for outlet in outlets):
        tables = read_file(source, content, name).tables
        lines += (Line(**row) for row in tables["source_lines"].to_pylist())
        parties += (Party(**row) for row in tables["source_parties"].to_pylist())
        filings += (Filing(**row) for row in tables["source_filings"].to_pylist())
    found = [line for line in judged(filed(lines, parties, filings)) if line["counts"]]
    assert [line["file_name"] for line in found] == [_FILES[counts][1]]
    # Planted: $1,234.56; the bulk line cuts the cents off.
    assert found[0]["cents"] == (123400 if counts == "report" else 123456)


def test_the_csv_of_another_day_holds_the_same_notices_again(read_file: Callable[[str, str, str], Parsed]) -> None:
    # Planted: two equal expenditures without a number, and on the second day a notice more, before the others.
    header, row = (",".join(part) for part in (_CSV, _CSV.values()))
    bare = row.replace("SE.1", "")
    later = row.replace("SE.1", "SE.2").replace("1234.56", "70.00").replace("900107", "900108")
    lines: list[Line] = []
    parties: list[Party] = []
    for name, rows in (("first.csv", [row, bare, bare]), ("second.csv", [later, bare, row, bare])):
        tables = read_file("fec_bulk", "\n".join((header, *rows, "")), name).tables
        lines += (Line(**one) for one in tables["source_lines"].to_pylist())
        parties += (Party(**one) for one in tables["source_parties"].to_pylist())
    found = sorted(line["cents"] for line in judged(filed(lines, parties)) if line["counts"])
    assert found == [7000, 123456, 123456, 123456]
