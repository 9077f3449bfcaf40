"""Grants of Schedule I part II and of form 990-PF: each becomes a line for money, one for things given, or both."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from headwater.base.money import parse_cents
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Ignored, Particulars, Record, blank_line, line_id, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.irs_990.elements import FOUNDATION, NAMELESS, PROMISED, SCHEDULE_I
from headwater.sources.irs_990.found import Group
from headwater.sources.irs_990.header import NAME, Header, ein
from headwater.sources.irs_990.stated import DOMESTIC, PAID

_LARGEST_CENTS = 10**15
PRIVATE = tuple(f"{where}/AddressLine{n}Txt" for where in ("USAddress", "ForeignAddress") for n in (1, 2))
_LISTED_ELSEWHERE = re.compile(
    r"(please )?see (the )?(attached|attachments?|schedules?|statements?|lists?|listing|stmt|part|page|addendum"
    r"|additional)\b.*"
    r"|attached( (schedule|list|statement))?|(schedule|list|statement) attached"
    r"|various( (organi[sz]ations|charities|recipients|grantees|donees|individuals|others))?",
    re.IGNORECASE,
)
_NAMED = ("RecipientBusinessName/BusinessNameLine1Txt", "RecipientBusinessName/BusinessNameLine2Txt")
_NAMES = (*_NAMED, "RecipientPersonNm")
_LEFT = ("IRCSectionDesc", "ValuationMethodUsedDesc", "RecipientRelationshipTxt", "RecipientFoundationStatusTxt")
_PLACES = (
    "USAddress/CityNm",
    "USAddress/StateAbbreviationCd",
    "ForeignAddress/CityNm",
    "ForeignAddress/ProvinceOrStateNm",
    "ForeignAddress/CountryCd",
)
_GRANTEE = (*_NAMED, "RecipientPersonNm", "RecipientEIN", *_PLACES, "USAddress/ZIPCd", "ForeignAddress/ForeignPostalCd")
_PURPOSES = ("PurposeOfGrantTxt", "GrantOrContributionPurposeTxt")
_ASSET = "NonCashAssistanceDesc"
_KNOWN = {
    SCHEDULE_I: frozenset(
        (*_GRANTEE, *_PURPOSES, *_LEFT, *PRIVATE, _ASSET, "CashGrantAmt", "NonCashAssistanceAmt")
    ),
    FOUNDATION: frozenset((*_GRANTEE, *_PURPOSES, *_LEFT, *PRIVATE, _ASSET, "Amt")),
}  # fmt: skip
"""Every element of a grant that is taken or ignored by name."""
_NO_PAYMENTS = {
    NAMELESS: "help to people who are not named, by number",
    PROMISED: "a grant approved for later, not paid",
}


class Grants:
    """Makes the records of one return's groups; what all its lines share is put together once."""

    def __init__(self, raw: RawFile, header: Header) -> None:
        self._raw, self._header = raw, header
        self._record = header.record
        self._shared: dict[str, dict[str, Any]] = {}

    @property
    def schedules(self) -> str:
        """The schedules that have had lines so far."""
        return ",".join(sorted({shared["schedule"] for shared in self._shared.values()}))

    def records(self, row: int, group: Group) -> list[Record]:
        """The records of one group: its lines and parties, or that it is ignored.

        Raises:
            FieldError: for an element that cannot be read or is not known.
        """
        if group.kind in _NO_PAYMENTS:
            return [Ignored(row, _NO_PAYMENTS[group.kind])]
        found = {path: text.strip() for path, text in group.row().items()}
        text = found.get
        money, things = _amounts(text, group.kind)
        name = _joined(text, _NAMES, " ")
        if not name and not money and not things:
            return [Ignored(row, "a line without name or amount")]
        payee, is_sum = _payee(text, self._header, name)
        if unknown := _unknown(group.kind, group.paths):
            raise FieldError(unknown, "unknown field")
        said = _joined(text, _PURPOSES, " ")
        if is_sum:
            said = f"{said} {name}" if said else name
        records: list[Record] = [payee]
        if money or not things:
            records.append(self._line(group.kind, "monetary", row, (payee.party_id, is_sum, money, said)))
        if things:
            asset = text(_ASSET)
            said = f"{said} {asset}" if said and asset else said or asset or ""
            records.append(self._line(group.kind, "in_kind", row, (payee.party_id, is_sum, things, said)))
        return records

    def _line(self, group: str, kind: str, row: int, own: tuple[str, bool, int, str]) -> Line:
        """A line of one kind; the ids of a grant's two lines differ by kind."""
        shared = self._shared.get(group) or self._shared.setdefault(group, _shared(self._raw, self._header, group))
        record = f"{self._record}-{group}-{row}-{kind}"
        payee, is_sum, cents, description = own
        return Line(
            **{
                **shared,
                "line_id": line_id(self._raw, row, NAME, record),
                "record_id": record,
                "kind": kind,
                "row": row,
                "payee_party_id": payee,
                "is_sum": is_sum,
                "cents": cents,
                "description": description,
            }
        )


