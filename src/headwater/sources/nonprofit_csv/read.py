"""Reads figures of nonprofits from a spreadsheet: one figure of one organisation's year a row."""

import re
from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, url
from headwater.sources._tables.facts import NonprofitFigure

NAME = "nonprofit_csv"
COLUMNS = ("organisation", "ein", "year", "measure", "amount", "percent", "document", "publisher", "url")
TOTALS = ("revenue", "contributions", "program_service_revenue", "investment_income", "expenses")
FUNCTIONS = ("program", "management", "fundraising", "grants", "affiliates")
PURPOSE = "purpose: "
_EIN = re.compile(r"\d{2}-?\d{7}")
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,4})?")


def read(raw: RawFile) -> Iterator[Record]:
    """The figures of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, ()), _figure)


def _measure(take: Take) -> str:
    """A total, a function of Form 990, or a purpose in the publisher's words."""
    said = take.filled("measure")
    if said.startswith(PURPOSE) and said.removeprefix(PURPOSE).strip():
        return said
    return take.choice("measure", {name: name for name in (*TOTALS, *FUNCTIONS)})


def _figure(raw: RawFile, row: int, take: Take) -> NonprofitFigure:
    number, percent, amount = take.text("ein"), take.text("percent"), take.text("amount")
    if number and not _EIN.fullmatch(number):
        raise FieldError("ein", f"{number[:40]!r} is no employer identification number of nine digits")
    if bool(amount) == bool(percent):
        raise FieldError("amount", "exactly one of amount and percent must be there")
    if percent and (not _PERCENT.fullmatch(percent) or float(percent) > 100):
        raise FieldError("percent", f"{percent[:40]!r} is no share from 0 to 100")
    return NonprofitFigure(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        organisation=clean_name(take.filled("organisation")),
        ein=number.replace("-", ""),
        year=take.whole("year"),
        measure=_measure(take),
        cents=take.cents("amount") if amount else None,
        percent=percent,
        document=take.text("document"),
        publisher=take.filled("publisher"),
        url=url(take),
    )
