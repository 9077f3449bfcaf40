"""One row of a disclosure report, in either format, as records."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from headwater.base.ids import slug
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    NO_IDENTITY,
    Identity,
    Ignored,
    Particulars,
    Single,
    blank_line,
    line_id,
    party,
)
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.ny_boe.layouts import NAME
from headwater.sources.ny_boe.schedules import LEFT, NOT_READ, SCHEDULES

_LARGEST_CENTS = 10**15


@dataclass(frozen=True, slots=True)
class Report:
    """The report that rows stand in, and the party that filed it.

    ``code`` tells it from the filer's other reports, whether or not it is amended; all notices are alike in it.
    """

    filer: Party
    filing: Filing
    code: str
    nobody: Mapping[str, Party]
    """Who stands for all that is not itemized: those who paid the filer (payer), those it paid (payee)."""


@lru_cache(maxsize=1 << 10)
def filed_by(name: str, number: str) -> Party:
    """A filer by its number; the Board does not say on a row whether it is a candidate or a committee."""
    return party(name, "unknown", Identity("nyboe", number))


@lru_cache(maxsize=1 << 10)
def report_of(filer: Party, coordinates: tuple[str, ...], form: str, *, is_amended: bool) -> Report:
    """A report by its own coordinates; the Board publishes no number of it.

    Args:
        filer: who filed.
        coordinates: year, period, and what kind of report it is.
        form: the form's code; empty for the usual one.
        is_amended: whether it amends an earlier one.
    """
    parts = (filer.identifier, *coordinates, "amended" if is_amended else "")
    filing = Filing(
        filing_id=f"{NAME}:" + "-".join(part for part in map(slug, parts) if part),
        source=NAME,
        filer_party_id=filer.party_id,
        number="",
        form=form,
        report_number=int(is_amended),
        report_date=None,
        period_from=None,
        period_thru=None,
        schedules="",
        url="",
    )
    whose = filer.name or f"filer {filer.identifier}"
    names = {"payer": "Contributors", "payee": "Payees"}
    nobody = {side: party(f"{who} not itemized by {whose}", "unnamed") for side, who in names.items()}
    return Report(filer, filing, form or "".join(coordinates[:2]), nobody)


@dataclass(frozen=True, slots=True)
class Item:
    """What a row says besides its report; ``number`` is its own within the schedule.

    ``detail_of`` is the number of the row that it details, if it does; ``is_in_kind`` whether its text calls what was
    paid a gift in kind.
    """

    schedule: str
    number: str
    day: date | None
    cents: int
    name: str
    is_person: bool
    stated_kind: str
    is_itemized: bool
    seen: Particulars
    description: str
    kind: str = ""
    detail_of: str = ""
    is_in_kind: bool = False


def records_of(raw: RawFile, row: int, report: Report, item: Item) -> list[Single]:
    """The records of one row: its line with its parties, or that it is left out by name.

    Raises:
        FieldError: for a schedule that is not read, a row without day or name, or an amount beyond all sense.
    """
    if item.schedule in LEFT:
        return [Ignored(row, LEFT[item.schedule])]
    if item.schedule in NOT_READ:
        raise FieldError("schedule", f"{item.schedule} is not read: {NOT_READ[item.schedule]}")
    if item.schedule not in SCHEDULES:
        raise FieldError("schedule", f"{item.schedule[:20]!r} is no known schedule")
    if item.day is None:
        raise FieldError("date", "is empty")
    if abs(item.cents) > _LARGEST_CENTS:
        raise FieldError("amount", "is larger than any that was ever paid")
    schedule = SCHEDULES[item.schedule]
    other = _other(report, item)
    payer, payee = (other, report.filer) if schedule.to_filer else (report.filer, other)
    filing = report.filing
    record = f"{filing.filing_id.partition(':')[2]}-{item.schedule}-{item.number}"
    line = Line(
        **_blank(raw)
        | {
            "line_id": line_id(raw, row, NAME, record),
            "row": row,
            "record_id": record,
            "filing_id": filing.filing_id,
            "filer_party_id": report.filer.party_id,
            "form": filing.form,
            "report_code": report.code,
            "schedule": f"{item.schedule}{_ending(item)}",
            "report_number": filing.report_number,
            "transaction_id": f"{item.schedule}{item.detail_of or item.number}",
            "date_from": item.day,
            "date_to": item.day,
            "cents": item.cents * schedule.sign,
            "kind": item.kind or schedule.kind,
            "side": "payee" if schedule.to_filer else "payer",
            "payer_party_id": payer.party_id,
            "payee_party_id": payee.party_id,
            "is_sum": other.kind == "unnamed",
            "description": item.description,
        }
    )
    return [filing, report.filer, other, line]


def _ending(item: Item) -> str:
    if item.detail_of:
        return " detail"
    return " in kind" if item.is_in_kind else ""


@lru_cache(maxsize=4)
def _blank(raw: RawFile) -> dict[str, Any]:
    """The columns that all lines of a file share."""
    empty = blank_line(raw, NAME, 0, date.min)
    return {field.name: getattr(empty, field.name) for field in fields(Line)}


def _other(report: Report, item: Item) -> Party:
    """The party that is not the filer; who is not itemized is one unnamed party of the filer."""
    schedule = SCHEDULES[item.schedule]
    is_nameless = not item.name or item.name.casefold() == "unitemized"
    if is_nameless and (item.stated_kind == "unnamed" or not item.is_itemized or item.name):
        return report.nobody["payer" if schedule.to_filer else "payee"]
    if is_nameless:
        raise FieldError("name", "is empty: nobody is named")
    kind = item.stated_kind if item.stated_kind not in ("", "unnamed") else ""
    return _named(item.name, kind or ("person" if item.is_person else schedule.other), item.seen)


@lru_cache(maxsize=1 << 10)
def _named(name: str, kind: str, seen: Particulars) -> Party:
    return party(name, kind, NO_IDENTITY, seen)
