"""Whoever is not named: the lines of one payment find each other as ever, and no two payments share a party."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from headwater.ledger.judging import all_judged
from headwater.ledger.nameless import each_its_own, nameless_sides, with_sides
from headwater.ledger.stage import payments
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import Party
from tests.planted import DAY, filed, line, listed, paid, party

PAC, TAKER = party("Invented Builders PAC", number="111"), party("Invented for Sheriff", number="222")
NOBODY = party("INFORMATION REQUESTED", "person", place="Exampleville, KS", zip5="66002")
SOMEBODY = party("DOE, JANE", "person", place="Exampleville, KS", zip5="66002")


def told_twice(other: Party) -> list[list[Line]]:
    """Payments that two lines tell of: a notice and its report, another agency, a later report, both sides."""
    later = DAY + timedelta(30)
    notice: dict[str, Any] = {"form": "497", "report_number": 1, "filing_id": "N"}
    return [
        [line(other, TAKER, 5000, **notice), line(other, TAKER, 5000, form="460", period_from=DAY, period_thru=later)],
        [line(other, TAKER, 5000), line(other, TAKER, 5000, record_source="second", source="second")],
        [
            line(other, TAKER, 5000, transaction_id="T1", filing_id="F1", report_date=DAY),
            line(other, TAKER, 5000, transaction_id="T1", filing_id="F2", report_date=later),
        ],
        [
            line(PAC, other, 5000, side="payer", kind="contribution_made", schedule="D"),
            line(PAC, other, 5000, side="payee", filer_party_id=TAKER.party_id),
        ],
    ]


@pytest.mark.parametrize("place", range(4))
def test_two_lines_of_one_payment_pair_as_those_of_somebody_do(place: int) -> None:
    counted = [
        [(row["cents"], row["line_count"]) for row in paid(filed(told_twice(one)[place], [PAC, TAKER, one]))]
        for one in (SOMEBODY, NOBODY)
    ]

    assert counted[0] == counted[1] == [(5000, 2)]


def sides(lines: Sequence[Line], parties: Sequence[Party]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Payer and payee of each payment as the ledger writes it, the smallest amount first; and the key of each party."""
    connection = filed(list(lines), list(parties))
    found, keys = all_judged(connection), connection.table("party_keys")
    made = payments(connection.table(LINES.name), found)
    apart = nameless_sides(made, keys)
    rows = listed(each_its_own(made, apart).order_by("cents"))
    key_of = {row["party_id"]: row["key"] for row in connection.to_pyarrow(with_sides(keys, apart)).to_pylist()}
    return [(row["payer_party_id"], row["payee_party_id"]) for row in rows], key_of


def test_nobody_is_the_same_party_twice() -> None:
    """Paid, paying and paying again in the same words: three who are not known to be one."""
    lines = [
        line(PAC, NOBODY, 1, side="payer"),
        line(NOBODY, TAKER, 2),
        line(NOBODY, TAKER, 3),
        line(SOMEBODY, TAKER, 4),
    ]
    found, key_of = sides(lines, [PAC, TAKER, NOBODY, SOMEBODY])
    nobodies = [found[0][1], found[1][0], found[2][0]]

    assert len({key_of[one] for one in nobodies} | {key_of[NOBODY.party_id]}) == 4
    assert (found[0][0], found[1][1], found[3][0]) == (PAC.party_id, TAKER.party_id, SOMEBODY.party_id)


def test_what_is_returned_to_nobody_has_its_own_sides_too() -> None:
    found, key_of = sides([line(NOBODY, TAKER, -5), line(NOBODY, NOBODY, 7)], [TAKER, NOBODY])

    assert found[0][0] == TAKER.party_id
    assert len({key_of[found[0][1]], *(key_of[one] for one in found[1])}) == 3
