"""The double-count traps: the ledger of this project gives what is known, plain adding does not."""

from datetime import date
from typing import Any

import pytest

from bench.tracing.protocol import TRAPS, Asked, read_questions
from bench.tracing.traps import COLUMNS, Line, lines_of, naive
from headwater.sources._tables.parties import Party
from tests.planted import filed, line, paid, party

QUESTIONS = read_questions(TRAPS)


def by_the_ledger(asked: Asked) -> int:
    parties: dict[str, Party] = {}

    def known(name: str) -> Party:
        kind = "candidate" if name.endswith("Candidate") else "committee"
        return parties.setdefault(name, party(name, kind, str(1_000_000 + len(parties))))

    lines = [_line(one, known, at) for at, one in enumerate(lines_of(asked.ledger), start=1)]
    payments = paid(filed(lines, list(parties.values())))
    payers = {known(one).party_id for one in asked.donors}
    payees = {known(one).party_id for one in asked.targets}
    return sum(one["cents"] for one in payments if one["payer_party_id"] in payers and one["payee_party_id"] in payees)


def _line(one: Line, known: Any, row: int) -> Any:
    about = known(one["about"]).party_id if one["about"] else ""
    day = date.fromisoformat(one["date"])
    period = {name: date.fromisoformat(one[name]) if one[name] else None for name in ("period_from", "period_thru")}
    return line(
        known(one["payer"]), known(one["payee"]), int(one["amount"]) * 100, day,
        side=one["filed_by"], form=one["form"], schedule=one["schedule"], report_number=int(one["report_number"]),
        transaction_id=one["transaction"], kind=one["kind"], about_party_id=about, stance=one["stance"], row=row,
        **period,
    )  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda one: one.id)
def test_each_dollar_counts_once(asked: Asked) -> None:
    assert by_the_ledger(asked) == asked.known["total_cents"]


def test_plain_ways_fall_into_some_trap() -> None:
    for answers in naive(QUESTIONS):
        wrong = [one.id for one in QUESTIONS if answers.given[one.id]["total_cents"] != one.known["total_cents"]]
        assert wrong, answers.engine


def test_every_trap_has_the_columns_of_the_protocol() -> None:
    for asked in QUESTIONS:
        assert all(tuple(one) == COLUMNS for one in lines_of(asked.ledger))
