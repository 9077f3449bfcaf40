"""One payment of which two agencies tell, each knowing its filers by numbers of its own. Planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.base.ids import stable_id
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from tests.planted import filed, line, paid, party

DAY = date(2022, 3, 10)
GIVER = party("Invented Builders LLC", kind="organisation")
PERSON = party("DOE, JANE", kind="person", place="Sampleton, CA", zip5="95998")


def known(name: str, scheme: str, number: str) -> Party:
    bare = party(name, number=number)
    return replace(bare, scheme=scheme, party_id=stable_id("P", name, scheme, number))


VOICES, PAC, OTHER_PAC = (known(name, "ein", name) for name in ("Harbor Voices", "Harbor PAC", "Valley PAC"))
VOICES_OF_STATE = known("Harbor Voices", "fppc", "1900001")
VOICES_OF_COMMISSION = known("HARBOR VOICES", "fec", "C99000001")
FEDERAL = known("HARBOR PAC", "fec", "C99000002")
NAMED = [party(name, kind="organisation") for name in ("Harbor Voices", "Harbor PAC", "Valley PAC")]
EVERYBODY = [GIVER, PERSON, VOICES, PAC, OTHER_PAC, VOICES_OF_STATE, FEDERAL, *NAMED]
RETURN: dict[str, Any] = {"record_source": "irs_990", "side": "payer", "form": "990", "schedule": "I"}
RETURN |= {"date_from": date(2022, 1, 1), "date_to": date(2022, 12, 31)}
SPENT: dict[str, Any] = {"record_source": "irs_527", "side": "payer", "form": "8872", "schedule": "B"}
SPENT |= {"kind": "spending"}
GOT: dict[str, Any] = {"record_source": "irs_527", "form": "8872"}
OF_COMMISSION: dict[str, Any] = {"record_source": "fec_bulk", "form": ""}
OF_STATE: dict[str, Any] = {"record_source": "ca_calaccess"}


def rows(*lines: Line, parties: list[Party] | None = None) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment, whatever order the lines have."""
    found = [
        sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in paid(filed(list(order), everybody)))
        for everybody in [EVERYBODY if parties is None else parties]
        for order in (lines, lines[::-1])
    ]
    assert found[0] == found[1]
    return found[0]


def test_a_grant_that_a_federal_committee_reports_as_received() -> None:
    """The return gives the committee's number at the tax agency, the committee its own at the Commission."""
    got = line(NAMED[0], FEDERAL, 100000, DAY, **OF_COMMISSION)

    # In doubt wherever a name alone tells that the two sides are the same two.
    assert rows(line(VOICES, PAC, 100000, **RETURN), got) == [(100000, 2, True)]
    # In the next year it is another grant.
    late = replace(got, date_from=date(2023, 6, 1), date_to=date(2023, 6, 1))
    assert rows(line(VOICES, PAC, 100000, **RETURN), late) == [(100000, 1, False)] * 2


def test_a_years_grant_that_a_federal_committee_reports_as_received_in_two_payments() -> None:
    got = [line(NAMED[0], FEDERAL, cents, DAY + timedelta(cents // 1000), **OF_COMMISSION) for cents in (60000, 40000)]

    assert rows(line(VOICES, PAC, 100000, **RETURN), *got) == [(40000, 1, False), (60000, 2, False)]


def test_a_grant_that_the_filers_own_report_has_among_expenditures() -> None:
    spent = line(VOICES, PAC, 50000, DAY, **SPENT)

    assert rows(line(VOICES, PAC, 50000, **RETURN), spent) == [(50000, 2, False)]
    # Two rows of the return are two payments, of which the report has one.
    assert rows(*(line(VOICES, PAC, 50000, row=n, **RETURN) for n in (1, 2)), spent) == [
        (50000, 1, False),
        (50000, 2, False),
    ]


@pytest.mark.parametrize("days", [3, 40])
def test_one_payment_of_three_agencies(days: int) -> None:
    """A gift by a political organisation that the state numbers as well, as three tell of it."""
    got = line(VOICES_OF_STATE, FEDERAL, 5000, DAY + timedelta(days), kind="monetary", **OF_COMMISSION)
    gave = line(VOICES_OF_STATE, NAMED[1], 5000, DAY, side="payer", kind="contribution_made", **OF_STATE)

    assert rows(gave, got) == [(5000, 2, True)]
    assert rows(gave, got, line(VOICES, NAMED[1], 5000, DAY, **SPENT)) == [(5000, 3, True)]


@pytest.mark.parametrize("giver", [GIVER, PERSON], ids=["organisation", "person"])
def test_what_is_received_and_told_to_a_state_and_to_the_tax_agency_is_one_in_doubt(giver: Party) -> None:
    told = [line(giver, VOICES, 5000, DAY, **GOT), line(giver, VOICES_OF_STATE, 5000, DAY, **OF_STATE)]

    assert rows(*told) == [(5000, 2, True)]
    assert len(rows(told[0], replace(told[1], date_from=DAY + timedelta(1), date_to=DAY + timedelta(1)))) == 2


def test_what_is_told_to_the_commission_is_another_accounts() -> None:
    """Federal money is told to the Commission alone: the other gift went to the account for state elections."""
    told = [line(GIVER, VOICES, 5000, DAY, **GOT), line(GIVER, VOICES_OF_COMMISSION, 5000, DAY, **OF_COMMISSION)]

    assert rows(*told, parties=[*EVERYBODY, VOICES_OF_COMMISSION]) == [(5000, 1, False)] * 2


def test_of_a_name_that_one_agency_gives_two_numbers_nobody_knows_which_is_meant() -> None:
    got = line(NAMED[0], FEDERAL, 100000, DAY, **OF_COMMISSION)
    namesake = known("Harbor PAC", "fec", "C99000009")

    assert len(rows(line(VOICES, PAC, 100000, **RETURN), got, parties=[*EVERYBODY, namesake])) == 2


def test_another_name_is_another_organisation() -> None:
    got = line(NAMED[0], FEDERAL, 100000, DAY, **OF_COMMISSION)

    assert len(rows(line(VOICES, OTHER_PAC, 100000, **RETURN), got)) == 2