def taken(group: Group) -> Take:
    """The group's fields without street addresses."""
    return Take(group.row(), PRIVATE)


@lru_cache(maxsize=1024)
def _unknown(kind: str, paths: tuple[str, ...]) -> str:
    """The first of these paths that no such grant has; empty if each is known."""
    return min(set(paths) - _KNOWN[kind], default="")


def _joined(text: Callable[[str], str | None], paths: tuple[str, ...], separator: str) -> str:
    return separator.join([part for path in paths if (part := text(path))])


def _amounts(text: Callable[[str], str | None], kind: str) -> tuple[int, int]:
    """Cents of money and of things given; an amount must stand somewhere."""
    if kind == FOUNDATION:
        amount = text("Amt")
        if amount is None:
            raise FieldError("Amt", "is missing")
        return _cents("Amt", amount), 0
    cash, other = text("CashGrantAmt"), text("NonCashAssistanceAmt")
    if not cash and not other:
        raise FieldError("CashGrantAmt", "is missing, and no non-cash assistance stands in its place")
    return _cents("CashGrantAmt", cash) if cash else 0, _cents("NonCashAssistanceAmt", other) if other else 0


def _cents(field: str, text: str) -> int:
    try:
        cents = parse_cents(text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error
    if abs(cents) > _LARGEST_CENTS:
        raise FieldError(field, "is larger than any grant that was ever made")
    return cents


def _payee(text: Callable[[str], str | None], header: Header, name: str) -> tuple[Party, bool]:
    """The grantee, and whether the row stands for several that are listed elsewhere."""
    identity = ein(text("RecipientEIN") or "")
    if not name:
        raise FieldError(_NAMED[0], "is empty: nobody is named")
    if _LISTED_ELSEWHERE.fullmatch(name):
        return party(f"Grantees not itemized by {header.filer.name}", "unnamed"), True
    if identity.identifier == header.filer.identifier:
        raise FieldError("RecipientEIN", "is the filer's own: payer and payee would be one")
    seen = Particulars(_joined(text, _PLACES, ", "), zip5(text("USAddress/ZIPCd") or ""))
    kind = "person" if text("RecipientPersonNm") and not text(_NAMED[0]) else "organisation"
    return party(name, kind, identity, seen), False


def _shared(raw: RawFile, header: Header, kind: str) -> dict[str, Any]:
    """The columns that all lines of one kind of grant share: paid on some day of the tax period."""
    whole = replace(
        blank_line(raw, NAME, 0, header.begins),
        filing_id=header.filing_id,
        filer_party_id=header.filer.party_id,
        payer_party_id=header.filer.party_id,
        form=header.form,
        schedule={SCHEDULE_I: "I", FOUNDATION: "XV"}[kind],
        adds_to={SCHEDULE_I: DOMESTIC, FOUNDATION: PAID}[kind],
        report_number=header.report_number,
        report_date=header.filed,
        period_from=header.begins,
        period_thru=header.ends,
        date_to=header.ends,
        side="payer",
    )
    return {field.name: getattr(whole, field.name) for field in fields(Line)}
