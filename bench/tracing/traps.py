"""Lines of filings that tell of one payment more than once: what adding them up, or dropping equal rows, gives."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.tracing.protocol import Answers, Asked
from headwater.base.money import parse_cents

COLUMNS = (
    "filed_by", "form", "schedule", "report_number", "period_from", "period_thru", "transaction", "date", "payer",
    "payee", "amount", "kind", "about", "stance",
)  # fmt: skip
Line = dict[str, str]


def lines_of(path: Path) -> list[Line]:
    """The lines of one trap, in the columns of ``COLUMNS``."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def naive(questions: Sequence[Asked]) -> Iterable[Answers]:
    """What two plain ways give: every line added, and equal (payer, payee, day, amount) dropped."""
    yield Answers("every line added", {one.id: {"total_cents": _sum(one, lines_of(one.ledger))} for one in questions})
    yield Answers("equal rows dropped", {one.id: {"total_cents": _sum(one, _once(one))} for one in questions})


def _once(asked: Asked) -> list[Line]:
    return list(
        {(one["payer"], one["payee"], one["date"], one["amount"]): one for one in lines_of(asked.ledger)}.values()
    )


def _sum(asked: Asked, lines: Iterable[Line]) -> int:
    return sum(
        parse_cents(one["amount"]) for one in lines if one["payer"] in asked.donors and one["payee"] in asked.targets
    )
