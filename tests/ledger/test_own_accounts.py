"""A party committee's state account pays its federal one: schedule H3 and the state's report. Planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, judged, line, paid, party

DAY = date(2024, 2, 10)
FEDERAL = replace(party("Invented State Party Federal", number="111"), scheme="fec", identifier="C99900101")
STATE = replace(party("Invented State Party", number="222"), scheme="nyboe", identifier="990001")
NAMED = party("Invented State Party Federal")
UNNAMED = party("Nonfederal account of Invented State Party Federal", kind="unnamed")
COUNTY = party("Invented County Committee", number="333")
LANDLORD = party("Invented Landlord", kind="organisation")
EVERYBODY = [FEDERAL, STATE, NAMED, UNNAMED, COUNTY, LANDLORD]


def received(cents: int, day: date = DAY, row: int = 1, **more: Any) -> Line:
    """A line of schedule H3: what the federal account took from the committee's own other one."""
    values = {"form": "3X", "schedule": "H3", "filing_id": "fec:900", "record_source": "fec_efiles", **more}
    return line(UNNAMED, FEDERAL, cents, day, row=row, **values)


def sent(cents: int, day: date = DAY, **more: Any) -> Line:
    """A transfer out as the state committee reports it, which knows the federal account by name."""
    values = {"form": "", "schedule": "H", "filing_id": "ny:1", "record_source": "ny_boe", "side": "payer"}
    return line(more.pop("payer", STATE), NAMED, cents, day, **{**values, "kind": "contribution_made", **more})


def found(*lines: Line) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment."""
    rows = paid(filed(list(lines), EVERYBODY))
    return sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in rows)


@pytest.mark.parametrize("kind", ["contribution_made", "spending"])
def test_a_transfer_counts_once_and_runs_from_account_to_account(kind: str) -> None:
    rows = paid(filed([received(300000), sent(300000, DAY + timedelta(3), kind=kind)], EVERYBODY))

    assert [(row["cents"], row["line_count"], row["payer_party_id"]) for row in rows] == [(300000, 2, STATE.party_id)]
    assert rows[0]["doubt"]


def test_a_transfer_of_several_purposes_is_one_payment_of_the_state_account() -> None:
    """1,000 for administration and 2,000 for fundraising on one day are the 3,000 that the state's report has."""
    purposes = [received(100000, row=1), received(200000, row=2), received(50000, DAY + timedelta(20), row=3)]

    assert found(*purposes, sent(300000)) == [(50000, 1, False), (300000, 3, True)]


def test_where_both_accounts_have_one_name_the_federal_line_says_who_was_paid() -> None:
    same = [replace(one, name=NAMED.name, normal_name=NAMED.normal_name) for one in (STATE, FEDERAL)]
    everybody = [*same, NAMED, UNNAMED]
    purposes = [received(100000, row=1), received(200000, row=2)]
    single = judged(filed([received(300000), sent(300000)], everybody))
    several = judged(filed([*purposes, sent(300000)], everybody))

    assert [row["schedule"] for row in single if row["counts"]] == ["H3"]
    assert sorted(row["cents"] for row in several if row["counts"]) == [100000, 200000]


def test_what_another_committee_gave_or_a_vendor_was_paid_is_no_such_transfer() -> None:
    """Two committees paid as much that week: nothing tells whose transfer it was; a landlord is nobody's account."""
    rent = replace(sent(300000), payee_party_id=LANDLORD.party_id, line_id="Laaaaaaaaaaaaaaaa")
    federal = sent(300000, record_source="fec_bulk")

    assert found(received(300000), sent(300000), sent(300000, payer=COUNTY)) == [(300000, 1, False)] * 3
    assert found(received(300000), rent) == [(300000, 1, False)] * 2
    assert found(received(300000), federal) == [(300000, 1, False)] * 2
    assert found(received(300000), sent(300000, DAY + timedelta(8))) == [(300000, 1, False)] * 2
