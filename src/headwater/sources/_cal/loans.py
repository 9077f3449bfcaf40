"""Loans received (schedule B) and made (schedule H): what was lent, paid back or forgiven in the period.

A loan that is paid back or forgiven is a negative amount of the loan, so that the lines of a filing add up to the net
amount of its summary page.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from headwater.sources._cal.fields import is_memo, optional_cents, optional_day, other_party
from headwater.sources._cal.measures import PAGES
from headwater.sources._cal.report import Report
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party

# Until 2000: part 1 loans, part 2 repayments, part 3 balances. Since 2001: part 1 all of it, part 2 guarantees.
_BALANCES = ("B3", "H3")
_INTEREST = {"B": PAGES["E"]["3"], "H": PAGES["I"]["3"]}
_OLD_BACK = {"B2R": "paid back", "B2F": "forgiven", "H2R": "paid back", "H2F": "forgiven"}
_LEFT = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE LOAN_AMT2 LOAN_AMT3 LOAN_AMT4 LOAN_AMT8 LOAN_RATE LOAN_SELF TRES_NAML TRES_NAMF TRES_NAMT TRES_NAMS "
        "TRES_CITY TRES_ST TRES_ZIP4 INTR_NAML INTR_NAMF INTR_NAMT INTR_NAMS INTR_CITY INTR_ST INTR_ZIP4 MEMO_REFNO "
        "BAKREF_TID XREF_SCHNM XREF_MATCH",
    )
)


@dataclass(frozen=True, slots=True)
class _Move:
    """One movement of a loan."""

    what: str
    cents: int
    days: tuple[date, date]


def loan(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """The movements of one loan in the period; a loan that did not move, and a guarantee, is no payment.

    Raises:
        FieldError: among others where the file does not tell when a loan was paid back.
    """
    form_type, loan_type = take.text("FORM_TYPE"), take.optional("LOAN_TYPE")
    if is_memo(take) or (form_type in _BALANCES and not loan_type):
        return [Ignored(row, "a balance or a memo of a loan")]
    if form_type in _BALANCES:
        raise FieldError("LOAN_TYPE", f"{loan_type[:20]!r} in a part that lists balances")
    is_guarantee = form_type == "B2" and not loan_type and _is_since_2001(report, take)
    is_old = form_type in ("B2", "H2") and not is_guarantee
    moves = _old_moves(report, take, loan_type) if is_old else [] if is_guarantee else _moves(report, take)
    if not moves:
        return [Ignored(row, "a loan that did not move in the period, or a guarantee")]
    other = other_party(take, "LNDR", ("LOAN_EMP", "LOAN_OCC"))
    known = (form_type, record, take.text("TRAN_ID"))
    take.ignore("LOAN_DATE1", "LOAN_DATE2", "LOAN_AMT5", "LOAN_AMT6", "LOAN_AMT7", *_LEFT)
    take.done()
    return [report.filer, other, *(_line(report, row, known, other, move) for move in moves)]


def _moves(report: Report, take: Take) -> list[_Move]:
    """Lent on its own day; paid back, forgiven and interest on some day of the period."""
    lent = optional_cents(take, "LOAN_AMT1")
    back = {"paid back": -optional_cents(take, "LOAN_AMT5"), "forgiven": -optional_cents(take, "LOAN_AMT6")}
    later = {**back, "interest": optional_cents(take, "LOAN_AMT7")}
    moves = [_Move("lent", lent, _lent_on(report, take))] if lent else []
    for what, cents in later.items():
        if cents:
            field = {"paid back": "LOAN_AMT5", "forgiven": "LOAN_AMT6", "interest": "LOAN_AMT7"}[what]
            moves.append(_Move(what, cents, report.period(field)))
    return moves


def _lent_on(report: Report, take: Take) -> tuple[date, date]:
    """The day of the loan; of one that is older than the period, any day of it: the amount came in the period."""
    days = report.days(take, "LOAN_DATE1")
    is_drawn_later = report.period_from is not None and days[1] < report.period_from
    return report.period("LOAN_DATE1") if is_drawn_later else days


def _is_since_2001(report: Report, take: Take) -> bool:
    """Whether the report, or the loan itself, is of a year in which part 2 holds guarantees alone."""
    day = report.period_from or optional_day(take, "LOAN_DATE1")
    return day is not None and day.year > 2000


def _old_moves(report: Report, take: Take, loan_type: str) -> list[_Move]:
    cents = optional_cents(take, "LOAN_AMT1")
    if not cents:
        return []
    if loan_type not in _OLD_BACK:
        raise FieldError("LOAN_TYPE", "part 2 without it is a repayment or a guarantee: the row does not tell")
    return [_Move(_OLD_BACK[loan_type], -cents, report.days(take, "LOAN_DATE2"))]


def _line(report: Report, row: int, known: tuple[str, str, str], other: Party, move: _Move) -> Line:
    form_type, record, transaction = known
    received = form_type.startswith("B")
    is_interest = move.what == "interest"
    filer_pays = received == is_interest
    payer, payee = (report.filer, other) if filer_pays else (other, report.filer)
    kind = ("spending" if received else "unclassified") if is_interest else "loan"
    line = report.move(row, form_type, (record, transaction), move.what)
    return replace(
        line,
        adds_to=_INTEREST[form_type[0]] if is_interest else line.adds_to,
        date_from=move.days[0],
        date_to=move.days[1],
        cents=move.cents,
        kind=kind,
        side="payer" if filer_pays else "payee",
        payer_party_id=payer.party_id,
        payee_party_id=payee.party_id,
        description="interest on a loan" if is_interest else f"loan {move.what}",
    )
