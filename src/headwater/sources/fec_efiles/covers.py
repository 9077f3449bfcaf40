"""The head of a filing: its header, its cover, who filed it, and the totals that its summary states."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from headwater.base.errors import InputError
from headwater.base.money import parse_cents
from headwater.sources._reading.fields import zip5
from headwater.sources._reading.records import NO_IDENTITY, Identity, Particulars, party
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.fec_efiles.forms import FORMS
from headwater.sources.fec_efiles.opening import Document
from headwater.sources.fec_efiles.text import FS, Reader, unquoted
from headwater.sources.fec_efiles.versions import columns, is_known

NAME = "fec_efiles"
SCHEME = "fec"
_URL = "https://docquery.fec.gov/cgi-bin/forms/{filer}/{number}/"
_HEAD_LINES = 5000
_ID = re.compile(r"C[0-9]{8}|[HSP][0-9][0-9A-Z]{7}")
# FEC-1234567 or 1234567.
_LAST_NUMBER = re.compile(r"[0-9]{1,12}$", re.ASCII)
_FORM = re.compile(r"F(1M|3L|3P|3X|1|2|24|3|4|5|6|7|8|9|10|13|99)([NAT])?")
_NOTHING = ("", "NONE", "N/A")
_COUNT = re.compile(r"[0-9]{1,4}")
_ORGANISATIONS = ("7",)
_ANYBODY = ("5", "9")


@dataclass(frozen=True, slots=True)
class Cover:
    """What holds for a whole filing: its version, form, filer, days, and the row of its cover."""

    document: Document
    version: str
    form: str
    row: int
    filer: Party
    filer_id: str
    report_number: int
    report_code: str
    report_date: date | None
    period_from: date | None
    period_thru: date | None
    fields: Mapping[str, str] = field(repr=False)
    amends: str = ""

    @property
    def filing_id(self) -> str:
        """The agency's number with its source."""
        return f"{SCHEME}:{self.document.key}"

    @property
    def url(self) -> str:
        """Where the agency shows the filing; empty without a number."""
        filer, number = self.filer_id, self.document.number
        return _URL.format(filer=filer, number=number) if filer and number else ""

    def filing(self, schedules: str) -> Filing:
        """The filing as a record."""
        return Filing(
            self.filing_id, NAME, self.filer.party_id, self.document.number, self.form, self.report_number,
            self.report_date, self.period_from, self.period_thru, schedules, self.url, self.amends,
        )  # fmt: skip


@dataclass(slots=True)
class Header:
    """A filing's header: the version of its format, and which amendment of another it is."""

    version: str
    amends: str = ""
    number: str = ""
    lines: list[int] = field(default_factory=list)


def read_header(document: Document, lines: Reader) -> Header:
    """The header of a filing, and whether its fields are parted by commas.

    Raises:
        InputError: if there is none, or its version is not known.
    """
    first = lines.head_line()
    if first is None:
        raise InputError(document.name, "the file is empty")
    if first.startswith("/*"):
        lines.has_commas = True
        header = _first_header(document, lines)
    else:
        lines.has_commas = FS not in first
        header = _header(document, lines, first)
    if not is_known(header.version):
        shown = repr(header.version[:20])
        raise InputError(document.name, f"format version {shown} is none that is known", line=1, field="fec_version")
    return header


def read_cover(document: Document, lines: Reader, header: Header) -> Cover:
    """The cover of a filing, its first line after the header.

    Raises:
        InputError: if the form is not known, or a field that all lines need cannot be read.
    """
    text = _next_line(document, lines, header)
    parts = _split(document, lines, text)
    bare = parts[0].upper()
    found = _FORM.fullmatch(bare)
    names = (columns(bare, header.version) or columns(f"{bare}N", header.version)) if found else ()
    if not found or not names:
        reason = f"{parts[0][:20]!r} is no form that is known in version {header.version}"
        raise InputError(document.name, reason, line=lines.row, field="form_type")
    if any(parts[len(names) :]):
        reason = f"{len(parts)} fields where {bare} has {len(names)} in version {header.version}"
        raise InputError(document.name, reason, line=lines.row)
    fields = dict(zip(names, parts + [""] * len(names), strict=False))
    where = _Field(document, lines.row, fields)
    form = found.group(1)
    filer_id = where.identifier("candidate_id_number" if form == "2" else "filer_committee_id_number")
    is_amended = found.group(2) == "A"
    number = int(header.number) if _COUNT.fullmatch(header.number) else 0
    return Cover(
        document,
        header.version,
        form,
        lines.row,
        _filer(form, fields, filer_id),
        filer_id,
        max(number, 1) if is_amended else number,
        _report_code(form, fields),
        where.day("date_signed") or where.day("receipt_date"),
        where.day("coverage_from_date"),
        where.day("coverage_through_date"),
        fields,
        "".join(_LAST_NUMBER.findall(header.amends)).lstrip("0") if is_amended else "",
    )


