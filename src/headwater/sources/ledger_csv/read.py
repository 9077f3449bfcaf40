"""Reads any spreadsheet as a ledger: one payment a row."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    LINE_KINDS,
    NO_IDENTITY,
    PARTY_KINDS,
    Identity,
    Particulars,
    Record,
    blank_line,
    party,
)
from headwater.sources._reading.tabular import division, identifiers, read_sheet, url, yes_or_no
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party

NAME = "ledger_csv"
REQUIRED = ("date", "payer", "payee", "amount")
OPTIONAL = (
    "id",
    "kind",
    "earmarked_for",
    "url",
    "payer_id",
    "payee_id",
    "payer_kind",
    "payee_kind",
    "date_to",
    "form",
    "schedule",
    "filing",
    "filer",
    "about",
    "about_id",
    "about_division",
    "stance",
    "source_record",
    "publisher",
    "is_sum",
    "description",
    "report_number",
    "period_from",
    "period_thru",
)


@dataclass(frozen=True, slots=True)
class _Parties:
    payer: Party
    payee: Party
    about: Party | None
    earmarked_for: Party | None

    @property
    def named(self) -> list[Record]:
        return [one for one in (self.payer, self.payee, self.about, self.earmarked_for) if one]


def read(raw: RawFile) -> Iterator[Record]:
    """The payments of a spreadsheet with the columns date, payer, payee, amount and any of the optional ones.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    met: dict[str, int] = {}

    def make(row: int, take: Take) -> list[Record]:
        transaction = take.optional("id")
        if transaction and met.setdefault(transaction, row) != row:
            raise FieldError("id", f"{transaction[:40]!r} is the id of line {met[transaction]} already")
        return _records(raw, row, take, transaction)

    yield from read_sheet(raw, (REQUIRED, OPTIONAL), make)


def _records(raw: RawFile, row: int, take: Take, transaction: str) -> list[Record]:
    parties = _parties(take)
    days = _range(take, take.day("date"), "date_to")
    line = _line(raw, row, take, days)
    filer = parties.payer if line.side == "payer" else parties.payee
    line = replace(
        line,
        filer_party_id=filer.party_id,
        transaction_id=transaction,
        payer_party_id=parties.payer.party_id,
        payee_party_id=parties.payee.party_id,
        about_party_id=parties.about.party_id if parties.about else "",
        stance=_stance(take, parties.about),
        earmarked_for_party_id=parties.earmarked_for.party_id if parties.earmarked_for else "",
    )
    number = clean_name(take.optional("filing"))
    if not number:
        return [*parties.named, line]
    line = replace(line, filing_id=f"{line.record_source}:{number}")
    return [*parties.named, line, _filing(line, number)]


def _line(raw: RawFile, row: int, take: Take, days: tuple[date, date]) -> Line:
    cents = take.cents("amount")
    if cents <= 0:
        raise FieldError("amount", "must be above zero")
    period_from, period_thru = _period(take)
    return replace(
        blank_line(raw, NAME, row, days[0], _record(take)),
        date_to=days[1],
        cents=cents,
        kind=take.one_of("kind", LINE_KINDS, "monetary"),
        side=take.one_of("filer", ("payer", "payee"), "payee"),
        form=take.optional("form"),
        schedule=take.optional("schedule"),
        report_number=take.optional_whole("report_number") or 0,
        period_from=period_from,
        period_thru=period_thru,
        is_sum=bool(yes_or_no(take, "is_sum")),
        publisher=clean_name(take.optional("publisher")),
        description=take.optional("description"),
        url=url(take),
    )


def _parties(take: Take) -> _Parties:
    payer = party(take.filled("payer"), take.one_of("payer_kind", PARTY_KINDS, "unknown"), _identity(take, "payer_id"))
    payee = party(take.filled("payee"), take.one_of("payee_kind", PARTY_KINDS, "unknown"), _identity(take, "payee_id"))
    if payer.party_id == payee.party_id:
        raise FieldError("payee", "is the payer itself")
    earmarked = take.optional("earmarked_for")
    return _Parties(payer, payee, _about(take), party(earmarked, "unknown") if earmarked else None)


def _about(take: Take) -> Party | None:
    name, place, identity = take.optional("about"), division(take, "about_division"), _identity(take, "about_id")
    if not name:
        if place or identity.identifier:
            raise FieldError("about", "is empty though the columns that describe it are not")
        return None
    return party(name, "candidate" if place else "unknown", identity, Particulars(place=place))


def _identity(take: Take, field: str) -> Identity:
    found = identifiers(take, field)
    if len(found) > 1:
        raise FieldError(field, "holds more than one identifier")
    return Identity(*found[0]) if found else NO_IDENTITY


def _stance(take: Take, about: Party | None) -> str:
    stance = take.one_of("stance", ("for", "against"), "")
    if stance and about is None:
        raise FieldError("stance", "says for or against, but the column about is empty")
    return stance


def _record(take: Take) -> tuple[str, str] | None:
    value = take.optional("source_record")
    source, colon, record = value.partition(":")
    if value and not (source and colon and record):
        raise FieldError("source_record", f"{value[:40]!r} is not source:record")
    return (source, record) if value else None


def _period(take: Take) -> tuple[date | None, date | None]:
    began, ended = take.optional_day("period_from"), take.optional_day("period_thru")
    if (began is None) != (ended is None):
        raise FieldError("period_thru" if began else "period_from", "is empty though the other end is given")
    if began and ended and ended < began:
        raise FieldError("period_thru", "lies before period_from")
    return began, ended


def _range(take: Take, began: date, field: str) -> tuple[date, date]:
    ended = take.optional_day(field) or began
    if ended < began:
        raise FieldError(field, "lies before date")
    return began, ended


def _filing(line: Line, number: str) -> Filing:
    return Filing(
        filing_id=line.filing_id,
        source=line.record_source,
        filer_party_id=line.filer_party_id,
        number=number,
        form=line.form,
        report_number=line.report_number,
        report_date=line.report_date,
        period_from=line.period_from,
        period_thru=line.period_thru,
        schedules=line.schedule,
        url=line.url,
    )
