"""Payments that are sorted part by part are those that are sorted all at once, in the same order."""

from datetime import timedelta

import pytest

from headwater.base.stage import InParts
from headwater.ledger import stage
from headwater.ledger.judging import all_judged
from headwater.ledger.nameless import NAMELESS_SIDES
from headwater.ledger.stage import in_parts, payments
from headwater.sources._tables.lines import LINES
from tests.planted import DAY, filed, line, listed, memory, party

GIVER = party("Invented Builders PAC", number="111")
TAKER = party("Invented State Committee", number="222")
TOPIC = party("ROE, RICHARD", kind="candidate")
COUNT = 40


@pytest.mark.parametrize("at_once", [1, 7, 50, 1000])
def test_parts_give_all_payments_once_in_the_order_of_their_ids(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "_AT_ONCE", at_once)
    monkeypatch.setattr(stage, "_ONE_OF", 1)
    told = [
        line(GIVER, TAKER, 100 + number // 2, DAY + timedelta(number), row=number, side=side, kind=kind)
        for number in range(COUNT)
        for side, kind in (("payer", "contribution_made"), ("payee", "monetary"))
    ]
    spent = {"side": "payer", "kind": "independent_expenditure", "stance": "for"}
    told += [
        line(GIVER, party("Mailer"), 900 + number, DAY, row=number, form=form, about_party_id=about, **spent)
        for number in range(COUNT)
        for form, about in (("496", TOPIC.party_id), ("460", ""))
    ]
    connection = filed(told, [GIVER, TAKER, TOPIC, party("Mailer")])
    found, lines = all_judged(connection), connection.table(LINES.name)
    parts = in_parts(lines, found, memory(NAMELESS_SIDES, []))

    assert isinstance(parts, InParts)
    assert len(parts.parts) > 1 or at_once > len(told)
    rows = [row for part in parts.parts for row in listed(part.order_by("payment_id"))]
    assert rows == listed(payments(lines, found).order_by("payment_id"))
    # Planted: a payment of each pair of lines, and of each notice with the report's line.
    assert [row["line_count"] for row in rows] == [2] * (2 * COUNT)
