"""The FEC's bulk files of years ago beside the filings themselves: no numbers of transactions, no cents."""

from datetime import date
from typing import Any

from headwater.sources._tables.lines import Line
from tests.planted import DAY, filed, line, paid, party

GIVER = party("DOE, JANE", kind="person", place="Springfield, OH", zip5="45501")
TAKER = party("Invented for Congress", number="C99000001")


def in_bulk(cents: int, day: date = DAY, **more: Any) -> Line:
    return line(GIVER, TAKER, cents, day, form="", report_code="Q1", record_source="fec_bulk", **more)


def as_filed(cents: int, day: date = DAY, **more: Any) -> Line:
    values = {"form": "3", "report_code": "Q1", "record_source": "fec_efiles", "filing_id": "fec:901", **more}
    return line(GIVER, TAKER, cents, day, **values)


def cents(*lines: Line) -> list[int]:
    return sorted(row["cents"] for row in paid(filed(list(lines), [GIVER, TAKER])))


def test_a_gift_of_which_the_bulk_file_cuts_the_cents_off_counts_once_with_them() -> None:
    assert cents(as_filed(25050, transaction_id="A1"), in_bulk(25000)) == [25050]
    assert cents(as_filed(-25050, transaction_id="A1"), in_bulk(-25000)) == [25050]


def test_as_many_as_the_filing_has() -> None:
    filing = [as_filed(25050, transaction_id="A1"), as_filed(25075, transaction_id="A2")]
    # The third of the bulk file is of another report, which is not here.
    assert cents(*filing, *(in_bulk(25000, row=row) for row in (1, 2, 3))) == [25000, 25050, 25075]


def test_another_day_amount_or_number_is_another_gift() -> None:
    filing = as_filed(25050, transaction_id="A1")
    for other in (in_bulk(25000, date(2020, 3, 2)), in_bulk(25100), in_bulk(25000, transaction_id="A7")):
        assert len(cents(filing, other)) == 2