def stated_totals(cover: Cover) -> Iterator[StatedTotal]:
    """The totals of the cover's column A; those of refunds and repayments are negative as their lines are.

    Raises:
        InputError: if one is no amount.
    """
    where = _Field(cover.document, cover.row, cover.fields)
    raw = cover.document.raw
    for line in FORMS[cover.form]:
        found = [where.cents(column) for column in line.column.split("+") if column in cover.fields]
        stated = [cents for cents in found if cents is not None]
        if line.column and stated:
            yield StatedTotal(
                NAME, raw.sha256, raw.name, cover.document.before + cover.row, cover.filer.party_id, line.measure,
                f"form {cover.form}, column A", None, cover.period_from, cover.period_thru,
                sum(stated) * (line.code.sign if line.code else 1), cover.filing_id, line.itemizes, cover.url,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Field:
    """The fields of a cover, and where errors say that they stand."""

    document: Document
    row: int
    fields: Mapping[str, str]

    def identifier(self, name: str) -> str:
        value = self.fields.get(name, "").upper()
        if value and not _ID.fullmatch(value):
            raise self._error(name, f"{value[:20]!r} is no id of the Commission")
        return value

    def day(self, name: str) -> date | None:
        value = self.fields.get(name, "")
        if not value:
            return None
        try:
            found = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            raise self._error(name, f"{value[:20]!r} is no day written YYYYMMDD") from None
        if len(value) != 8 or not 1900 <= found.year < 2100:
            raise self._error(name, f"{value[:20]!r} is no day of this or the last century")
        return found

    def cents(self, name: str) -> int | None:
        value = self.fields[name]
        if value.upper() in _NOTHING:
            return None
        sign, size = ("-", value[1:]) if value.startswith("-") else ("", value)
        try:
            found = parse_cents(f"{sign}0{size}" if size.startswith(".") else value)
        except ValueError as error:
            raise self._error(name, str(error)) from error
        if abs(found) > 10**15:
            raise self._error(name, "is more money than there is")
        return found

    def _error(self, name: str, reason: str) -> InputError:
        return InputError(self.document.name, reason, line=self.row, field=name)


def _header(document: Document, lines: Reader, first: str) -> Header:
    parts = _split(document, lines, first)
    if parts[0].upper() != "HDR" or len(parts) < 2:
        raise InputError(document.name, "begins with no header: this is no electronic filing", line=1)
    # Filings that the Commission made of paper name no type of filing before the version.
    version = parts[2] if parts[1].upper() == "FEC" and len(parts) > 2 else parts[1]
    names = columns("HDR", version) if is_known(version) else ()
    fields = dict(zip(names, parts, strict=False))
    return Header(version, fields.get("report_id", ""), fields.get("report_number", ""), [lines.row])


def _first_header(document: Document, lines: Reader) -> Header:
    """The header of versions 1 and 2: lines of names and values between two comments."""
    found: dict[str, str] = {}
    rows = [lines.row]
    while (line := lines.head_line()) is not None and len(rows) < _HEAD_LINES:
        rows.append(lines.row)
        if line.startswith("/*"):
            break
        name, _, value = line.partition("=")
        found.setdefault(name.strip().lower(), value.strip())
    else:
        raise InputError(document.name, "its header does not end", line=1)
    # Amounts without a point and days in another order could be read, and would be wrong.
    for name, value in (("dec/nodec", "DEC"), ("date_fmat", "CCYYMMDD"), ("namedelim", "^")):
        if found.get(name, value).upper() != value:
            raise InputError(document.name, f"{found[name][:20]!r} where only {value} is read", line=1, field=name)
    return Header(found.get("fec_ver_#", ""), lines=rows)


def _next_line(document: Document, lines: Reader, header: Header) -> str:
    while (text := lines.head_line()) is not None and len(header.lines) < _HEAD_LINES:
        if text.strip():
            return text
        header.lines.append(lines.row)
    raise InputError(document.name, "ends after its header: no form follows", line=lines.row)


def _split(document: Document, lines: Reader, text: str) -> list[str]:
    try:
        return lines.split(text)
    except ValueError as error:
        raise InputError(document.name, str(error), line=lines.row) from error


def _report_code(form: str, fields: Mapping[str, str]) -> str:
    """Which report or notice it is; notices have the hours they must be filed in."""
    if form == "6":
        return "48"
    notice = fields.get("report_type", "") if form in ("24", "5") else ""
    return notice or fields.get("report_code", "") or ("24" if form == "24" else "")


def _filer(form: str, fields: Mapping[str, str], filer_id: str) -> Party:
    prefix = "candidate_" if form == "2" else ""
    place = ", ".join(part for part in (fields.get(f"{prefix}city", ""), fields.get(f"{prefix}state", "")) if part)
    seen = Particulars(place, zip5(fields.get(f"{prefix}zip_code", "")))
    identity = Identity(SCHEME, filer_id) if filer_id else NO_IDENTITY
    if form == "2":
        return party(_person(fields, "candidate"), "candidate", identity)
    name = fields.get("committee_name") or fields.get("organization_name") or ""
    person = _person(fields, "individual")
    if form in _ANYBODY and person and not name:
        return party(person, "person", identity, seen)
    kind = "organisation" if form in _ORGANISATIONS else "unknown" if form in _ANYBODY else "committee"
    return party(name, kind, identity, seen)


def _person(fields: Mapping[str, str], prefix: str) -> str:
    """A person's name as the Commission's bulk files write it: last name, comma, the others."""
    whole = fields.get(f"{prefix}_name", "")
    if whole:
        return person_name(*whole.split("^"))
    parts = ("last_name", "first_name", "middle_name", "prefix", "suffix")
    return person_name(*(fields.get(f"{prefix}_{part}", "") for part in parts))


def person_name(last: str, *others: str) -> str:
    """A last name, a comma, and the others."""
    rest = " ".join(unquoted(part) for part in others if part)
    return f"{last}, {rest}" if last and rest else last or rest
