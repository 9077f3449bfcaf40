"""Grants of Schedule I part II and of form 990-PF: each becomes a line for money, one for things given, or both."""

import re
from dataclasses import replace

from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Ignored, Particulars, Record, blank_line, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.irs_990.elements import FOUNDATION, NAMELESS, PROMISED, SCHEDULE_I
from headwater.sources.irs_990.header import NAME, Header, ein
from headwater.sources.irs_990.tree import Group

PRIVATE = tuple(f"{where}/AddressLine{n}Txt" for where in ("USAddress", "ForeignAddress") for n in (1, 2))
_LISTED_ELSEWHERE = re.compile(
    r"(please )?see (the )?(attached|attachments?|schedules?|statements?|lists?|listing|stmt|part|page|addendum"
    r"|additional)\b.*"
    r"|attached( (schedule|list|statement))?|(schedule|list|statement) attached"
    r"|various( (organi[sz]ations|charities|recipients|grantees|donees|individuals|others))?",
    re.IGNORECASE,
)
_NAMED = ("RecipientBusinessName/BusinessNameLine1Txt", "RecipientBusinessName/BusinessNameLine2Txt")
_LEFT = ("IRCSectionDesc", "ValuationMethodUsedDesc", "RecipientRelationshipTxt", "RecipientFoundationStatusTxt")
_PLACES = (
    "USAddress/CityNm",
    "USAddress/StateAbbreviationCd",
    "ForeignAddress/CityNm",
    "ForeignAddress/ProvinceOrStateNm",
    "ForeignAddress/CountryCd",
)


def grant(raw: RawFile, header: Header, row: int, group: Group) -> list[Record]:
    """The records of one group: its lines and parties, or that it is ignored.

    Raises:
        FieldError: for an element that cannot be read or is not known.
    """
    if group.kind in (NAMELESS, PROMISED):
        return [Ignored(row)]
    take = taken(group)
    money, things = _amounts(take, group.kind)
    name = " ".join(part for part in (take.optional(path) for path in (*_NAMED, "RecipientPersonNm")) if part)
    if not name and not money and not things:
        return [Ignored(row)]
    payee, is_sum = _payee(take, header, name)
    purposes = [take.optional(field) for field in ("PurposeOfGrantTxt", "GrantOrContributionPurposeTxt")]
    asset = take.optional("NonCashAssistanceDesc")
    take.ignore(*_LEFT)
    take.done()
    line = replace(
        _line(raw, header, row, group.kind),
        payee_party_id=payee.party_id,
        is_sum=is_sum,
        description=" ".join(part for part in (*purposes, name if is_sum else "") if part),
    )
    lines: list[Record] = []
    if money or not things:
        lines.append(_of_kind(raw, line, "monetary", money, ""))
    if things:
        lines.append(_of_kind(raw, line, "in_kind", things, asset))
    return [header.filer, payee, *lines]


def taken(group: Group) -> Take:
    """The group's fields without street addresses."""
    return Take(group.row(), PRIVATE)


def _amounts(take: Take, kind: str) -> tuple[int, int]:
    """Cents of money and of things given; an amount must stand somewhere."""
    if kind == FOUNDATION:
        return take.cents("Amt"), 0
    cash, other = (take.optional(field) for field in ("CashGrantAmt", "NonCashAssistanceAmt"))
    if not cash and not other:
        raise FieldError("CashGrantAmt", "is missing, and no non-cash assistance stands in its place")
    return take.cents("CashGrantAmt") if cash else 0, take.cents("NonCashAssistanceAmt") if other else 0


def _payee(take: Take, header: Header, name: str) -> tuple[Party, bool]:
    """The grantee, and whether the row stands for several that are listed elsewhere."""
    identity = ein(take.optional("RecipientEIN"))
    place = ", ".join(part for part in (take.optional(path) for path in _PLACES) if part)
    seen = Particulars(place, zip5(take.optional("USAddress/ZIPCd")))
    take.ignore("ForeignAddress/ForeignPostalCd")
    if not name:
        raise FieldError(_NAMED[0], "is empty: nobody is named")
    if _LISTED_ELSEWHERE.fullmatch(name):
        return party(f"Grantees not itemized by {header.filer.name}", "unnamed"), True
    if identity.identifier == header.filer.identifier:
        raise FieldError("RecipientEIN", "is the filer's own: payer and payee would be one")
    kind = "person" if take.optional("RecipientPersonNm") and not take.optional(_NAMED[0]) else "organisation"
    return party(name, kind, identity, seen), False


def _line(raw: RawFile, header: Header, row: int, kind: str) -> Line:
    """A grant's line without amount: paid on some day of the tax period."""
    return replace(
        blank_line(raw, NAME, row, header.begins),
        filing_id=f"{NAME}:{header.record}",
        filer_party_id=header.filer.party_id,
        payer_party_id=header.filer.party_id,
        form=header.form,
        schedule={SCHEDULE_I: "I", FOUNDATION: "XV"}[kind],
        report_number=header.report_number,
        report_date=header.filed,
        period_from=header.begins,
        period_thru=header.ends,
        date_to=header.ends,
        side="payer",
        record_id=f"{header.record}-{kind}-{row}",
    )


def _of_kind(raw: RawFile, line: Line, kind: str, cents: int, asset: str) -> Line:
    """The line of one kind; the ids of a grant's two lines differ by kind."""
    named = blank_line(raw, NAME, line.row, line.date_from, (NAME, f"{line.record_id}-{kind}"))
    said = " ".join(part for part in (line.description, asset) if part)
    return replace(line, line_id=named.line_id, record_id=named.record_id, kind=kind, cents=cents, description=said)
