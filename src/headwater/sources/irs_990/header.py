"""Who filed a return, for which period, and when: the header, of which no officer or preparer is read."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from headwater.base.dates import parse_date
from headwater.sources._reading.fields import FieldError, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import NO_IDENTITY, Identity, Particulars, party
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.parties import Party
from headwater.sources.irs_990.elements import FORMS, OTHER_FORMS
from headwater.sources.irs_990.found import Return
from headwater.sources.irs_990.stated import AMENDED

NAME = "irs_990"
_EIN = re.compile(r"(?!(\d)\1{8})\d{9}", re.ASCII)
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
_OBJECT = re.compile(r"(?:.*/)?(\d{18})_public\.xml", re.ASCII)
_NAMED = "Filer/BusinessName/BusinessNameLine"
_STATES = ("Filer/USAddress/StateAbbreviationCd", "Filer/ForeignAddress/CountryCd")
_CITIES = ("Filer/USAddress/CityNm", "Filer/ForeignAddress/CityNm")
_ZIP = "Filer/USAddress/ZIPCd"
OWN = ("ReturnTypeCd", "TaxPeriodBeginDt", "TaxPeriodEndDt", "ReturnTs")
"""What says of which form and days a return is."""
_SHOWN = (*OWN, "Filer/EIN")
READ = (*_SHOWN, f"{_NAMED}1Txt", f"{_NAMED}2Txt", *_STATES, *_CITIES, _ZIP)
"""Everything that is read of a header, by the newer names of the elements on the way."""
TICKED = {"X": True, "x": True, "true": True, "1": True, "": False, "false": False, "0": False}
"""What may stand in a box, and whether it is ticked then."""


# Not frozen, as lines are not.
@dataclass(slots=True)
class Header:
    """What all records of one return share. ``form`` is empty for a form that holds no grants.

    ``number`` is the filer's, as the agency gives it. ``record`` has the return's own coordinates, equal in every copy
    of it; ``filing_id`` is the return as a filing.
    """

    filer_party_id: str
    number: str
    form: str
    document: str
    begins: date
    ends: date
    filed: date | None
    stamp: str
    report_number: int
    record: str = field(init=False)
    filing_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.record = f"{self.number}-{self.form}-{self.ends}-{self.stamp}"
        self.filing_id = f"{NAME}:{self.record}"


def header_of(found: Return) -> tuple[Party, Header]:
    """Reads the filer, and the rest of the header.

    Raises:
        FieldError: naming the element that is missing, doubled or not what it should be.
    """
    form = _one(found, "ReturnTypeCd")
    if form not in FORMS and form not in OTHER_FORMS:
        raise FieldError("ReturnTypeCd", f"{form[:20]!r} is no known form")
    begins, ends = (_day(found, f"TaxPeriod{end}Dt") for end in ("Begin", "End"))
    if begins > ends:
        raise FieldError("TaxPeriodBeginDt", f"{begins} is after the end of the tax period, {ends}")
    stamp = _optional(found, "ReturnTs")
    code, document = FORMS.get(form, ("", ""))
    filer = _filer(found)
    return filer, Header(
        filer_party_id=filer.party_id,
        number=filer.identifier,
        form=code,
        document=document,
        begins=begins,
        ends=ends,
        filed=stamped(stamp),
        stamp=stamp,
        report_number=int(_is_amended(found, document)),
    )


def filing(raw: RawFile, header: Header, schedules: str) -> Filing:
    """The return as a filing; its number is the publisher's object id, where the file's name carries it."""
    named = _OBJECT.fullmatch(raw.name)
    return Filing(
        filing_id=header.filing_id,
        source=NAME,
        filer_party_id=header.filer_party_id,
        number=named.group(1) if named else "",
        form=header.form,
        report_number=header.report_number,
        report_date=header.filed,
        period_from=header.begins,
        period_thru=header.ends,
        schedules=schedules,
        url="",
    )


def ein(text: str) -> Identity:
    """An employer identification number; none for words, zeros and other runs of one digit."""
    digits = text.replace("-", "")
    return Identity("ein", digits) if _EIN.fullmatch(digits) else NO_IDENTITY


def shown(found: Return) -> str:
    """What a rejected return shows of itself: neither names nor addresses."""
    return json.dumps({path: texts[-1] for path, texts in found.header.items() if path in _SHOWN}, ensure_ascii=False)


def _filer(found: Return) -> Party:
    number = _one(found, "Filer/EIN")
    identity = ein(number)
    if identity == NO_IDENTITY:
        raise FieldError("Filer/EIN", f"{number[:20]!r} is no employer identification number")
    lines = (_one(found, f"{_NAMED}1Txt"), _optional(found, f"{_NAMED}2Txt"))
    state, city = _first(found, *_STATES), _first(found, *_CITIES)
    place = ", ".join(part for part in (city, state) if part)
    seen = Particulars(place, zip5(_optional(found, _ZIP)))
    return party(" ".join(lines), "organisation", identity, seen)


def _first(found: Return, *paths: str) -> str:
    return next((value for value in (_optional(found, path) for path in paths) if value), "")


def _one(found: Return, path: str) -> str:
    value = _optional(found, path)
    if not value:
        raise FieldError(path, "is missing or empty")
    return value


def _optional(found: Return, path: str) -> str:
    texts = found.header.get(path)
    if texts is None:
        return ""
    if len(texts) > 1 and len({text.strip() for text in texts}) > 1:
        raise FieldError(path, "occurs more than once with different contents")
    return texts[0].strip()


def _day(found: Return, path: str) -> date:
    try:
        return day(_one(found, path))
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError(path, str(error)) from error


def stamped(text: str) -> date | None:
    """The day of a moment; nothing without one.

    Raises:
        FieldError: for any other text.
    """
    stamp = _STAMP.fullmatch(text)
    if text and stamp is None:
        raise FieldError("ReturnTs", f"{text[:40]!r} is no moment")
    try:
        return day(stamp.group(1)) if stamp else None
    except ValueError as error:
        raise FieldError("ReturnTs", str(error)) from error


# Returns share their days: those of a few years are nearly all that there are.
day = lru_cache(1 << 12)(parse_date)


def _is_amended(found: Return, document: str) -> bool:
    texts = found.stated.get(document, {})
    values = {value for name in AMENDED if name in texts for value in texts[name]}
    if not values:
        return False
    unknown = values - set(TICKED)
    if unknown:
        raise FieldError("AmendedReturnInd", f"{min(unknown)[:20]!r} is neither ticked nor not")
    return any(TICKED[value] for value in values)
