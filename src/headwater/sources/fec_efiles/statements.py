"""Statements of organization (form 1): what a committee's registration says of it."""

from datetime import date, datetime

from headwater.sources._reading.registering import Stated, registered
from headwater.sources._tables.registrations import Registration
from headwater.sources.fec_efiles.covers import NAME, Cover

_NAMES = ("treasurer_first_name", "treasurer_last_name")


def statement(cover: Cover) -> list[Registration]:
    """The registration of a form 1 (11 CFR 102.2), with the day from which it holds; nothing for other forms."""
    if cover.form not in ("1", "1M") or not cover.filer_id:
        return []
    fields = cover.fields
    whole = fields.get("treasurer_name", "").replace("^", ", ", 1).replace("^", " ")
    treasurer = " ".join(fields.get(name, "") for name in _NAMES).strip() or whole
    street = f"{fields.get('street_1', '')} {fields.get('street_2', '')}"
    row = cover.document.before + cover.row
    opened = _day(fields.get("effective_date", "")) or cover.report_date
    stated = Stated(treasurer, street, fields.get("zip_code", ""), opened)
    return [registered(cover.document.raw, NAME, row, cover.filer.party_id, stated)]


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
