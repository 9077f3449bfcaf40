"""Grants of Schedule I part II and of form 990-PF: each becomes a line for money, one for things given, or both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from headwater.base.money import parse_cents
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Ignored, Particulars, Record, blank_line, line_id, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.irs_990.elements import FOUNDATION, NAMELESS, PROMISED, SCHEDULE_I
from headwater.sources.irs_990.found import Group, fault_of
from headwater.sources.irs_990.header import NAME, Header, ein
from headwater.sources.irs_990.stated import DOMESTIC, PAID

_LARGEST_CENTS = 10**15
PRIVATE = tuple(f"{where}/AddressLine{n}Txt" for where in ("USAddress", "ForeignAddress") for n in (1, 2))
LISTED_ELSEWHERE = re.compile(
    r"(please )?see (the )?(attached|attachments?|schedules?|statements?|lists?|listing|stmt|part|page|addendum"
    r"|additional)\b.*"
    r"|attached( (schedule|list|statement))?|(schedule|list|statement) attached"
    r"|various( (organi[sz]ations|charities|recipients|grantees|donees|individuals|others))?",
    re.IGNORECASE,
)
_LISTED_BEGINS = frozenset("pPsSaAvVlL\N{LATIN SMALL LETTER LONG S}")
"""What such a name can begin with, whatever its case: few names are worth the longer look."""
NAMED = ("RecipientBusinessName/BusinessNameLine1Txt", "RecipientBusinessName/BusinessNameLine2Txt")
NAMES = (*NAMED, "RecipientPersonNm")
_LEFT = ("IRCSectionDesc", "ValuationMethodUsedDesc", "RecipientRelationshipTxt", "RecipientFoundationStatusTxt")
PLACES = (
    "USAddress/CityNm",
    "USAddress/StateAbbreviationCd",
    "ForeignAddress/CityNm",
    "ForeignAddress/ProvinceOrStateNm",
    "ForeignAddress/CountryCd",
)
_GRANTEE = (*NAMED, "RecipientPersonNm", "RecipientEIN", *PLACES, "USAddress/ZIPCd", "ForeignAddress/ForeignPostalCd")
PURPOSES = ("PurposeOfGrantTxt", "GrantOrContributionPurposeTxt")
ASSET = "NonCashAssistanceDesc"
KNOWN = {
    SCHEDULE_I: frozenset(
        (*_GRANTEE, *PURPOSES, *_LEFT, *PRIVATE, ASSET, "CashGrantAmt", "NonCashAssistanceAmt")
    ),
    FOUNDATION: frozenset((*_GRANTEE, *PURPOSES, *_LEFT, *PRIVATE, ASSET, "Amt")),
}  # fmt: skip
"""Every element of a grant that is taken or ignored by name."""
AMOUNTS = {SCHEDULE_I: ("CashGrantAmt", "NonCashAssistanceAmt"), FOUNDATION: ("Amt",)}
SCHEDULES = {SCHEDULE_I: "I", FOUNDATION: "XV"}
_COLUMNS = tuple(field.name for field in fields(Line))
_ID, _RECORD, _KIND, _ROW = map(_COLUMNS.index, ("line_id", "record_id", "kind", "row"))
_PAYEE, _IS_SUM, _CENTS, _DESCRIPTION = map(_COLUMNS.index, ("payee_party_id", "is_sum", "cents", "description"))
_ADDS_TO = {SCHEDULE_I: DOMESTIC, FOUNDATION: PAID}
_SHARED = [
    _COLUMNS.index(name)
    for name in (
        *("file_sha256", "file_name", "filing_id", "filer_party_id", "payer_party_id", "form", "schedule", "adds_to"),
        *("report_number", "report_date", "period_from", "period_thru", "date_from", "date_to"),
    )
]
"""What the lines of one return's grants of one kind share, as told below."""
_BLANK = [
    getattr(replace(blank_line(RawFile("", "", Path()), NAME, 0, date.min), side="payer"), name) for name in _COLUMNS
]
NO_PAYMENTS = {
    NAMELESS: "help to people who are not named, by number",
    PROMISED: "a grant approved for later, not paid",
}


