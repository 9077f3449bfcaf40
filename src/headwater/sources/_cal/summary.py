"""Summary pages: which line of which form or schedule states what (SMRY rows)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from headwater.base.money import parse_cents
from headwater.sources._cal.fields import amount
from headwater.sources._cal.measures import OLD_PAGES, PAGES
from headwater.sources._cal.report import Report, not_itemized
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record

NOT_ITEMIZED = {
    ("A", "2"): ("A", "monetary", "payee"),
    ("C", "2"): ("C", "in_kind", "payee"),
    ("E", "2"): ("E", "spending", "payer"),
    ("I", "2"): ("I", "unclassified", "payee"),
    ("F450", "2"): ("F450P5", "spending", "payer"),
    ("F450", "6"): ("F450", "monetary", "payee"),
    ("F450", "7"): ("F450", "in_kind", "payee"),
    ("F450", "12"): ("F450", "unclassified", "payee"),
    ("F461", "2"): ("F461P5", "unclassified", "payer"),
    ("F465", "2"): ("F465P3", "independent_expenditure", "payer"),
    ("401A", "2"): ("F401A", "spending", "payee"),
    ("401B", "2"): ("F401B", "spending", "payer"),
}
"""Page and line of what is not itemized → the schedule of the line that stands for it, its kind, which side filed."""
# Lines that add up to a line of the form: signs and numbers.
_ADD_UP = {"F450": {"3": "+1+2", "11": "+6", "14": "+10+11+12-13"}}
_PART = re.compile(r"([+-])(\d+)")
_LOBBYING = ("F6", "S6")
# Line 22 of form 460 is stated for each of two elections.
_NUMBER = re.compile(r"\d+[AB]?")
OLD = {(page, number) for page in ("B2", "H1", "H2") for number in PAGES[page]}
"""Page and line of what the form states until 2001 alone; filers state it also where it is 0."""


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
    if not _NUMBER.fullmatch(number):
        raise FieldError("LINE_ITEM", f"{number[:20]!r} is not the number of a line")
    cents = amount(take, "AMOUNT_A")
    page = f"form {form[1:]}, line {number}" if form.startswith("F") and len(form) > 1 else f"schedule {form}, {number}"
    pages = OLD_PAGES if report.is_old else PAGES
    measure = "" if form in report.odd_pages else pages.get(form, {}).get(number, "")
    total = report.total(row, (measure or page, page), cents)
    return [report.filer, total, *_rest(report, row, (form, number), cents)]


def odd_pages(rows: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The summary pages of one filing whose lines do not add up as the form has them; parts that it leaves out are 0.

    The form may be of another year than the numbers of its lines here.
    """
    stated: dict[tuple[str, str], int] = {}
    for row in rows:
        page, number, told = (row.get(name, "").strip() for name in ("FORM_TYPE", "LINE_ITEM", "AMOUNT_A"))
        try:
            stated[page, number] = parse_cents(told) if told else 0
        except ValueError:
            # The row is rejected for its amount; what it would add up to is not known.
            continue
    return frozenset(page for page, sums in _ADD_UP.items() if not _adds_up(page, sums, stated))


def _adds_up(page: str, sums: Mapping[str, str], stated: Mapping[tuple[str, str], int]) -> bool:
    def total(parts: str) -> int:
        signed = _PART.findall(parts)
        return sum((1 if sign == "+" else -1) * stated.get((page, number), 0) for sign, number in signed)

    return all(stated[page, number] == total(parts) for number, parts in sums.items() if (page, number) in stated)


def _rest(report: Report, row: int, where: tuple[str, str], cents: int) -> list[Record]:
    page, number = where
    if where not in NOT_ITEMIZED or page in report.odd_pages or not cents:
        return []
    if not report.period_from or not report.period_thru:
        return []
    form_type, kind, side = NOT_ITEMIZED[where]
    givers = "Payers" if kind == "spending" else "Contributors"
    other = not_itemized(givers if side == "payee" else "Payees", report.filer)
    payer, payee = (other, report.filer) if side == "payee" else (report.filer, other)
    # The cover of form 465 says what all of it is about; no other form's summary does.
    about = report.about if kind == "independent_expenditure" else None
    line = replace(
        report.line(row, form_type, ("-".join((page, *([number] if number != "2" else []), "not-itemized")), "")),
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
