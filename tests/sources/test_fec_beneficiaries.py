"""Gifts that were paid to a vendor, or in a candidate's own name: they are the committee's that they were for."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from headwater.sources._reading.parsed import Parsed
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.fec_efiles.versions import columns
from tests.planted import filed, judged

ReadFile = Callable[..., Parsed]
_PAC, _TAKER = "C99000001", "C99000002"
_COVER = {"coverage_from_date": "20200101", "coverage_through_date": "20200331", "report_code": "Q1"}
_GIVEN = {
    "transaction_id_number": "B1", "expenditure_date": "20200205", "expenditure_amount": "500.00",
    "beneficiary_committee_fec_id": _TAKER, "beneficiary_committee_name": "DOE FOR CONGRESS",
}  # fmt: skip
_VENDOR = {"entity_type": "ORG", "payee_organization_name": "PRINTER INC", "payee_city": "AKRON"}
_THINGS = {**_VENDOR, "expenditure_purpose_descrip": "In-kind: printing"}
_CANDIDATE = {"entity_type": "CAN", "payee_last_name": "DOE", "payee_first_name": "JANE"}
_GOT = {
    "transaction_id": "A1", "entity_type": "PAC", "contributor_organization_name": "EXAMPLE PAC",
    "donor_committee_fec_id": _PAC, "contribution_date": "20200206", "contribution_amount": "500.00",
    "contribution_purpose_descrip": "In-kind: printing",
}  # fmt: skip


def _filing(form: str, filer: str, name: str, record: str, values: dict[str, str]) -> str:
    lines = [["HDR", "FEC", "8.4"]]
    for begins, told in ((form, {"committee_name": name, **_COVER}), (record, values)):
        all_told = {"form_type": begins, "filer_committee_id_number": filer, **told}
        lines.append([all_told.get(field, "") for field in columns(begins, "8.4")])
    return "".join("\x1c".join(parts) + "\n" for parts in lines)


def _tables(found: Parsed) -> tuple[list[Line], list[Party], list[Filing]]:
    tables = found.tables
    return (
        [Line(**row) for row in tables["source_lines"].to_pylist()],
        [Party(**row) for row in tables["source_parties"].to_pylist()],
        [Filing(**row) for row in tables["source_filings"].to_pylist()],
    )


@pytest.mark.parametrize("payee", [_THINGS, _VENDOR, _CANDIDATE])
def test_both_sides_of_a_gift_that_another_was_paid_for_are_one(read_file: ReadFile, payee: dict[str, str]) -> None:
    gave = _filing("F3XN", _PAC, "EXAMPLE PAC", "SB23", {**_GIVEN, **payee})
    took = _filing("F3N", _TAKER, "DOE FOR CONGRESS", "SA11C", _GOT)
    told = [_tables(read_file("fec_efiles", text, f"90{n}.fec")) for n, text in enumerate((gave, took))]
    lines, parties, filings = (list(chain(*parts)) for parts in zip(*told, strict=True))
    # Planted: one gift of $500, which both report.
    assert [line["cents"] for line in judged(filed(lines, parties, filings)) if line["counts"]] == [50000]
    paid = {one.party_id: one for one in parties}[lines[0].payee_party_id]
    assert (paid.name, paid.identifier, paid.place) == ("DOE FOR CONGRESS", _TAKER, "")


@pytest.mark.parametrize(
    ("record", "more"),
    [
        # What a committee bought for itself is the vendor's, whomever it was for.
        ("SB21B", _GIVEN),
        ("SB23", {**_GIVEN, "beneficiary_committee_fec_id": _PAC}),
        ("SB23", {**_GIVEN, "beneficiary_committee_name": ""}),
    ],
)
def test_a_vendor_stays_the_payee(read_file: ReadFile, record: str, more: dict[str, str]) -> None:
    _lines, parties, _ = _tables(
        read_file("fec_efiles", _filing("F3XN", _PAC, "EXAMPLE PAC", record, {**_VENDOR, **more}), "900.fec")
    )
    assert [(one.identifier, one.place) for one in parties if one.name == "PRINTER INC"] == [("", "AKRON")]


@pytest.mark.parametrize(
    ("kind", "entity", "name"), [("24Z", "ORG", ""), ("24Z", "CCM", "PRINTER INC"), ("24K", "ORG", "PRINTER INC")]
)
def test_a_vendors_name_is_not_the_committees_in_the_bulk_files(
    read_file: ReadFile, kind: str, entity: str, name: str
) -> None:
    row: dict[str, Any] = {"kind": kind, "entity": entity}
    line = "{f}|N|Q1|P|1|{kind}|{entity}|PRINTER INC|AKRON|OH|44301|||02052020|500|{t}|B1|900||x|4020620200000000001\n"
    _lines, parties, _ = _tables(read_file("fec_bulk", line.format(f=_PAC, t=_TAKER, **row), "itoth.txt"))
    # A vendor of this name whom others pay would be taken for the committee.
    assert [one.name for one in parties if one.identifier == _TAKER] == [name]