class Grants:
    """Makes the records of one return's groups; what all its lines share is put together once."""

    def __init__(self, raw: RawFile, header: Header, filer: Party) -> None:
        self._raw, self._header, self._filer = raw, header, filer
        self._record = header.record
        self._shared: dict[str, list[Any]] = {}

    @property
    def schedules(self) -> str:
        """The schedules that have had lines so far."""
        return ",".join(sorted({SCHEDULES[kind] for kind in self._shared}))

    def records(self, row: int, group: Group) -> list[Record]:
        """The records of one group: its lines and parties, or that it is ignored.

        Raises:
            FieldError: for an element that cannot be read or is not known.
        """
        if group.kind in NO_PAYMENTS:
            return [Ignored(row, NO_PAYMENTS[group.kind])]
        plan = _plan(group.kind, group.paths)
        if plan.fault:
            raise FieldError(*plan.fault)
        texts = [text.strip() for text in group.texts]
        texts.append("")
        money, things = _amounts(texts, plan)
        name = _joined(texts, plan.names, " ")
        if not name and not money and not things:
            return [Ignored(row, "a line without name or amount")]
        payee, is_sum = _payee(texts, plan, self._filer, name)
        if plan.unknown:
            raise FieldError(plan.unknown, "unknown field")
        said = _joined(texts, plan.purposes, " ")
        if is_sum:
            said = f"{said} {name}" if said else name
        records: list[Record] = [payee]
        if money or not things:
            records.append(self._line(group.kind, "monetary", row, (payee.party_id, is_sum, money, said)))
        if things:
            asset = texts[plan.asset]
            said = f"{said} {asset}" if said and asset else said or asset
            records.append(self._line(group.kind, "in_kind", row, (payee.party_id, is_sum, things, said)))
        return records

    def _line(self, group: str, kind: str, row: int, own: tuple[str, bool, int, str]) -> Line:
        """A line of one kind; the ids of a grant's two lines differ by kind."""
        shared = self._shared.get(group) or self._shared.setdefault(
            group, shared_by_lines(self._raw, self._header, group)
        )
        record = f"{self._record}-{group}-{row}-{kind}"
        values = shared.copy()
        values[_ID], values[_RECORD], values[_KIND], values[_ROW] = (
            line_id(self._raw, row, NAME, record),
            record,
            kind,
            row,
        )
        values[_PAYEE], values[_IS_SUM], values[_CENTS], values[_DESCRIPTION] = own
        return Line(*values)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where in the texts of groups with the same paths each thing stands; -1, behind all, where an empty text stands.

    ``fault`` is what no such group may have, ``unknown`` the first path that is not known.
    """

    fault: tuple[str, str] | None
    unknown: str
    amounts: tuple[tuple[str, int], ...]
    names: tuple[int, ...]
    purposes: tuple[int, ...]
    places: tuple[int, ...]
    number: int
    zip_code: int
    asset: int
    person: int
    firm: int


def taken(group: Group) -> Take:
    """The group's fields without street addresses."""
    return Take(group.row(), PRIVATE)


@lru_cache(maxsize=1024)
def _plan(kind: str, paths: tuple[str, ...]) -> _Plan:
    places = {path: place for place, path in enumerate(paths)}

    def there(*wanted: str) -> tuple[int, ...]:
        return tuple(places[path] for path in wanted if path in places)

    def one(path: str) -> int:
        return places.get(path, -1)

    return _Plan(
        fault=fault_of(paths),
        unknown=min(set(paths) - KNOWN[kind], default=""),
        amounts=tuple((path, one(path)) for path in AMOUNTS[kind]),
        names=there(*NAMES),
        purposes=there(*PURPOSES),
        places=there(*PLACES),
        number=one("RecipientEIN"),
        zip_code=one("USAddress/ZIPCd"),
        asset=one(ASSET),
        person=one("RecipientPersonNm"),
        firm=one(NAMED[0]),
    )


def _joined(texts: Sequence[str], places: tuple[int, ...], separator: str) -> str:
    if len(places) == 1:
        return texts[places[0]]
    return separator.join([part for place in places if (part := texts[place])])


def _amounts(texts: Sequence[str], plan: _Plan) -> tuple[int, int]:
    """Cents of money and of things given; an amount must stand somewhere."""
    (field, place), *others = plan.amounts
    if not others:
        if place < 0:
            raise FieldError(field, "is missing")
        return _cents(field, texts[place]), 0
    ((other, other_place),) = others
    cash, things = texts[place], texts[other_place]
    if not cash and not things:
        raise FieldError(field, "is missing, and no non-cash assistance stands in its place")
    return _cents(field, cash) if cash else 0, _cents(other, things) if things else 0


def _cents(field: str, text: str) -> int:
    try:
        cents = parse_cents(text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error
    if abs(cents) > _LARGEST_CENTS:
        raise FieldError(field, "is larger than any grant that was ever made")
    return cents


def _payee(texts: Sequence[str], plan: _Plan, filer: Party, name: str) -> tuple[Party, bool]:
    """The grantee, and whether the row stands for several that are listed elsewhere."""
    identity = ein(texts[plan.number])
    if not name:
        raise FieldError(NAMED[0], "is empty: nobody is named")
    if name[0] in _LISTED_BEGINS and LISTED_ELSEWHERE.fullmatch(name):
        return party(f"Grantees not itemized by {filer.name}", "unnamed"), True
    if identity.identifier == filer.identifier:
        raise FieldError("RecipientEIN", "is the filer's own: payer and payee would be one")
    seen = Particulars(_joined(texts, plan.places, ", "), zip5(texts[plan.zip_code]))
    kind = "person" if texts[plan.person] and not texts[plan.firm] else "organisation"
    return party(name, kind, identity, seen), False


def shared_by_lines(raw: RawFile, header: Header, kind: str) -> list[Any]:
    """The columns that all lines of one kind of grant share: paid on some day of the tax period."""
    values = _BLANK.copy()
    own = (
        *(raw.sha256, raw.name, header.filing_id, header.filer_party_id, header.filer_party_id, header.form),
        *(SCHEDULES[kind], _ADDS_TO[kind], header.report_number, header.filed),
        *(header.begins, header.ends, header.begins, header.ends),
    )
    for place, value in zip(_SHARED, own, strict=True):
        values[place] = value
    return values
