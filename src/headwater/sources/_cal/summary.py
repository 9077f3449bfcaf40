"""Summary pages: which line of which form or schedule states what (SMRY rows)."""

from dataclasses import replace

from headwater.sources._cal.fields import amount
from headwater.sources._cal.measures import PAGES
from headwater.sources._cal.report import Report, not_itemized
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record

# Whose line 2 is what is not itemized → the schedule of the line that stands for it, its kind, which side filed.
_NOT_ITEMIZED = {
    "A": ("A", "monetary", "payee"),
    "C": ("C", "in_kind", "payee"),
    "E": ("E", "spending", "payer"),
    "I": ("I", "unclassified", "payee"),
    "F461": ("F461P5", "unclassified", "payer"),
    "F465": ("F465P3", "independent_expenditure", "payer"),
    "401A": ("F401A", "spending", "payee"),
    "401B": ("F401B", "spending", "payer"),
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
        return [Ignored(row, "a line without an amount, or of a lobbying report")]
    if not number.isdecimal():
        raise FieldError("LINE_ITEM", f"{number[:20]!r} is not the number of a line")
    cents = amount(take, "AMOUNT_A")
    page = f"form {form[1:]}, line {number}" if form.startswith("F") and len(form) > 1 else f"schedule {form}, {number}"
    measure = PAGES.get(form, {}).get(number, "")
    total = report.total(row, (measure or page, page), cents)
    return [report.filer, total, *_rest(report, row, (form, number), cents)]


def _rest(report: Report, row: int, where: tuple[str, str], cents: int) -> list[Record]:
    page, number = where
    if number != "2" or page not in _NOT_ITEMIZED or not cents or not report.period_from or not report.period_thru:
        return []
    form_type, kind, side = _NOT_ITEMIZED[page]
    givers = "Payers" if kind == "spending" else "Contributors"
    other = not_itemized(givers if side == "payee" else "Payees", report.filer)
    payer, payee = (other, report.filer) if side == "payee" else (report.filer, other)
    # The cover of form 465 says what all of it is about; no other form's summary does.
    about = report.about if kind == "independent_expenditure" else None
    line = replace(
        report.line(row, form_type, (f"{page}-not-itemized", "")),
        date_from=report.period_from,
        date_to=report.period_thru,
        cents=cents,
        kind=kind,
        side=side,
        payer_party_id=payer.party_id,
        payee_party_id=payee.party_id,
        about_party_id=about.party_id if about else "",
        stance=report.stance if about else "",
        adds_to=PAGES[page][number],
        is_sum=True,
        description="not itemized",
    )
    return [other, *([about] if about else []), line]
