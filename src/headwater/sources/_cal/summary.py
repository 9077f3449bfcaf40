"""Summary pages: which line of which form or schedule states what (SMRY rows)."""

from dataclasses import replace

from headwater.sources._cal.report import Report, not_itemized
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record

_PAGE_460 = {
    "1": "monetary contributions",
    "2": "loans received, net",
    "3": "monetary contributions and loans",
    "4": "nonmonetary contributions",
    "5": "receipts",
    "6": "payments made",
    "7": "loans made, net",
    "8": "expenditures",
    "9": "accrued expenses, net",
    "10": "nonmonetary adjustment",
    "11": "expenditures with accrued and nonmonetary",
    "12": "opening_balance",
    "13": "cash receipts",
    "14": "miscellaneous increases to cash",
    "15": "cash payments",
    "16": "closing_balance",
    "17": "loan guarantees received",
    "18": "cash equivalents",
    "19": "outstanding debts",
}
_SCHEDULES = {
    ("A", "1"): "monetary contributions, itemized",
    ("A", "2"): "monetary contributions, not itemized",
    ("A", "3"): "monetary contributions",
    ("B1", "1"): "loans received",
    ("B1", "2"): "loans paid back or forgiven",
    ("B1", "3"): "loans received, net",
    ("C", "1"): "nonmonetary contributions, itemized",
    ("C", "2"): "nonmonetary contributions, not itemized",
    ("C", "3"): "nonmonetary contributions",
    ("D", "1"): "contributions and independent expenditures made, itemized",
    ("D", "2"): "contributions and independent expenditures made, not itemized",
    ("D", "3"): "contributions and independent expenditures made",
    ("E", "1"): "payments made, itemized",
    ("E", "2"): "payments made, not itemized",
    ("E", "3"): "interest paid on loans",
    ("E", "4"): "payments made",
    ("F", "1"): "accrued expenses incurred",
    ("F", "2"): "accrued expenses paid",
    ("F", "3"): "accrued expenses, net",
    ("H", "1"): "loans made",
    ("H", "2"): "payments received on loans made",
    ("H", "3"): "loans made, net",
    ("I", "1"): "miscellaneous increases to cash, itemized",
    ("I", "2"): "miscellaneous increases to cash, not itemized",
    ("I", "3"): "interest received on loans made",
    ("I", "4"): "miscellaneous increases to cash",
}
# Schedule → kind of the line that stands for what it does not itemize, and which side filed.
_NOT_ITEMIZED = {
    "A": ("monetary", "payee"),
    "C": ("in_kind", "payee"),
    "E": ("spending", "payer"),
    "I": ("unclassified", "payee"),
}
_LOBBYING = ("F6", "S6")


def stated(report: Report, row: int, take: Take) -> list[Record]:
    """One stated total, column A (the period); and, where the period is known, the line of what is not itemized.

    Rows of lobbying reports and rows without an amount are ignored. The year to date (columns B, C) is left out.
    """
    form, number = take.text("FORM_TYPE"), take.text("LINE_ITEM")
    amounts = [take.optional(f"AMOUNT_{column}") for column in "ABC"]
    take.ignore("REC_TYPE", "ELEC_DT")
    take.done()
    if form.startswith(_LOBBYING) or not any(amounts):
        return [Ignored(row)]
    if not number.isdecimal():
        raise FieldError("LINE_ITEM", f"{number[:20]!r} is not the number of a line")
    cents = take.cents("AMOUNT_A")
    page = f"form {form[1:]}, line {number}" if form.startswith("F") and len(form) > 1 else f"schedule {form}, {number}"
    measure = _PAGE_460.get(number, "") if form == "F460" else _SCHEDULES.get((form, number), "")
    total = report.total(row, (measure or page, page), cents)
    return [report.filer, total, *_rest(report, row, (form, number), cents)]


def _rest(report: Report, row: int, where: tuple[str, str], cents: int) -> list[Record]:
    schedule, number = where
    if number != "2" or schedule not in _NOT_ITEMIZED or not cents or not report.period_from or not report.period_thru:
        return []
    kind, side = _NOT_ITEMIZED[schedule]
    other = not_itemized("Contributors" if side == "payee" else "Payees", report.filer)
    payer, payee = (other, report.filer) if side == "payee" else (report.filer, other)
    line = replace(
        report.line(row, schedule, (f"{schedule}-not-itemized", "")),
        date_from=report.period_from,
        date_to=report.period_thru,
        cents=cents,
        kind=kind,
        side=side,
        payer_party_id=payer.party_id,
        payee_party_id=payee.party_id,
        is_sum=True,
        description="not itemized",
    )
    return [other, line]
